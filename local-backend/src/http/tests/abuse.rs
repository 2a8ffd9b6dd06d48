//! Clients that send too much, too little, too slowly or rubbish: they get an answer or lose their connection, and nobody else
//! notices.

use std::io::Write as _;

use super::*;

#[test]
fn a_body_above_16_mb_is_refused_before_it_is_read() {
    let server = server();
    let mut stream = connect(&server);
    let head = format!("POST / HTTP/1.1\r\nHost: local\r\nContent-Length: 16777217\r\n{}\r\n", operation("PutItem"));

    stream.write_all(head.as_bytes()).unwrap();
    let received = receive(&mut stream);

    assert_eq!(received.status(), 413);
    assert_alive(&server);
}

#[test]
fn a_body_that_grows_above_16_mb_is_refused() {
    let server = server();
    let mut stream = connect(&server);
    let head = format!("POST / HTTP/1.1\r\nHost: local\r\nTransfer-Encoding: chunked\r\n{}\r\n", operation("PutItem"));
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = [b"100000\r\n".as_slice(), &[b' '; 0x10_0000], b"\r\n"].concat();

    for _ in 0..17 {
        // The server may have hung up already.
        if stream.write_all(&chunk).is_err() {
            break;
        }
    }
    let mut answer = [0; 12];
    let read = stream.read(&mut answer).unwrap_or_default();

    assert!(read == 0 || answer.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&answer));
    assert_alive(&server);
}

#[test]
fn what_is_compressed_may_not_become_larger_than_16_mb() {
    let server = server();
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..17 {
        bomb.write_all(&[b' '; 0x10_0000]).unwrap();
    }
    let headers = format!("Content-Encoding: gzip\r\n{}", operation("PutItem"));

    let received = send(&server, &request("POST", &headers, &bomb.finish().unwrap()));

    assert_eq!(received.status(), 413);
    assert_alive(&server);
}

#[test]
fn headers_above_16_kb_are_refused() {
    let server = server();
    for length in [17_000, 100_000] {
        let headers = format!("X-Long: {}\r\n{}", "x".repeat(length), operation("ListTables"));

        let received = send(&server, &request("POST", &headers, b"{}"));

        assert_eq!(received.status(), 431);
    }
    assert_alive(&server);
}

#[test]
fn a_body_that_is_too_slow_is_given_up() {
    let server = server();
    let mut stream = connect(&server);
    let head = format!("POST / HTTP/1.1\r\nHost: local\r\nContent-Length: 100\r\n{}\r\n{{", operation("PutItem"));

    stream.write_all(head.as_bytes()).unwrap();
    let received = receive(&mut stream);

    assert_eq!(received.status(), 408);
    assert_alive(&server);
}

#[test]
fn slow_clients_keep_nobody_waiting() {
    // given
    let server = server();
    let heads = format!("POST / HTTP/1.1\r\nHost: local\r\nContent-Length: 100\r\n{}", operation("PutItem"));
    let slow: Vec<TcpStream> = (0..100)
        .map(|number| {
            let mut stream = connect(&server);
            // Somewhere in the head, and some in the body.
            let text = if number % 2 == 0 { &heads[..number] } else { &*heads };
            stream.write_all(text.as_bytes()).unwrap();
            stream
        })
        .collect();

    // then
    for _ in 0..20 {
        assert_alive(&server);
    }
    drop(slow);
}

#[test]
fn a_body_that_is_cut_off_does_nothing() {
    let server = server();
    let body = br#"{"TableName":"shop","Item":{"pk":{"S":"cut"}}}"#;
    let mut stream = connect(&server);
    stream.write_all(&request("POST", &operation("PutItem"), body)[..170]).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);

    let get =
        send(&server, &request("POST", &operation("GetItem"), br#"{"TableName":"shop","Key":{"pk":{"S":"cut"}}}"#));

    assert!(!rest.starts_with(b"HTTP/1.1 200"));
    assert_eq!(get.text(), "{}");
}

#[test]
fn what_is_no_http_is_refused_or_cut_off() {
    let server = server();
    for rubbish in [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(), b"\0\0\0\0\r\n\r\n", b"HELLO\r\n\r\n"] {
        let mut stream = connect(&server);
        stream.write_all(rubbish).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);

        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&answer));
    }
    assert_alive(&server);
}

#[test]
fn clients_that_go_at_once_cost_nothing() {
    let server = server();

    for _ in 0..200 {
        drop(connect(&server));
    }

    assert_alive(&server);
}
