//! Threads for requests that take a while, and whose turn it is.
//!
//! Each connection has an account of the time that was worked for it. The next request is that of the connection that had the
//! least: one that asks now and then for something large goes before a hundred that do nothing else.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// Threads and those who wait for them, until it is dropped.
pub(super) struct FairQueue {
    queue: Arc<Queue>,
    threads: Vec<JoinHandle<()>>,
}

/// What was worked for one connection, in nanoseconds.
#[derive(Default)]
pub(super) struct Account(AtomicU64);

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// By what the account had when the request came, and in the order in which they came.
    waiting: BTreeMap<(u64, u64), Job>,
    count: u64,
    /// Accounts of connections that asked for nothing lately begin here: what they did not use is not saved up.
    now: u64,
    closed: bool,
}

struct Job {
    work: Box<dyn FnOnce() + Send>,
    account: Arc<Account>,
}

impl FairQueue {
    pub(super) fn start(threads: usize) -> io::Result<Self> {
        let queue = Arc::<Queue>::default();
        let thread = |_| {
            let queue = Arc::clone(&queue);
            std::thread::Builder::new().name("monotable-server-long".to_owned()).spawn(move || queue.run())
        };
        Ok(Self { threads: (0..threads).map(thread).collect::<io::Result<_>>()?, queue })
    }

    /// The outcome of some work; `None` if it panicked, or is not begun within this time. Work whose future is dropped before its
    /// turn is not begun.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        account: &Arc<Account>,
        patience: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (done, outcome) = oneshot::channel();
        let work = Box::new(move || {
            if !done.is_closed() {
                // Nobody may want it any more.
                let _ = done.send(work());
            }
        });
        self.queue.add(Job { work, account: Arc::clone(account) });
        tokio::time::timeout(patience, outcome).await.ok()?.ok()
    }
}

impl Queue {
    fn add(&self, job: Job) {
        let mut state = self.lock();
        let start = job.account.0.load(Ordering::Relaxed).max(state.now);
        let count = state.count;
        state.count += 1;
        state.waiting.insert((start, count), job);
        drop(state);
        self.changed.notify_one();
    }

    fn run(&self) {
        let mut state = self.lock();
        while !state.closed {
            let Some(((start, _), Job { work, account })) = state.waiting.pop_first() else {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            state.now = state.now.max(start);
            drop(state);
            let begun = Instant::now();
            // What panics is one request; its client is told, and others are not.
            let _ = catch_unwind(AssertUnwindSafe(work));
            let took = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
            account.0.store(start.saturating_add(took), Ordering::Relaxed);
            state = self.lock();
            // Time goes on for all who wait, so that newcomers do not go first for ever.
            let share = took / (state.waiting.len() as u64 + 1);
            state.now = state.now.max(start.saturating_add(share));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No work is done under it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for FairQueue {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        state.closed = true;
        state.waiting.clear();
        drop(state);
        self.queue.changed.notify_all();
        for thread in self.threads.drain(..) {
            // Whatever became of it, it is gone.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn wait(millis: u64) {
        std::thread::sleep(Duration::from_millis(millis));
    }

    /// Adds work that tells its name when it is done.
    fn add(queue: &FairQueue, account: &Arc<Account>, name: &'static str, told: &mpsc::Sender<&'static str>) {
        let told = told.clone();
        let work = Box::new(move || {
            wait(2);
            told.send(name).unwrap();
        });
        queue.queue.add(Job { work, account: Arc::clone(account) });
    }

    #[test]
    fn who_used_little_goes_before_who_used_much() {
        let queue = FairQueue::start(1).unwrap();
        let (told, heard) = mpsc::channel();
        let (much, little): (Arc<Account>, Arc<Account>) = Default::default();
        let used = |account: &Arc<Account>, millis: u64| account.0.store(millis * 1_000_000, Ordering::Relaxed);
        used(&much, 60_000);
        used(&little, 1_000);
        // All that follows waits behind this one.
        add(&queue, &Arc::default(), "first", &told);
        wait(1);
        for _ in 0..3 {
            add(&queue, &much, "much", &told);
        }
        add(&queue, &little, "little", &told);

        let order: Vec<_> = heard.iter().take(5).collect();

        assert_eq!(order, ["first", "little", "much", "much", "much"]);
    }

    #[test]
    fn newcomers_do_not_go_first_for_ever() {
        let queue = FairQueue::start(1).unwrap();
        let (told, heard) = mpsc::channel();
        let old = Arc::default();
        add(&queue, &old, "old", &told);
        assert_eq!(heard.recv(), Ok("old"));
        add(&queue, &Arc::default(), "new", &told);
        add(&queue, &old, "old", &told);

        let mut before = 0;
        while heard.recv() == Ok("new") {
            before += 1;
            assert!(before < 100);
            add(&queue, &Arc::default(), "new", &told);
            add(&queue, &Arc::default(), "new", &told);
        }
    }

    #[test]
    fn work_that_nobody_waits_for_is_not_done_and_a_panic_is_one_request() {
        let queue = FairQueue::start(1).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let account = Arc::default();
        let long = Duration::from_secs(60);
        runtime.block_on(async {
            assert_eq!(queue.run(&account, long, || panic!("on purpose")).await, None::<()>);
            assert_eq!(queue.run(&account, long, || 1).await, Some(1));
            let blocked = queue.run(&account, long, || wait(50));
            let (told, heard) = mpsc::channel();
            let other: Arc<Account> = Arc::default();
            let late = queue.run(&other, Duration::from_millis(1), move || told.send(()));
            let mut blocked = std::pin::pin!(blocked);
            let started = tokio::time::timeout(Duration::from_millis(5), blocked.as_mut()).await;
            assert!(started.is_err());
            assert!(late.await.is_none());
            blocked.await.unwrap();
            assert!(heard.recv().is_err(), "it was done though nobody waited");
        });
    }
}
