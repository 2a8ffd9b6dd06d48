//! The threads that answer requests.
//!
//! A connection stays with the thread that it was given to. Threads that take work from each other answer no more requests, and
//! now and then one that waits for its turn much longer than others.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;

/// Threads, until it is dropped.
pub(super) struct WorkerPool {
    workers: Vec<Worker>,
}

struct Worker {
    runtime: Handle,
    /// How many connections it has.
    load: Arc<AtomicUsize>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// A place with a thread, for one connection.
pub(super) struct Assignment {
    pub(super) runtime: Handle,
    load: Arc<AtomicUsize>,
}

impl WorkerPool {
    pub(super) fn start(threads: usize) -> io::Result<Self> {
        Ok(Self { workers: (0..threads).map(|_| Worker::start()).collect::<io::Result<_>>()? })
    }

    /// A place with the thread that has the least to do.
    pub(super) fn assign(&self) -> Option<Assignment> {
        let worker = self.workers.iter().min_by_key(|worker| worker.load.load(Ordering::Relaxed))?;
        worker.load.fetch_add(1, Ordering::Relaxed);
        Some(Assignment { runtime: worker.runtime.clone(), load: Arc::clone(&worker.load) })
    }
}

impl Worker {
    fn start() -> io::Result<Self> {
        let runtime = runtime()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new().name("monotable-server".to_owned()).spawn(move || {
            // An error says that the pool was dropped without a word.
            let _ = runtime.block_on(stopped);
            runtime.shutdown_timeout(Duration::from_millis(100));
        })?;
        Ok(Self { runtime: handle, load: Arc::default(), stop: Some(stop), thread: Some(thread) })
    }
}

/// Returns what one thread runs.
pub(super) fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_io().enable_time().max_blocking_threads(ASIDE).build()
}

/// How many large requests of its connections a thread has done elsewhere at once.
const ASIDE: usize = 4;

impl Drop for Assignment {
    fn drop(&mut self) {
        self.load.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for WorkerPool {
    fn drop(&mut self) {
        // All at once, and then one after the other.
        for worker in &mut self.workers {
            worker.stop.take();
        }
        for thread in self.workers.iter_mut().filter_map(|worker| worker.thread.take()) {
            // Whatever became of it, it is gone.
            let _ = thread.join();
        }
    }
}
