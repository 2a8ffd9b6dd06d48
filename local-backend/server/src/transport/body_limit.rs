//! Large bodies of requests: only so many are there at once, so that many clients together do not fill the memory.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

/// The permits for large bodies.
pub(super) struct BodyLimit {
    permits: Semaphore,
    waiting: AtomicUsize,
    /// How long a body may take to come while others wait.
    slow: Duration,
}

/// What a large body needs, until it is answered.
pub(super) struct Permit<'l> {
    limit: &'l BodyLimit,
    since: Instant,
    _permit: SemaphorePermit<'l>,
}

impl BodyLimit {
    pub(super) fn new(slow: Duration) -> Self {
        Self { permits: Semaphore::new(MOST), waiting: AtomicUsize::new(0), slow }
    }

    /// Waits for a permit.
    pub(super) async fn permit(&self) -> Option<Permit<'_>> {
        let waiting = Waiting::among(&self.waiting);
        // Nobody closes it.
        let permit = self.permits.acquire().await.ok()?;
        drop(waiting);
        Some(Permit { limit: self, since: Instant::now(), _permit: permit })
    }
}

impl Permit<'_> {
    /// The next piece of the body; `None` if it has been slow while others wait: then they are not kept waiting for it.
    pub(super) async fn in_time<T>(&self, piece: impl Future<Output = T>) -> Option<T> {
        let mut piece = pin!(piece);
        loop {
            if self.since.elapsed() >= self.limit.slow && self.limit.waiting.load(Ordering::SeqCst) > 0 {
                return None;
            }
            if let Ok(piece) = tokio::time::timeout(self.limit.slow, piece.as_mut()).await {
                return Some(piece);
            }
        }
    }
}

/// Somebody who waits, until this is dropped.
struct Waiting<'w>(&'w AtomicUsize);

impl<'w> Waiting<'w> {
    fn among(waiting: &'w AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::SeqCst);
        Self(waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// How many large bodies there can be at once.
const MOST: usize = 32;
