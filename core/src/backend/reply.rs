//! The future of one call.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Error;

/// The answer of a [`Backend`](super::Backend) to one call: there at once, or to be waited for.
///
/// An engine in process answers at once and allocates nothing for the future.
#[must_use = "futures do nothing unless awaited"]
pub struct Reply<'a, T>(State<'a, T>);

enum State<'a, T> {
    Ready(Option<Result<T, Error>>),
    Pending(Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>),
}

impl<'a, T> Reply<'a, T> {
    /// Creates an answer that is there.
    pub fn ready(result: Result<T, Error>) -> Self {
        Self(State::Ready(Some(result)))
    }

    /// Creates an answer to wait for.
    pub fn pending(future: impl Future<Output = Result<T, Error>> + Send + 'a) -> Self {
        Self(State::Pending(Box::pin(future)))
    }
}

impl<T> Unpin for Reply<'_, T> {}

impl<T> Future for Reply<'_, T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.get_mut().0 {
            State::Ready(result) => Poll::Ready(result.take().expect("a future is not polled after it has completed")),
            State::Pending(future) => future.as_mut().poll(context),
        }
    }
}

impl<T> std::fmt::Debug for Reply<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reply")
    }
}
