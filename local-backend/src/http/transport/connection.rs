//! Connections: one task each, so that a client that is slow or gone costs no other client anything.

use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};

use super::exchange::Exchange;

/// Takes connections until the future is dropped.
pub(super) async fn accept(listener: TcpListener, exchange: Arc<Exchange>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(serve(stream, Arc::clone(&exchange)));
            }
            // Out of files, or the client has gone already: neither is for ever, and neither is worth a busy loop.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn serve(stream: TcpStream, exchange: Arc<Exchange>) {
    // Answers are small and sent whole: nothing is gained by waiting for more. Without it they are only slower.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| exchange.run(request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_BUFFER)
        .serve_connection(TokioIo::new(stream), service);
    // How a connection ends is the client's business: there is nobody else to tell.
    let _ = connection.await;
}

/// How long a connection may be idle, or take over the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);
/// Bytes that are read ahead of a connection; heads that do not fit are refused.
const MAX_BUFFER: usize = 64 * 1024;
