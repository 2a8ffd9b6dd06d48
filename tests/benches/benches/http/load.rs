//! Clients that cost little: a few threads, each with many connections, and requests that are ready to be sent.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use crate::client::end_of_answer;

/// What clients saw.
pub(crate) struct Measured {
    /// Answers, by all clients together.
    pub(crate) per_second: f64,
    /// The median of the time that an answer took, in seconds.
    pub(crate) usual: f64,
    /// One answer of a hundred takes longer.
    pub(crate) slow: f64,
}

/// Lets so many clients ask for so long, each one thing at a time.
///
/// # Panics
/// If the server does not answer.
pub(crate) fn run(server: SocketAddr, requests: &[Vec<u8>], clients: usize, time: Duration) -> Measured {
    let start = Instant::now();
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| scope.spawn(move || ask(server, requests, clients / THREADS, thread, start + time)))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("clients do not panic")).collect()
    });
    let elapsed = start.elapsed();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64();
    Measured { per_second: times.len() as f64 / elapsed.as_secs_f64(), usual: at(0.5), slow: at(0.99) }
}

struct Client {
    stream: TcpStream,
    next: usize,
    sent: Instant,
    received: Vec<u8>,
}

/// Returns how long the answers took.
fn ask(server: SocketAddr, requests: &[Vec<u8>], clients: usize, thread: usize, end: Instant) -> Vec<Duration> {
    let mut poll = Poll::new().expect("the system tells when sockets are ready");
    let mut clients: Vec<Client> = (0..clients)
        .map(|number| {
            let stream = std::net::TcpStream::connect(server).expect("the server listens");
            stream.set_nodelay(true).expect("a socket can be set");
            stream.set_nonblocking(true).expect("a socket can be set");
            let mut stream = TcpStream::from_std(stream);
            poll.registry().register(&mut stream, Token(number), Interest::READABLE).expect("a socket is watched");
            let next = (thread * 7919 + number * 104_729) % requests.len();
            Client { stream, next, sent: Instant::now(), received: Vec::with_capacity(8192) }
        })
        .collect();
    clients.iter_mut().for_each(|client| client.send(requests));

    let mut times = Vec::with_capacity(1 << 16);
    let mut events = Events::with_capacity(128);
    while Instant::now() < end {
        poll.poll(&mut events, Some(Duration::from_secs(5))).expect("the system tells when sockets are ready");
        assert!(!events.is_empty(), "the server answers nobody");
        for event in &events {
            let client = &mut clients[event.token().0];
            if client.receive() {
                times.push(client.sent.elapsed());
                client.send(requests);
            }
        }
    }
    times
}

impl Client {
    fn send(&mut self, requests: &[Vec<u8>]) {
        self.sent = Instant::now();
        // Small enough for the socket's buffer, which is empty.
        let request = &requests[self.next];
        let written = self.stream.write(request).expect("the server is there");
        assert_eq!(written, request.len());
        self.next = (self.next + 1) % requests.len();
    }

    /// Returns whether the answer is there.
    fn receive(&mut self) -> bool {
        let mut buffer = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => panic!("the server hung up"),
                Ok(read) => self.received.extend_from_slice(&buffer[..read]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
                Err(error) => panic!("no answer: {error}"),
            }
            if end_of_answer(&self.received).is_some() {
                self.received.clear();
                return true;
            }
        }
    }
}

const THREADS: usize = 2;
