//! Which connections are open, and which of them can go when there are too many.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// The open connections of a server.
pub(super) struct Visitors {
    most: usize,
    /// How long a request may take to come before it is slow.
    slow: Duration,
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
    /// What it does, and since when.
    state: AtomicU64,
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
    pub(super) fn new(most: usize, slow: Duration) -> Self {
        Self {
            most,
            slow,
            start: Instant::now(),
            open: Mutex::default(),
            awaited: AtomicBool::new(false),
            changed: Notify::new(),
        }
    }

    /// Enters a connection, which is not asked to leave before it is [idle](Visit::end) once.
    pub(super) fn enter(self: &Arc<Self>) -> Visit {
        let visitor = Arc::new(Visitor { state: AtomicU64::new(BUSY), leave: Notify::new() });
        let mut open = self.open();
        let number = open.next;
        open.next += 1;
        open.visitors.insert(number, Arc::clone(&visitor));
        Visit { visitor, visitors: Arc::clone(self), number }
    }

    /// Waits until there is room for those who are in, the last of whom has just come: the one that has been idle the longest is
    /// asked to leave, then the one whose request has been coming the longest, if it is slow. Where none is, the first to finish
    /// is.
    pub(super) async fn make_room(&self) {
        while self.open().visitors.len() > self.most {
            self.awaited.store(true, Ordering::SeqCst);
            let changed = self.changed.notified();
            self.dismiss_one();
            // Not for ever: meanwhile a request becomes a slow one.
            let _ = tokio::time::timeout(self.slow, changed).await;
        }
        self.awaited.store(false, Ordering::SeqCst);
    }

    /// Asks the connection that can go first to leave.
    pub(super) fn dismiss_one(&self) {
        let now = self.now();
        let open = self.open();
        let states = open.visitors.values().map(|visitor| (State::of(visitor.state.load(Ordering::SeqCst)), visitor));
        let can_go = states.filter(|(state, _)| match state {
            State::Idle { .. } => true,
            State::Receiving { since } => Duration::from_nanos(now.saturating_sub(*since)) >= self.slow,
            State::Busy => false,
        });
        if let Some((_, visitor)) = can_go.min_by_key(|(state, _)| *state) {
            visitor.leave.notify_one();
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    fn tell(&self) {
        if self.awaited.load(Ordering::SeqCst) {
            self.changed.notify_one();
        }
    }
}

impl Visitor {
    /// Whether no request is being answered.
    pub(super) fn may_go(&self) -> bool {
        State::of(self.state.load(Ordering::SeqCst)) != State::Busy
    }
}

impl Visit {
    /// The head of a request has come.
    pub(super) fn begin(&self) {
        self.visitor.state.store(self.visitors.now() << 1 | RECEIVING, Ordering::SeqCst);
    }

    /// A request has come, whole.
    pub(super) fn work(&self) {
        self.visitor.state.store(BUSY, Ordering::SeqCst);
    }

    /// It was answered, or the first one is awaited.
    pub(super) fn end(&self) {
        self.visitor.state.store(self.visitors.now() << 1, Ordering::SeqCst);
        self.visitors.tell();
    }
}

/// What a connection does; those that can go first come first. Times are nanoseconds from the start of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Idle { since: u64 },
    Receiving { since: u64 },
    Busy,
}

impl State {
    fn of(bits: u64) -> Self {
        let since = bits >> 1;
        match bits {
            BUSY => Self::Busy,
            _ if bits & RECEIVING == 0 => Self::Idle { since },
            _ => Self::Receiving { since },
        }
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.visitors.open().visitors.remove(&self.number);
        self.visitors.tell();
    }
}

const BUSY: u64 = u64::MAX;
const RECEIVING: u64 = 1;
