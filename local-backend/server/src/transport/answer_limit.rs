//! Answers that were made and are not sent yet: large ones count, so that clients which do not take theirs do not fill the memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hyper::body::Bytes;
use tokio::sync::Notify;

/// The bytes of answers that are not sent yet.
#[derive(Default)]
pub(super) struct AnswerLimit {
    used: AtomicUsize,
    /// How many requests wait for others to take their answers.
    waiting: AtomicUsize,
    freed: Notify,
}

impl AnswerLimit {
    /// Waits until there is room for an answer, for so long at the most: then there is an answer too many rather than none.
    pub(super) async fn room(&self, patience: Duration) {
        if self.used.load(Ordering::SeqCst) < MOST {
            return;
        }
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let waiting = Waiting(self);
        let _ = tokio::time::timeout(patience, async {
            loop {
                let freed = self.freed.notified();
                if self.used.load(Ordering::SeqCst) < MOST {
                    return;
                }
                freed.await;
            }
        })
        .await;
        drop(waiting);
    }

    /// Returns whether requests wait for answers to be taken.
    pub(super) fn is_short(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    /// The body of an answer, which counts until it is sent.
    pub(super) fn count(self: &Arc<Self>, body: Vec<u8>) -> Bytes {
        if body.len() <= SMALL {
            return body.into();
        }
        self.used.fetch_add(body.len(), Ordering::SeqCst);
        Bytes::from_owner(Counted { body, limit: Arc::clone(self) })
    }
}

/// An answer that counts.
struct Counted {
    body: Vec<u8>,
    limit: Arc<AnswerLimit>,
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.body
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.limit.used.fetch_sub(self.body.len(), Ordering::SeqCst);
        self.limit.freed.notify_waiters();
    }
}

/// Somebody who waits, until this is dropped.
struct Waiting<'l>(&'l AnswerLimit);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Bytes of answers, from which on the next one waits.
const MOST: usize = 256 * 1024 * 1024;
/// Answers up to this size do not count: those of all connections together are no more than half of the rest.
const SMALL: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_answer_waits_until_others_were_taken() {
        let limit = Arc::<AnswerLimit>::default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let answer = limit.count(vec![0; MOST]);
        runtime.block_on(async {
            let mut waits = std::pin::pin!(limit.room(Duration::from_secs(60)));
            assert!(tokio::time::timeout(Duration::from_millis(5), waits.as_mut()).await.is_err());
            assert!(limit.is_short());
            drop(answer);
            waits.await;
            assert!(!limit.is_short());
            drop(limit.count(vec![0; SMALL]));
            assert_eq!(limit.used.load(Ordering::SeqCst), 0);
        });
    }
}
