//! A socket that does not wait for ever for a client to take its answer, and that does not lose the last one.

use std::future::Future;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};

use super::answer_limit::AnswerLimit;
use super::limits::Limits;

/// Fails with [`io::ErrorKind::TimedOut`] when an answer is not taken in time: counted from when the client first stops taking it
/// to when all of it is gone, so that a byte now and then is not enough.
pub(super) struct WriteTimeout {
    stream: TokioIo<TcpStream>,
    timeout: Duration,
    /// How long a client may take while others wait for the memory of its answer.
    slow: Duration,
    answers: Arc<AnswerLimit>,
    /// Runs while a client keeps us waiting, which it has since then.
    deadline: Option<(Instant, Pin<Box<Sleep>>)>,
    /// Runs when all is said.
    linger: Option<Pin<Box<Sleep>>>,
}

impl WriteTimeout {
    pub(super) fn new(stream: TcpStream, limits: &Limits, answers: Arc<AnswerLimit>) -> Self {
        let (timeout, slow) = (limits.answer, limits.slow().min(limits.answer));
        Self { stream: TokioIo::new(stream), timeout, slow, answers, deadline: None, linger: None }
    }

    fn unless_late<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            return written;
        }
        let slow = self.slow;
        let (since, sleep) = self.deadline.get_or_insert_with(|| (Instant::now(), Box::pin(tokio::time::sleep(slow))));
        while sleep.as_mut().poll(cx).is_ready() {
            let now = Instant::now();
            if now - *since >= self.timeout || self.answers.is_short() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            sleep.as_mut().reset((now + slow).min(*since + self.timeout));
        }
        Poll::Pending
    }
}

impl Read for WriteTimeout {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl Write for WriteTimeout {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.unless_late(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.unless_late(cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // hyper flushes when all it had is written.
        self.deadline = None;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    /// Tells the client that this was all, and lets it finish. A socket that is closed while there is something to read resets
    /// the connection, and the client may never see what was sent to it.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.linger.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
        }
        let linger = self.linger.get_or_insert_with(|| Box::pin(tokio::time::sleep(LINGER)));
        if linger.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Ok(()));
        }
        let mut space = [MaybeUninit::uninit(); 4096];
        loop {
            let mut rest = ReadBuf::uninit(&mut space);
            ready!(Pin::new(self.stream.inner_mut()).poll_read(cx, &mut rest))?;
            if rest.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

/// How long a client may go on sending that was told not to.
const LINGER: Duration = Duration::from_secs(1);
