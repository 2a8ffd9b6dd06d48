//! Which connections are open, and which of them can go when there are too many.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::Notify;

/// The open connections of a server.
pub(super) struct Visitors {
    most: usize,
    start: Instant,
    open: Mutex<Open>,
    /// Whether somebody waits for one to end or to become idle.
    awaited: AtomicBool,
    changed: Notify,
}

#[derive(Default)]
struct Open {
    next: u64,
    visitors: HashMap<u64, Arc<Visitor>>,
}

/// One connection.
pub(super) struct Visitor {
    /// Nanoseconds from the start of the server to the end of the last request; [`BUSY`] during one, and at first.
    idle_since: AtomicU64,
    /// Asked to make room.
    pub(super) leave: Notify,
}

/// The entry of a connection, which ends with it.
pub(super) struct Visit {
    pub(super) visitor: Arc<Visitor>,
    visitors: Arc<Visitors>,
    number: u64,
}

impl Visitors {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            start: Instant::now(),
            open: Mutex::default(),
            awaited: AtomicBool::new(false),
            changed: Notify::new(),
        }
    }

    /// Enters a connection, which is not asked to leave before it is [idle](Visit::end) once.
    pub(super) fn enter(self: &Arc<Self>) -> Visit {
        let visitor = Arc::new(Visitor { idle_since: AtomicU64::new(BUSY), leave: Notify::new() });
        let mut open = self.open();
        let number = open.next;
        open.next += 1;
        open.visitors.insert(number, Arc::clone(&visitor));
        Visit { visitor, visitors: Arc::clone(self), number }
    }

    /// Waits until there is room for those who are in, the last of whom has just come: the one that has been idle the longest is
    /// asked to leave, and where all are busy, the first to finish is.
    pub(super) async fn make_room(&self) {
        while self.open().visitors.len() > self.most {
            self.awaited.store(true, Ordering::SeqCst);
            let changed = self.changed.notified();
            self.dismiss_one();
            changed.await;
        }
        self.awaited.store(false, Ordering::SeqCst);
    }

    /// Asks the connection that has been idle the longest to leave.
    pub(super) fn dismiss_one(&self) {
        let open = self.open();
        let idle = open.visitors.values().map(|visitor| (visitor.idle_since.load(Ordering::SeqCst), visitor));
        if let Some((since, visitor)) = idle.min_by_key(|(since, _)| *since)
            && since != BUSY
        {
            visitor.leave.notify_one();
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(BUSY - 1)
    }

    fn tell(&self) {
        if self.awaited.load(Ordering::SeqCst) {
            self.changed.notify_one();
        }
    }
}

impl Visitor {
    /// Whether no request is being answered.
    pub(super) fn is_idle(&self) -> bool {
        self.idle_since.load(Ordering::SeqCst) != BUSY
    }
}

impl Visit {
    /// A request has come.
    pub(super) fn begin(&self) {
        self.visitor.idle_since.store(BUSY, Ordering::SeqCst);
    }

    /// It was answered, or the first one is awaited.
    pub(super) fn end(&self) {
        self.visitor.idle_since.store(self.visitors.now(), Ordering::SeqCst);
        self.visitors.tell();
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.visitors.open().visitors.remove(&self.number);
        self.visitors.tell();
    }
}

const BUSY: u64 = u64::MAX;
