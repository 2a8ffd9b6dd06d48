//! Requests as they come over the wire: `bodies` and `arbitrary` through [`answer`](super::answer()) without a socket, `protocol`,
//! `connections`, `abuse` and `senders` over plain sockets.

mod abuse;
mod arbitrary;
mod bodies;
mod connections;
mod errors;
mod extremes;
mod legacy;
mod mutations;
mod protocol;
mod senders;
mod streams;
mod tables;
mod wording;

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use monotable_local::LocalBackend;

use super::{LocalServer, ServerBuilder, answer};

/// A database with a table `shop`, whose key is the text `pk`.
fn shop() -> LocalBackend {
    let backend = LocalBackend::new();
    create_shop(&backend);
    backend
}

#[track_caller]
fn create_shop(backend: &LocalBackend) {
    let created = ask(
        backend,
        "CreateTable",
        r#"{"TableName":"shop","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
            "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}]}"#,
    );
    assert!(created.starts_with("200 "), "{created}");
}

/// Status and body of the answer.
#[track_caller]
fn ask(backend: &LocalBackend, operation: &str, body: &str) -> String {
    ask_bytes(backend, operation, body.as_bytes())
}

#[track_caller]
fn ask_bytes(backend: &LocalBackend, operation: &str, body: &[u8]) -> String {
    let answer = answer(backend, &target(operation), body);
    format!("{} {}", answer.status, String::from_utf8(answer.body).unwrap())
}

/// Returns whether a request is answered where it comes.
pub(super) fn ask_at_once(operation: &str, body: &str) -> bool {
    let answer = super::answer::answer_if(Ok(()), &shop(), &target(operation), body.as_bytes(), true);
    answer.is_some_and(|answer| answer.status == 200)
}

/// The target of an operation, which may be given whole.
fn target(operation: &str) -> String {
    if operation.contains('.') { operation.to_owned() } else { format!("DynamoDB_20120810.{operation}") }
}

/// A server of `shop` with one thread.
fn server() -> LocalServer {
    server_with(|server| server)
}

/// The same with other settings.
fn server_with(settings: impl FnOnce(ServerBuilder) -> ServerBuilder) -> LocalServer {
    let server = LocalServer::builder(shop()).threads(1).body_timeout(SERVERS_PATIENCE);
    settings(server).start(("127.0.0.1", 0)).unwrap()
}

/// How long clients wait for what should come at once: on a busy machine it may take a while.
const PATIENCE: Duration = Duration::from_secs(120);
/// Longer, so that a client that is kept waiting is not saved by the server's giving up on another.
const SERVERS_PATIENCE: Duration = Duration::from_secs(600);

/// A connection that fails a test rather than to wait for ever.
fn connect(server: &LocalServer) -> TcpStream {
    let stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// A request with the headers that are given beside those that every one needs.
fn request(method: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut request =
        format!("{method} / HTTP/1.1\r\nHost: local\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    request.extend_from_slice(body);
    request
}

/// The headers of an operation.
fn operation(name: &str) -> String {
    format!("Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: DynamoDB_20120810.{name}\r\n")
}

/// An answer off the wire.
#[derive(Debug)]
struct Received {
    /// Status line and headers, in small letters.
    head: String,
    body: Vec<u8>,
}

impl Received {
    fn status(&self) -> u16 {
        self.head.split(' ').nth(1).unwrap().parse().unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// Reads one answer, and leaves the connection for the next one.
#[track_caller]
fn receive(stream: &mut TcpStream) -> Received {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        let read = stream.read(&mut byte).unwrap();
        assert_eq!(read, 1, "the connection was closed after {:?}", String::from_utf8_lossy(&bytes));
        bytes.push(byte[0]);
    }
    let head = String::from_utf8(bytes).unwrap().to_ascii_lowercase();
    let mut received = Received { head, body: Vec::new() };
    let length = received.header("content-length").map_or(0, |length| length.parse().unwrap());
    received.body.resize(length, 0);
    stream.read_exact(&mut received.body).unwrap();
    received
}

/// Returns what else comes until the server closes the connection, in whatever way.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        let kind = error.kind();
        assert!(!matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut), "the connection is still open");
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Sends one request on a connection of its own.
#[track_caller]
fn send(server: &LocalServer, request: &[u8]) -> Received {
    let mut stream = connect(server);
    stream.write_all(request).unwrap();
    receive(&mut stream)
}

/// Whether the server still serves others.
#[track_caller]
fn assert_alive(server: &LocalServer) {
    let received = send(server, &request("POST", &operation("ListTables"), b"{}"));
    assert_eq!(received.text(), r#"{"TableNames":["shop"]}"#);
}
