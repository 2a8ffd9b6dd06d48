//! Which connections are open, and which of them can go when there are too many.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// The open connections of a server.
pub(super) struct ConnectionLimit {
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
    connections: HashMap<u64, Arc<Connection>>,
}

/// One connection.
pub(super) struct Connection {
    /// What it does, and since when.
    state: AtomicU64,
    /// Asked to make room.
    pub(super) close: Notify,
}

/// The entry of a connection, which ends with it.
pub(super) struct ConnectionGuard {
    pub(super) connection: Arc<Connection>,
    limit: Arc<ConnectionLimit>,
    number: u64,
}

impl ConnectionLimit {
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

    /// Enters a connection, which is not asked to close before it is [idle](ConnectionGuard::end) once.
    pub(super) fn register(self: &Arc<Self>) -> ConnectionGuard {
        let connection = Arc::new(Connection { state: AtomicU64::new(BUSY), close: Notify::new() });
        let mut open = self.open();
        let number = open.next;
        open.next += 1;
        open.connections.insert(number, Arc::clone(&connection));
        ConnectionGuard { connection, limit: Arc::clone(self), number }
    }

    /// Waits until there is room for those who are in, the last of whom has just come: the one that has been idle the longest is
    /// asked to close, then the one whose request has been coming the longest, if it is slow. Where none is, the first to finish
    /// is.
    pub(super) async fn make_room(&self) {
        while self.open().connections.len() > self.most {
            self.awaited.store(true, Ordering::SeqCst);
            let changed = self.changed.notified();
            self.close_one();
            // Not for ever: meanwhile a request becomes a slow one.
            let _ = tokio::time::timeout(self.slow, changed).await;
        }
        self.awaited.store(false, Ordering::SeqCst);
    }

    /// Asks the connection that can go first to close.
    pub(super) fn close_one(&self) {
        let now = self.now();
        let open = self.open();
        let states = open
            .connections
            .values()
            .map(|connection| (State::of(connection.state.load(Ordering::SeqCst)), connection));
        let closable = states.filter(|(state, _)| match state {
            State::Idle { .. } => true,
            State::Receiving { since } => Duration::from_nanos(now.saturating_sub(*since)) >= self.slow,
            State::Busy => false,
        });
        if let Some((_, connection)) = closable.min_by_key(|(state, _)| *state) {
            connection.close.notify_one();
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

impl Connection {
    /// Returns whether no request is being answered.
    pub(super) fn may_close(&self) -> bool {
        State::of(self.state.load(Ordering::SeqCst)) != State::Busy
    }
}

impl ConnectionGuard {
    /// The head of a request has come.
    pub(super) fn begin(&self) {
        self.connection.state.store(self.limit.now() << 1 | RECEIVING, Ordering::SeqCst);
    }

    /// A request has come, whole.
    pub(super) fn work(&self) {
        self.connection.state.store(BUSY, Ordering::SeqCst);
    }

    /// It was answered, or the first one is awaited.
    pub(super) fn end(&self) {
        self.connection.state.store(self.limit.now() << 1, Ordering::SeqCst);
        self.limit.tell();
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

impl Drop for ConnectionGuard {
    fn drop(&mut self) {
        self.limit.open().connections.remove(&self.number);
        self.limit.tell();
    }
}

const BUSY: u64 = u64::MAX;
const RECEIVING: u64 = 1;
