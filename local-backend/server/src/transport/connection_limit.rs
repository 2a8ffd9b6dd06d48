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
    /// Whether the server ends, and with it each connection when its request is answered.
    ends: AtomicBool,
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
            ends: AtomicBool::new(false),
            changed: Notify::new(),
        }
    }

    /// Enters a connection, which is not asked to close before its first request is [awaited](ConnectionGuard::open).
    pub(super) fn register(self: &Arc<Self>) -> ConnectionGuard {
        let connection = Arc::new(Connection { state: AtomicU64::new(BUSY), close: Notify::new() });
        let mut open = self.open();
        let number = open.next;
        open.next += 1;
        open.connections.insert(number, Arc::clone(&connection));
        ConnectionGuard { connection, limit: Arc::clone(self), number }
    }

    /// Waits until there is room for those who are in, the last of whom has just come: the one whose request, be it its first, has
    /// been coming the longest is asked to close, if it is slow; then the one that has been idle the longest. Where none is, the
    /// first to finish is.
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
        let ranks = open.connections.values().filter_map(|connection| {
            let state = State::of(connection.state.load(Ordering::SeqCst));
            Some((state.rank(|since| Duration::from_nanos(now.saturating_sub(since)) >= self.slow)?, connection))
        });
        if let Some((_, connection)) = ranks.min_by_key(|(rank, _)| *rank) {
            connection.close.notify_one();
        }
    }

    /// Closes connections that do nothing, and waits until the others have their answers, for so long at the most.
    pub(super) async fn drain(&self, patience: Duration) {
        self.ends.store(true, Ordering::SeqCst);
        let drained = async {
            loop {
                self.awaited.store(true, Ordering::SeqCst);
                let changed = self.changed.notified();
                let left = {
                    let open = self.open();
                    open.connections.values().for_each(|connection| connection.close.notify_one());
                    open.connections.len()
                };
                if left == 0 {
                    return;
                }
                changed.await;
            }
        };
        let _ = tokio::time::timeout(patience, drained).await;
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
    /// Returns whether the server ends with what is asked now.
    pub(super) fn is_last(&self) -> bool {
        self.limit.ends.load(Ordering::SeqCst)
    }

    /// The first request is awaited.
    pub(super) fn open(&self) {
        self.connection.state.store(self.limit.now() << SHIFT | FRESH, Ordering::SeqCst);
        self.limit.tell();
    }

    /// The head of a request has come.
    pub(super) fn begin(&self) {
        self.connection.state.store(self.limit.now() << SHIFT | RECEIVING, Ordering::SeqCst);
    }

    /// A request has come, whole.
    pub(super) fn work(&self) {
        self.connection.state.store(BUSY, Ordering::SeqCst);
    }

    /// It was answered.
    pub(super) fn end(&self) {
        self.connection.state.store(self.limit.now() << SHIFT, Ordering::SeqCst);
        self.limit.tell();
    }
}

/// What a connection does. Times are nanoseconds from the start of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing whole has come yet.
    Fresh {
        since: u64,
    },
    Idle {
        since: u64,
    },
    Receiving {
        since: u64,
    },
    Busy,
}

impl State {
    fn of(bits: u64) -> Self {
        let since = bits >> SHIFT;
        match bits {
            BUSY => Self::Busy,
            _ if bits & RECEIVING != 0 => Self::Receiving { since },
            _ if bits & FRESH != 0 => Self::Fresh { since },
            _ => Self::Idle { since },
        }
    }

    /// Returns the place among those that can go, the first of which goes first: who is slow to send a request, then who is idle,
    /// which are the connections that others keep, then who has just come.
    fn rank(self, is_slow: impl Fn(u64) -> bool) -> Option<(u8, u64)> {
        match self {
            Self::Fresh { since } | Self::Receiving { since } if is_slow(since) => Some((0, since)),
            Self::Idle { since } => Some((1, since)),
            Self::Fresh { since } => Some((2, since)),
            Self::Receiving { .. } | Self::Busy => None,
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
const FRESH: u64 = 2;
const SHIFT: u32 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_slow_goes_before_who_is_idle() {
        let is_slow = |since| since < 100;
        let mut states = [
            State::Idle { since: 10 },
            State::Fresh { since: 110 },
            State::Receiving { since: 90 },
            State::Fresh { since: 50 },
            State::Idle { since: 120 },
        ];

        states.sort_by_key(|state| state.rank(is_slow));

        let order: Vec<u64> = states.iter().filter_map(|state| state.rank(is_slow)).map(|(_, since)| since).collect();
        assert_eq!(order, [50, 90, 10, 120, 110]);
        assert_eq!(State::Busy.rank(is_slow), None);
        assert_eq!(State::Receiving { since: 150 }.rank(is_slow), None);
    }
}
