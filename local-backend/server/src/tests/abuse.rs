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
fn a_client_that_sends_too_much_before_it_listens_hears_of_it() {
    // The server used to hang up at once, and what was still coming made the client's system throw the answer away.
    let server = server();
    let body = vec![b' '; 17 * 0x10_0000];

    let received = send(&server, &request("POST", &operation("PutItem"), &body));

    assert_eq!(received.status(), 413);
    assert_eq!(received.header("connection"), Some("close"));
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
        stream.write_all(&chunk).unwrap();
    }

    assert_eq!(receive(&mut stream).status(), 413);
    assert_alive(&server);
}

#[test]
fn a_body_may_come_in_pieces_of_any_size() {
    let server = server();
    let mut stream = connect(&server);
    let item = format!(r#"{{"TableName":"shop","Item":{{"pk":{{"S":"a"}},"text":{{"S":"{}"}}}}}}"#, "x".repeat(20_000));
    let mut bytes =
        format!("POST / HTTP/1.1\r\nHost: local\r\nTransfer-Encoding: chunked\r\n{}\r\n", operation("PutItem"));
    for (position, byte) in item.chars().enumerate() {
        let note = if position % 100 == 0 { ";note=\"x\"" } else { "" };
        bytes.push_str(&format!("1{note}\r\n{byte}\r\n"));
    }
    bytes.push_str("0\r\nX-Trailer: y\r\n\r\n");

    stream.write_all(bytes.as_bytes()).unwrap();
    let stored = receive(&mut stream);
    let get = br#"{"TableName":"shop","Key":{"pk":{"S":"a"}}}"#;
    stream.write_all(&request("POST", &operation("GetItem"), get)).unwrap();

    assert_eq!(stored.text(), "{}");
    assert_eq!(receive(&mut stream).body.len(), item.len() - r#""TableName":"shop","#.len());
}

#[test]
fn a_chunk_that_is_none_is_refused_or_cut_off() {
    let server = server();
    for chunk in ["zz\r\n{}\r\n0\r\n\r\n", "ffffffffffffffffff\r\n", "-1\r\n{}\r\n", "2\r\n{}xx0\r\n\r\n"] {
        let mut stream = connect(&server);
        let head = format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n{}\r\n{chunk}", operation("ListTables"));

        stream.write_all(head.as_bytes()).unwrap();

        let answer = rest(&mut stream);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{chunk:?}: {answer}");
    }
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
    let server = server_with(|server| server.body_timeout(Duration::from_millis(300)));
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
    let answer = rest(&mut stream);

    let get =
        send(&server, &request("POST", &operation("GetItem"), br#"{"TableName":"shop","Key":{"pk":{"S":"cut"}}}"#));

    assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(get.text(), "{}");
}

#[test]
fn what_is_no_http_is_refused_or_cut_off() {
    let server = server();
    for rubbish in [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(), b"\0\0\0\0\r\n\r\n", b"HELLO\r\n\r\n"] {
        let mut stream = connect(&server);
        stream.write_all(rubbish).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();

        let answer = rest(&mut stream);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
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

#[test]
fn large_bodies_that_do_not_come_keep_no_other_large_body_waiting() {
    // As many unfinished bodies as there may be large ones at once kept all other large ones waiting, for as long as a body may
    // take. A body is slow after a thirtieth of that.
    let server = server_with(|server| server.body_timeout(PATIENCE + Duration::from_secs(1)));
    let headers = operation("ListTables");
    let large = request("POST", &headers, &[b"{}".as_slice(), &[b' '; 0x20_0000]].concat());
    let unfinished: Vec<TcpStream> = (0..32)
        .map(|_| {
            let mut stream = connect(&server);
            stream.write_all(&large[..0x18_0000]).unwrap();
            stream
        })
        .collect();

    let received = send(&server, &large);

    assert_eq!(received.status(), 200);
    drop(unfinished);
}

/// A request that takes a while, on a server with one thread; others are answered in the meantime.
#[track_caller]
fn assert_waits_alone(name: &str, body: impl FnOnce(&str) -> String, answer: &str) {
    // given
    let server = server();
    let (zeros, half) = ("A".repeat(260_000), "A".repeat(130_000) + "AAAB");
    for key in ["a", "b"] {
        let item = format!(
            r#"{{"TableName":"shop","Item":{{"pk":{{"S":"{key}"}},"b":{{"B":"{zeros}"}},"c":{{"B":"{half}"}}}}}}"#
        );
        assert_eq!(send(&server, &request("POST", &operation("PutItem"), item.as_bytes())).text(), "{}");
    }
    let mut slow = connect(&server);

    // when
    let body = body(&vec!["contains(b,c)"; 240].join(" OR "));
    slow.write_all(&request("POST", &operation(name), body.as_bytes())).unwrap();
    for _ in 0..10 {
        assert_alive(&server);
    }

    // then
    slow.set_nonblocking(true).unwrap();
    assert_eq!(slow.peek(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
    slow.set_nonblocking(false).unwrap();
    let received = receive(&mut slow);
    assert!(received.text().contains(answer), "{}", received.text());
}

#[test]
fn a_filter_that_takes_long_keeps_no_other_client_waiting() {
    let scan = |filter: &str| format!(r#"{{"TableName":"shop","FilterExpression":"{filter}"}}"#);

    assert_waits_alone("Scan", scan, r#"{"Items":[],"Count":0,"ScannedCount":2}"#);
}

#[test]
fn conditions_of_a_transaction_that_take_long_keep_no_other_client_waiting() {
    let transaction = |condition: &str| {
        let check = |key: &str| {
            format!(
                r#"{{"ConditionCheck":{{"TableName":"shop","Key":{{"pk":{{"S":"{key}"}}}},"ConditionExpression":"{condition}"}}}}"#
            )
        };
        format!(r#"{{"TransactItems":[{},{}]}}"#, check("a"), check("b"))
    };

    assert_waits_alone("TransactWriteItems", transaction, "[ConditionalCheckFailed, ConditionalCheckFailed]");
}
