//! The server that programs and tests start.

use std::future::{Future, poll_fn};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::thread::JoinHandle;
use std::time::Duration;

use monotable_local::LocalBackend;
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use super::body_limit::BodyLimit;
use super::browsers::Browsers;
use super::connection::accept;
use super::connection_limit::ConnectionLimit;
use super::databases::Databases;
use super::exchange::Exchange;
use super::fair_queue::FairQueue;
use super::limits::Limits;
use super::request_id::RequestIds;
use super::signature::Secrets;
use super::worker_pool::{self, WorkerPool};

/// The engine behind DynamoDB's JSON protocol, on threads of its own, until it is dropped.
///
/// ```
/// use monotable_local::LocalBackend;
/// use monotable_server::LocalServer;
///
/// # fn main() -> std::io::Result<()> {
/// let server = LocalServer::start(LocalBackend::new())?;
/// // Give this to any AWS SDK as its endpoint, with any region and credentials.
/// assert!(server.url().starts_with("http://127.0.0.1:"));
/// # Ok(())
/// # }
/// ```
///
/// Nothing is encrypted and any credentials are accepted, so it listens on this machine alone unless it is told otherwise.
#[derive(Debug)]
pub struct LocalServer {
    address: SocketAddr,
    stop: Option<oneshot::Sender<Duration>>,
    thread: Option<JoinHandle<()>>,
}

/// Settings of a server; made by [`LocalServer::builder`].
#[derive(Debug)]
#[must_use]
pub struct ServerBuilder {
    backend: LocalBackend,
    threads: Option<usize>,
    limits: Limits,
    sweep: Option<Duration>,
    secrets: Secrets,
    browsers: Browsers,
    separate: bool,
}

impl LocalServer {
    /// Serves a backend on a free port of the loopback interface.
    pub fn start(backend: LocalBackend) -> io::Result<Self> {
        Self::builder(backend).start((Ipv4Addr::LOCALHOST, 0))
    }

    /// A server with settings of its own.
    pub fn builder(backend: LocalBackend) -> ServerBuilder {
        ServerBuilder {
            backend,
            threads: None,
            limits: Limits::default(),
            sweep: None,
            secrets: Secrets::default(),
            browsers: Browsers::default(),
            separate: false,
        }
    }

    /// The endpoint, for the configuration of clients.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends the server: takes no more connections and requests, and waits for the answers to those that are there, for so long at
    /// the most. A server that is dropped waits for none.
    ///
    /// ```
    /// # use monotable_server::LocalServer;
    /// # let server = LocalServer::start(monotable_local::LocalBackend::new())?;
    /// server.stop_within(std::time::Duration::from_secs(5));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn stop_within(mut self, patience: Duration) {
        self.end(patience);
    }

    fn end(&mut self, patience: Duration) {
        if let Some(stop) = self.stop.take() {
            // It can only have stopped already.
            let _ = stop.send(patience);
        }
        if let Some(thread) = self.thread.take() {
            // So that the port is free when this returns.
            let _ = thread.join();
        }
    }
}

