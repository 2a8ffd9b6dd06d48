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

use super::connection_limit::{ConnectionGuard, ConnectionLimit};
use super::exchange::{Exchange, Habits};
use super::worker_pool::WorkerPool;
use super::write_timeout::WriteTimeout;

/// Takes connections until the future is dropped.
pub(super) async fn accept(
    listener: TcpListener,
    pool: &WorkerPool,
    exchange: Arc<Exchange>,
    limit: Arc<ConnectionLimit>,
) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let guard = limit.register();
                limit.make_room().await;
                let (Some(assignment), Ok(stream)) = (pool.assign(), stream.into_std()) else { continue };
                let exchange = Arc::clone(&exchange);
                assignment.runtime.clone().spawn(async move {
                    if let Ok(stream) = TcpStream::from_std(stream) {
                        serve(stream, guard, &exchange).await;
                    }
                    drop(assignment);
                });
            }
            Err(error) if gone(&error) => {}
            // Out of files: somebody has to go. It is not worth a busy loop.
            Err(_) => {
                limit.close_one();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

/// Returns whether a client hung up before it was received.
fn gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset
    )
}

async fn serve(stream: TcpStream, guard: ConnectionGuard, exchange: &Arc<Exchange>) {
    // Answers are small and sent whole: nothing is gained by waiting for more. Without it they are only slower.
    let _ = stream.set_nodelay(true);
    let limits = &exchange.limits;
    let habits = Habits::default();
    let service = service_fn(|request| async {
        guard.begin();
        let reply = exchange.run(request, &habits, || guard.work()).await;
        guard.end();
        reply
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(MAX_BUFFER)
        // A client may say that it will send no more, and still wait for its answer.
        .half_close(true)
        .serve_connection(WriteTimeout::new(stream, limits, Arc::clone(&exchange.answer_limit)), service);
    guard.open();
    let mut close = pin!(guard.connection.close.notified());
    let mut connection = pin!(connection);
    // How a connection ends is the client's business: there is nobody else to tell.
    let _ended = poll_fn(|cx| {
        if close.as_mut().poll(cx).is_ready() {
            if guard.is_last() {
                // What is asked is answered, and nothing after it.
                connection.as_mut().graceful_shutdown();
            } else if guard.connection.may_close() {
                return Poll::Ready(None);
            }
            close.set(guard.connection.close.notified());
            let _ = close.as_mut().poll(cx);
        }
        connection.as_mut().poll(cx).map(Some)
    })
    .await;
}

/// Bytes that are read ahead of a connection; heads that do not fit are refused.
const MAX_BUFFER: usize = 64 * 1024;
