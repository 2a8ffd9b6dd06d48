//! Connections: one task each, so that a client that is slow or gone costs no other client anything.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioTimer;
use tokio::net::{TcpListener, TcpStream};

use super::crew::Crew;
use super::exchange::Exchange;
use super::patience::Patient;
use super::visitors::{Visit, Visitors};

/// What clients may take of time and of connections.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    /// How many connections may be open.
    pub(super) connections: usize,
    /// How long a connection may be idle, or take over the head of a request.
    pub(super) head: Duration,
    /// How long the body of a request may take.
    pub(super) body: Duration,
    /// How long a client may take to receive an answer.
    pub(super) answer: Duration,
}

impl Limits {
    /// How long a request may take to come before it is slow, and goes when there is no room for those of others.
    pub(super) fn slow(&self) -> Duration {
        (self.body / 30).max(Duration::from_millis(1))
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            head: Duration::from_secs(60),
            body: Duration::from_secs(30),
            answer: Duration::from_secs(30),
        }
    }
}

/// Takes connections until the future is dropped.
pub(super) async fn accept(listener: TcpListener, crew: &Crew, exchange: Arc<Exchange>) {
    let visitors = Arc::new(Visitors::new(exchange.limits.connections, exchange.limits.slow()));
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let visit = visitors.enter();
                visitors.make_room().await;
                let (Some(seat), Ok(stream)) = (crew.seat(), stream.into_std()) else { continue };
                let exchange = Arc::clone(&exchange);
                seat.runtime.clone().spawn(async move {
                    if let Ok(stream) = TcpStream::from_std(stream) {
                        serve(stream, visit, &exchange).await;
                    }
                    drop(seat);
                });
            }
            Err(error) if gone(&error) => {}
            // Out of files: somebody has to go. It is not worth a busy loop.
            Err(_) => {
                visitors.dismiss_one();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

/// Whether a client hung up before it was received.
fn gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset
    )
}

async fn serve(stream: TcpStream, visit: Visit, exchange: &Arc<Exchange>) {
    // Answers are small and sent whole: nothing is gained by waiting for more. Without it they are only slower.
    let _ = stream.set_nodelay(true);
    let limits = &exchange.limits;
    let service = service_fn(|request| async {
        visit.begin();
        let reply = exchange.run(request, || visit.work()).await;
        visit.end();
        reply
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(MAX_BUFFER)
        // A client may say that it will send no more, and still wait for its answer.
        .half_close(true)
        .serve_connection(Patient::new(stream, limits.answer), service);
    visit.end();
    let mut leave = pin!(visit.visitor.leave.notified());
    let mut connection = pin!(connection);
    // How a connection ends is the client's business: there is nobody else to tell.
    let _ended = poll_fn(|cx| {
        if leave.as_mut().poll(cx).is_ready() {
            if visit.visitor.may_go() {
                return Poll::Ready(None);
            }
            leave.set(visit.visitor.leave.notified());
            let _ = leave.as_mut().poll(cx);
        }
        connection.as_mut().poll(cx).map(Some)
    })
    .await;
}

/// Bytes that are read ahead of a connection; heads that do not fit are refused.
const MAX_BUFFER: usize = 64 * 1024;
