//! The servers, each in a process of its own.

use std::convert::Infallible;
use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue, SERVER};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use monotable_local::LocalBackend;
use monotable_server::LocalServer;

use crate::requests::Operation;

/// A server that runs until it is dropped.
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
}

/// What this program is when it is started as a server.
#[derive(Clone, Copy)]
pub(crate) enum Role {
    Monotable,
    Canned,
}

pub(crate) fn asked_for(arguments: &[String]) -> Option<Role> {
    match arguments.first()?.as_str() {
        MONOTABLE => Some(Role::Monotable),
        CANNED => Some(Role::Canned),
        _ => None,
    }
}

impl Role {
    /// Serves until nobody holds the other end of its input.
    pub(crate) fn serve(self) {
        match self {
            Self::Monotable => {
                let server = LocalServer::start(LocalBackend::new()).expect("a port is free");
                println!("{}", server.address());
                wait();
            }
            Self::Canned => {
                let runtime = tokio::runtime::Builder::new_multi_thread().enable_io().build().expect("threads");
                let listener = runtime.block_on(tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
                let listener = listener.expect("a port is free");
                println!("{}", listener.local_addr().expect("it listens"));
                runtime.spawn(serve_canned(listener));
                wait();
            }
        }
    }
}

fn wait() {
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

/// hyper, and nothing else: it reads the request and answers bytes that are there.
async fn serve_canned(listener: tokio::net::TcpListener) {
    let answers = Operation::ALL.map(|operation| {
        (format!("DynamoDB_20120810.{}", operation.target()), Bytes::from(operation.canned().into_bytes()))
    });
    let answers: &'static _ = Box::leak(Box::new(answers));
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        let service = service_fn(move |request| answer(answers, request));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn answer(
    answers: &'static [(String, Bytes)],
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let _ = body.collect().await;
    let target = head.headers.get("x-amz-target");
    let known = answers.iter().find(|(name, _)| target.is_some_and(|target| target == name));
    let mut response = Response::new(Full::new(known.map(|(_, bytes)| bytes.clone()).unwrap_or_default()));
    let headers = response.headers_mut();
    // As many bytes as DynamoDB's.
    headers.insert(SERVER, HeaderValue::from_static("Server"));
    headers
        .insert("x-amzn-requestid", HeaderValue::from_static("0123456789ABCDEFGHIJKLMNOPQRSTUV0123456789ABCDEFGHIJ"));
    headers.insert("x-amz-crc32", HeaderValue::from_static("2745614147"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.0"));
    Ok(response)
}

impl Server {
    pub(crate) fn monotable() -> Self {
        Self::own(MONOTABLE)
    }

    pub(crate) fn canned() -> Self {
        Self::own(CANNED)
    }

    /// This program in another role.
    fn own(role: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
        let mut child =
            command.arg(role).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it can be started");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output is a pipe");
        BufReader::new(output).read_line(&mut line).expect("it says where it listens");
        Self { child, address: line.trim().parse().expect("it says where it listens") }
    }

    /// The peer, where its program is known.
    pub(crate) fn dynoxide() -> Option<Self> {
        let program = std::env::var_os("DYNOXIDE")?;
        // Free at the moment; it does not tell which port it chooses by itself.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok()?.local_addr().ok()?.port();
        let mut command = Command::new(program);
        command.args(["serve", "--host", "127.0.0.1", "--log", "quiet", "--port", &port.to_string()]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().expect("DYNOXIDE names a program");
        let server = Self { child, address: (Ipv4Addr::LOCALHOST, port).into() };
        while TcpStream::connect(server.address).is_err() {
            std::thread::sleep(Duration::from_millis(10));
        }
        Some(server)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Bytes in memory, where the system tells.
    pub(crate) fn resident(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const MONOTABLE: &str = "serve-monotable";
const CANNED: &str = "serve-canned";
