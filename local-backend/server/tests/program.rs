//! The program `monotable`, started as people start it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_monotable"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str]) -> Output {
    program(arguments).output().expect("it can be started")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("it prints text")
}

/// A server, and what it printed before it waited.
struct Serving {
    child: Child,
    printed: String,
}

impl Serving {
    fn start(arguments: &[&str]) -> Self {
        let mut child = program(&[&["serve", "--port", "0"], arguments].concat()).spawn().expect("it can be started");
        let mut lines = BufReader::new(child.stdout.as_mut().expect("a pipe"));
        let mut printed = String::new();
        while !printed.contains("list-tables\n") {
            assert_ne!(lines.read_line(&mut printed).expect("it prints text"), 0, "it ended after {printed}");
        }
        Self { child, printed }
    }

    /// The value of a variable that is to be pasted.
    fn exported(&self, name: &str) -> &str {
        let words = self.printed.split_whitespace();
        words.filter_map(|word| word.split_once('=')).find(|(given, _)| *given == name).expect(name).1
    }

    fn address(&self) -> &str {
        self.exported("AWS_ENDPOINT_URL_DYNAMODB").strip_prefix("http://").expect("a URL")
    }

    /// What it answers to a request.
    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address()).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers text");
        answer
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const HEALTH: &str = "GET / HTTP/1.1\r\nConnection: close\r\n\r\n";

#[test]
fn it_says_where_it_listens_and_what_to_paste() {
    let serving = Serving::start(&[]);

    let answer = serving.ask(HEALTH);

    assert!(answer.contains("healthy: dynamodb.us-east-1.amazonaws.com"), "{answer}");
    assert_eq!(serving.exported("AWS_ENDPOINT_URL_DYNAMODB_STREAMS"), serving.exported("AWS_ENDPOINT_URL_DYNAMODB"));
    for name in ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
        assert!(!serving.exported(name).is_empty());
    }
}

#[test]
fn what_to_paste_has_the_credentials_that_are_required() {
    let serving = Serving::start(&["--require-signature", "someone:secret"]);

    assert_eq!(serving.exported("AWS_ACCESS_KEY_ID"), "someone");
    assert_eq!(serving.exported("AWS_SECRET_ACCESS_KEY"), "secret");
}

#[cfg(unix)]
#[test]
fn a_request_in_flight_is_answered_before_it_ends() {
    let mut serving = Serving::start(&[]);
    let body = "{}";
    let mut stream = TcpStream::connect(serving.address()).expect("it listens");
    let mut idle = TcpStream::connect(serving.address()).expect("it listens");
    let head = format!(
        "POST / HTTP/1.1\r\nHost: local\r\nContent-Type: application/x-amz-json-1.0\r\n\
         X-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    // The server works on it from here on: it waits for the rest.
    stream.write_all(head.as_bytes()).expect("it reads");
    stream.write_all(&body.as_bytes()[..1]).expect("it reads");
    std::thread::sleep(std::time::Duration::from_millis(100));

    let ended = Command::new("kill").arg(serving.child.id().to_string()).status().expect("a shell command");
    assert!(ended.success());
    let mut closed = String::new();
    idle.read_to_string(&mut closed).expect("it closes what is idle");
    assert_eq!(serving.child.try_wait().expect("it is a child"), None);
    stream.write_all(&body.as_bytes()[1..]).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers text");

    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("TableNames"), "{answer}");
    assert!(serving.child.wait().expect("it ends").success());
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_asked_to() {
    for signal in ["INT", "TERM"] {
        let mut serving = Serving::start(&[]);
        // A connection that nobody closes does not keep it.
        let address = serving.address().to_owned();
        let idle = TcpStream::connect(&address).unwrap();

        let pid = serving.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());

        assert_eq!(serving.child.wait().unwrap().code(), Some(0), "{signal}");
        assert!(TcpListener::bind(&address).is_ok());
        drop(idle);
    }
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();

    let output = run(&["serve", "--port", &port]);

    assert_eq!(output.status.code(), Some(1));
    let complaint = text(&output.stderr);
    assert!(complaint.contains(&format!("port {port} of 127.0.0.1 is taken by another program")), "{complaint}");
    assert_eq!(text(&output.stdout), "");
}

#[test]
fn what_is_no_option_is_told_with_those_that_are() {
    let output = run(&["serve", "--prot", "8000"]);

    assert_eq!(output.status.code(), Some(2));
    let complaint = text(&output.stderr);
    assert!(complaint.contains("`serve` has no option `--prot`") && complaint.contains("--port N"), "{complaint}");
}

#[test]
fn help_and_version_are_printed() {
    for arguments in [&["--help"][..], &["serve", "--help"], &[]] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains("Usage: monotable serve [options]"));
    }
    assert_eq!(text(&run(&["--version"]).stdout), concat!("monotable ", env!("CARGO_PKG_VERSION"), "\n"));
}
