//! HTTP: which requests are answered how, and the headers of answers.

use std::io::Write as _;

use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};

use super::*;

#[test]
fn an_answer_has_an_id_a_checksum_and_the_type_of_the_request() {
    let server = server();

    let received = send(&server, &request("POST", &operation("ListTables"), b"{}"));

    assert_eq!(received.status(), 200);
    assert_eq!(received.text(), r#"{"TableNames":["shop"]}"#);
    assert_eq!(received.header("content-type"), Some("application/x-amz-json-1.0"));
    assert_eq!(received.header("server"), Some("server"));
    assert_eq!(received.header("x-amzn-requestid").map(str::len), Some(52));
    let checksum = crc32fast::hash(&received.body).to_string();
    assert_eq!(received.header("x-amz-crc32"), Some(&*checksum));
    assert!(received.header("date").is_some());
}

#[test]
fn errors_have_the_same_headers() {
    let server = server();

    let received = send(&server, &request("POST", &operation("Nothing"), b"{}"));

    assert_eq!(received.status(), 400);
    assert_eq!(received.text(), r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#);
    assert_eq!(received.header("content-type"), Some("application/x-amz-json-1.0"));
    assert_eq!(received.header("x-amzn-requestid").map(str::len), Some(52));
    let checksum = crc32fast::hash(&received.body).to_string();
    assert_eq!(received.header("x-amz-crc32"), Some(&*checksum));
}

#[test]
fn a_connection_serves_one_request_after_another() {
    let server = server();
    let mut stream = connect(&server);
    let mut ids = Vec::new();

    for _ in 0..3 {
        stream.write_all(&request("POST", &operation("ListTables"), b"{}")).unwrap();
        let received = receive(&mut stream);
        assert_eq!(received.status(), 200);
        ids.push(received.header("x-amzn-requestid").unwrap().to_owned());
    }

    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[test]
fn an_error_does_not_end_the_connection() {
    let server = server();
    let mut stream = connect(&server);

    stream.write_all(&request("POST", &operation("PutItem"), b"not json")).unwrap();
    let refused = receive(&mut stream);
    stream.write_all(&request("POST", &operation("ListTables"), b"{}")).unwrap();
    let answered = receive(&mut stream);

    assert_eq!((refused.status(), answered.status()), (400, 200));
}

#[test]
fn plain_json_is_taken_and_echoed() {
    let server = server();
    let headers = "Content-Type: application/json; charset=utf-8\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\n";

    let received = send(&server, &request("POST", headers, b"{}"));

    assert_eq!(received.status(), 200);
    assert_eq!(received.header("content-type"), Some("application/json; charset=utf-8"));
}

#[test]
fn any_other_type_is_not_found() {
    let server = server();
    for headers in ["Content-Type: text/plain\r\n", "Content-Type: application/x-amz-json-1.1\r\n"] {
        let received = send(&server, &request("POST", headers, b"{}"));

        assert_eq!(received.status(), 404, "{headers}");
        assert_eq!(received.text(), "<UnknownOperationException/>\n");
    }
}

#[test]
fn a_request_without_a_type_is_told_what_else_it_lacks() {
    let server = server();

    let received = send(&server, &request("POST", "", b"{}"));
    let listed = send(&server, &request("POST", "X-Amz-Target: DynamoDB_20120810.ListTables\r\n", b"{}"));

    assert_eq!(received.status(), 400);
    assert_eq!(received.text(), r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#);
    assert_eq!((listed.status(), listed.header("content-type")), (200, Some("application/x-amz-json-1.0")));
}

#[test]
fn a_body_of_an_unknown_encoding_writes_nothing() {
    let server = server();
    let put = br#"{"TableName":"shop","Item":{"pk":{"S":"a"}}}"#;
    for encoding in ["br", "gzip, gzip", "aws-chunked"] {
        let headers = format!("Content-Encoding: {encoding}\r\n{}", operation("PutItem"));
        let refused = send(&server, &request("POST", &headers, put));
        assert_eq!(refused.status(), 500, "{encoding}");
        assert!(refused.text().contains("InternalServerError"), "{}", refused.text());
    }
    let scanned = send(&server, &request("POST", &operation("Scan"), br#"{"TableName":"shop"}"#));
    assert!(scanned.text().contains(r#""Count":0"#));
}

#[test]
fn a_get_tells_that_all_is_well() {
    let server = server();

    let received = send(&server, b"GET / HTTP/1.1\r\nHost: local\r\n\r\n");

    assert_eq!(received.status(), 200);
    assert_eq!(received.text(), "healthy: dynamodb.us-east-1.amazonaws.com ");
    assert_eq!(received.header("content-type"), Some("text/plain"));
}

#[test]
fn a_get_of_another_path_is_not_found() {
    let server = server();
    for path in ["/health", "/-", "/index.html", "//"] {
        let received = send(&server, format!("GET {path} HTTP/1.1\r\nHost: local\r\n\r\n").as_bytes());

        assert_eq!((received.status(), received.text()), (404, "<UnknownOperationException/>\n"), "{path}");
    }
}

#[test]
fn another_method_is_not_found() {
    let server = server();

    let received = send(&server, &request("PUT", &operation("ListTables"), b"{}"));

    assert_eq!((received.status(), received.text()), (404, "<UnknownOperationException/>\n"));
}

#[test]
fn pages_of_an_origin_may_ask_if_they_are_let() {
    let server = server_with(|server| server.allow_origin("http://example.com"));
    let headers = format!("Origin: http://example.com\r\n{}", operation("ListTables"));

    let received = send(&server, &request("POST", &headers, b"{}"));

    assert_eq!(received.header("access-control-allow-origin"), Some("http://example.com"));
    assert_eq!(received.header("vary"), Some("origin"));
    assert!(received.header("access-control-expose-headers").unwrap().contains("x-amzn-requestid"));
}

#[test]
fn no_page_may_ask_unasked() {
    let server = server();
    let put = br#"{"TableName":"shop","Item":{"pk":{"S":"a"}}}"#;
    let of_a_page = format!("Origin: http://example.com\r\n{}", operation("PutItem"));
    let by_name = format!(
        "POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: {}\r\n{}\r\n",
        put.len(),
        operation("PutItem")
    );

    let preflight = send(&server, &request("OPTIONS", "Origin: http://example.com\r\n", b""));
    let refused = send(&server, &request("POST", &of_a_page, put));
    let renamed = send(&server, &[by_name.as_bytes(), put].concat());

    for received in [preflight, refused] {
        assert_eq!((received.status(), received.header("access-control-allow-origin")), (403, None));
        assert_eq!(
            received.text(),
            "Pages of http://example.com may not ask: start the server with --allow-origin http://example.com\n"
        );
    }
    assert_eq!(renamed.status(), 403);
    let scanned = send(&server, &request("POST", &operation("Scan"), br#"{"TableName":"shop"}"#));
    assert!(scanned.text().contains(r#""Count":0"#));
}

#[test]
fn browsers_may_ask_whether_they_may_ask() {
    let server = server_with(|server| server.allow_origin("*"));
    let headers = "Origin: http://example.com\r\nAccess-Control-Request-Headers: x-amz-target\r\n\
                   Access-Control-Request-Method: POST\r\n";

    let received = send(&server, &request("OPTIONS", headers, b""));

    assert_eq!(received.status(), 200);
    assert_eq!(received.header("access-control-allow-origin"), Some("*"));
    assert_eq!(received.header("access-control-allow-headers"), Some("x-amz-target"));
    assert_eq!(received.header("access-control-allow-methods"), Some("post"));
    assert_eq!(received.header("access-control-max-age"), Some("172800"));
}

#[test]
fn bodies_of_requests_may_be_compressed() {
    let server = server();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(b"{}").unwrap();
    let mut deflate = ZlibEncoder::new(Vec::new(), Compression::fast());
    deflate.write_all(b"{}").unwrap();

    for (encoding, body) in [("gzip", gzip.finish().unwrap()), ("deflate", deflate.finish().unwrap())] {
        let headers = format!("Content-Encoding: {encoding}\r\n{}", operation("ListTables"));
        let received = send(&server, &request("POST", &headers, &body));
        assert_eq!(received.status(), 200, "{encoding}");
    }
}

#[test]
fn a_broken_compressed_body_is_an_internal_error() {
    let server = server();
    let headers = format!("Content-Encoding: gzip\r\n{}", operation("ListTables"));

    let received = send(&server, &request("POST", &headers, b"no gzip"));

    assert_eq!(received.status(), 500);
    assert_eq!(received.text(), r#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}"#);
}

#[test]
fn large_answers_are_compressed_for_those_who_take_it() {
    // given
    let server = server();
    let item = format!(r#"{{"TableName":"shop","Item":{{"pk":{{"S":"a"}},"text":{{"S":"{}"}}}}}}"#, "x".repeat(5000));
    send(&server, &request("POST", &operation("PutItem"), item.as_bytes()));
    let get = br#"{"TableName":"shop","Key":{"pk":{"S":"a"}}}"#;

    // when
    let plain = send(&server, &request("POST", &operation("GetItem"), get));
    let headers = format!("Accept-Encoding: gzip\r\n{}", operation("GetItem"));
    let packed = send(&server, &request("POST", &headers, get));
    let small = send(&server, &request("POST", &headers, br#"{"TableName":"shop","Key":{"pk":{"S":"b"}}}"#));

    // then
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(small.header("content-encoding"), None);
    let checksum = crc32fast::hash(&packed.body).to_string();
    assert_eq!(packed.header("x-amz-crc32"), Some(&*checksum), "of the bytes as they were sent");
    let mut unpacked = Vec::new();
    GzDecoder::new(&*packed.body).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
}

#[test]
fn answers_are_deflated_for_those_who_take_nothing_else() {
    let server = server();
    let headers = format!("Accept-Encoding: deflate\r\n{}", operation("GetItem"));
    // A name that is too long, which the error repeats.
    let body = format!(r#"{{"TableName":"{}","Key":{{"pk":{{"S":"a"}}}}}}"#, "n".repeat(5000));

    let packed = send(&server, &request("POST", &headers, body.as_bytes()));

    assert_eq!((packed.status(), packed.header("content-encoding")), (400, Some("deflate")));
    let checksum = crc32fast::hash(&packed.body).to_string();
    assert_eq!(packed.header("x-amz-crc32"), Some(&*checksum));
    let mut unpacked = String::new();
    ZlibDecoder::new(&*packed.body).read_to_string(&mut unpacked).unwrap();
    assert!(unpacked.contains("Member must have length less than or equal to"), "{unpacked}");
}

#[test]
fn the_port_is_free_when_the_server_is_dropped() {
    let server = server();
    let address = server.address();
    let idle = connect(&server);

    drop(server);

    assert!(std::net::TcpListener::bind(address).is_ok());
    drop(idle);
}