impl ServerBuilder {
    /// Sets how many threads answer requests; otherwise as many as this machine runs at once, and eight at the most.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads.max(1));
        self
    }

    /// Sets how long a client may take to send the body of a request; 30 seconds otherwise. Where others wait for its connection or for
    /// its share of the memory, it has a thirtieth of that.
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        self.limits.body = timeout;
        self
    }

    /// Sets how long a connection may be idle, or a client take to send the headers of a request; 60 seconds otherwise.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.limits.head = timeout;
        self
    }

    /// Sets how long a client may take to receive an answer before its connection is closed; 30 seconds otherwise.
    pub fn answer_timeout(mut self, timeout: Duration) -> Self {
        self.limits.answer = timeout;
        self
    }

    /// Sets how many connections may be open at once; otherwise 1024, or three quarters of the files that the process may open. For
    /// one more, one that is slow to send its request is closed, then the one that has been idle the longest; where all are busy
    /// it waits for one to finish.
    pub fn connections(mut self, most: usize) -> Self {
        self.limits.connections = most.max(1);
        self
    }

    /// Deletes expired items this often, by the clock of the backend; otherwise
    /// [`sweep_expired`](LocalBackend::sweep_expired) does when it is called.
    pub fn sweep_every(mut self, period: Duration) -> Self {
        self.sweep = Some(period);
        self
    }

    /// Accepts only requests that are signed with this secret, or with that of another call of this method; otherwise any
    /// credentials do, and none.
    pub fn require_signature(mut self, access_key: impl Into<String>, secret: impl Into<String>) -> Self {
        self.secrets.add(access_key.into(), secret.into());
        self
    }

    /// Lets web pages of this origin ask, such as `http://localhost:3000`, or those of any with `*`; otherwise none may. Requests
    /// of programs have no origin.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.browsers.allow_origin(origin.into());
        self
    }

    /// Takes requests for this name of the machine, or for any with `*`; otherwise for its addresses, and for names that nobody on
    /// the internet can have. Else a web page could call this machine by its own name.
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.browsers.allow_host(host.into());
        self
    }

    /// Keeps accounts and regions apart, as DynamoDB does: each access key has a database of its own in each region, which is
    /// a fork of the backend at the time of its first request; of thousands of them, empty ones are forgotten. Otherwise the
    /// backend serves all.
    pub fn separate_accounts(mut self) -> Self {
        self.separate = true;
        self
    }

    /// Listens on an address; port 0 is any free one.
    pub fn start(self, address: impl ToSocketAddrs) -> io::Result<LocalServer> {
        let possible = || std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let threads = self.threads.unwrap_or_else(possible);
        let pool = WorkerPool::start(threads)?;
        let runtime = worker_pool::runtime()?;
        let listener = {
            let _context = runtime.enter();
            listen(address)?
        };
        let address = listener.local_addr()?;
        let databases = if self.separate { Databases::separate(self.backend) } else { Databases::shared(self.backend) };
        let exchange = Arc::new(Exchange {
            databases,
            secrets: self.secrets,
            browsers: self.browsers,
            answer_limit: Arc::default(),
            queue: FairQueue::start(threads.max(2))?,
            ids: RequestIds::new(),
            body_limit: BodyLimit::new(self.limits.slow()),
            limits: self.limits,
        });
        if let Some(period) = self.sweep {
            runtime.spawn(sweep(Arc::clone(&exchange), period));
        }
        let (stop, stopped) = oneshot::channel();
        // A runtime cannot be dropped where another one is entered, and servers are dropped in tests of any kind: so a thread
        // owns it.
        let thread = std::thread::Builder::new()
            .name("monotable-server".to_owned())
            .spawn(move || run(&runtime, &pool, listener, exchange, stopped))?;
        Ok(LocalServer { address, stop: Some(stop), thread: Some(thread) })
    }
}

/// Listens on the first of these addresses that is free.
fn listen(addresses: impl ToSocketAddrs) -> io::Result<TcpListener> {
    let mut failed = io::Error::new(io::ErrorKind::InvalidInput, "there is no such address");
    for address in addresses.to_socket_addrs()? {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
        let listening = socket.and_then(|socket| {
            // On other systems it would let two servers share a port.
            #[cfg(unix)]
            socket.set_reuseaddr(true)?;
            socket.bind(address)?;
            socket.listen(BACKLOG)
        });
        match listening {
            Ok(listener) => return Ok(listener),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// How many threads a server has by itself.
const MOST_THREADS: usize = 8;
/// How many clients may knock at once: with fewer, some of a crowd are late by a second.
const BACKLOG: u32 = 1024;

fn run(
    runtime: &Runtime,
    pool: &WorkerPool,
    listener: TcpListener,
    exchange: Arc<Exchange>,
    mut stopped: oneshot::Receiver<Duration>,
) {
    let limit = Arc::new(ConnectionLimit::new(exchange.limits.connections, exchange.limits.slow()));
    let patience = {
        let mut accepting = pin!(accept(listener, pool, exchange, Arc::clone(&limit)));
        runtime.block_on(poll_fn(|cx| {
            // An error says that the server was dropped without a word.
            if let Poll::Ready(patience) = Pin::new(&mut stopped).poll(cx) {
                return Poll::Ready(patience.unwrap_or_default());
            }
            accepting.as_mut().poll(cx).map(|()| Duration::ZERO)
        }))
    };
    if !patience.is_zero() {
        runtime.block_on(limit.drain(patience));
    }
}

/// Goes on until the runtime ends.
async fn sweep(exchange: Arc<Exchange>, period: Duration) {
    loop {
        tokio::time::sleep(period).await;
        for backend in exchange.databases.all() {
            // Elsewhere: this thread receives clients, and there may be much to look at.
            if tokio::task::spawn_blocking(move || backend.sweep_expired()).await.is_err() {
                return;
            }
        }
    }
}

impl Drop for LocalServer {
    fn drop(&mut self) {
        self.end(Duration::ZERO);
    }
}
