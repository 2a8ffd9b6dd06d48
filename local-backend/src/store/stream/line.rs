//! A line of shards: what is written to one range of places, from the start of the stream on.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use monotable::Timestamp;

use super::log::{Change, Log, RETENTION, is_expired};
use crate::store::slot::Slot;

/// The logs of a range of partitions, and the shards as which they are read one after another.
///
/// All its changes are numbered by one counter. A number is taken under the lock of the log that it goes to; so whoever holds the
/// locks of all logs sees every change up to the latest number, and none is added before it later.
pub(super) struct Line {
    logs: Box<[Slot<Arc<Log>>]>,
    numbers: Numbers,
    /// Oldest first. Only the last one may be open.
    shards: RwLock<Vec<Shard>>,
    /// Milliseconds since 1970 at which the open shard is due to be closed.
    due: AtomicI64,
    /// Makes the names of its shards.
    name: u64,
}

/// The number that comes next, away from what others write.
#[repr(align(128))]
struct Numbers(AtomicU64);

/// A run of a line's changes that is read as one.
#[derive(Clone, Debug)]
pub(crate) struct Shard {
    pub(crate) id: Arc<str>,
    pub(crate) parent: Option<Arc<str>>,
    /// No change has this number, and all of the shard have greater ones.
    pub(crate) start: u64,
    /// No change has this number, and all of the shard have lesser ones; none while the shard is open.
    pub(crate) end: Option<u64>,
    opened: Timestamp,
    closed: Option<Timestamp>,
}

impl Line {
    /// A line with one open shard.
    pub(super) fn new(logs: usize, now: Timestamp, name: u64) -> Self {
        let first = Shard { id: id(now, name, 0), parent: None, start: 1, end: None, opened: now, closed: None };
        Self {
            logs: (0..logs).map(|_| Slot::default()).collect(),
            numbers: Numbers(AtomicU64::new(2)),
            due: AtomicI64::new(due(now)),
            shards: RwLock::new(vec![first]),
            name,
        }
    }

    /// A copy that shares all changes. No writer may be under way.
    pub(super) fn fork(&self) -> Self {
        // Readers may begin a shard, for which they take numbers under its lock.
        let shards = self.shards();
        let (due, next, shards) =
            (self.due.load(Ordering::Relaxed), self.numbers.0.load(Ordering::Relaxed), shards.clone());
        Self {
            logs: self.logs.iter().map(|log| Slot::new(Arc::clone(&log.read()))).collect(),
            numbers: Numbers(AtomicU64::new(next)),
            shards: RwLock::new(shards),
            due: AtomicI64::new(due),
            name: self.name,
        }
    }

    /// Appends a change to one of the logs.
    pub(super) fn append(&self, log: usize, change: Change) {
        self.roll(change.at);
        let mut log = self.logs[log].write();
        // The lock orders it for all who look at the log.
        Arc::make_mut(&mut log).append(change, || self.numbers.0.fetch_add(1, Ordering::Relaxed));
    }

    /// Closes the open shard and opens another one, if it is time to.
    pub(super) fn roll(&self, now: Timestamp) {
        if now.as_millis() < self.due.load(Ordering::Relaxed) {
            return;
        }
        let mut shards = self.shards.write().unwrap_or_else(PoisonError::into_inner);
        let Some(open) = shards.last_mut().filter(|shard| shard.end.is_none()) else { return };
        let closed = due(open.opened);
        if now.as_millis() < closed {
            return; // somebody was faster
        }
        let end = self.numbers.0.fetch_add(2, Ordering::Relaxed);
        open.end = Some(end);
        // It ought to have been closed then, and nothing was written since: who writes looks here first.
        open.closed = Timestamp::from_millis(closed);
        let (parent, start) = (Some(Arc::clone(&open.id)), end + 1);
        shards.retain(|shard| !shard.is_gone(now));
        shards.push(Shard { id: id(now, self.name, start), parent, start, end: None, opened: now, closed: None });
        self.due.store(due(now), Ordering::Relaxed);
    }

    /// Closes the open shard for good. No writer may be under way, and none may come.
    pub(super) fn close(&self, now: Timestamp) {
        let mut shards = self.shards.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = shards.last_mut().filter(|shard| shard.end.is_none()) {
            open.end = Some(self.numbers.0.fetch_add(1, Ordering::Relaxed));
            open.closed = Some(now);
        }
        self.due.store(i64::MAX, Ordering::Relaxed);
    }

    /// The shards that there are, oldest first.
    pub(super) fn shards(&self) -> RwLockReadGuard<'_, Vec<Shard>> {
        self.shards.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// All logs at one moment.
    pub(super) fn read(&self) -> Logs<'_> {
        let logs = self.logs.iter().map(Slot::read).collect();
        // Every number that a log has was taken before its lock came here.
        Logs { logs, next: self.numbers.0.load(Ordering::Relaxed) }
    }

    /// The end of a shard as it is now, while its `logs` are locked: so no change that is in them is of a later shard than an
    /// open one.
    pub(super) fn end_of(&self, shard: &Shard, _logs: &Logs<'_>) -> Option<u64> {
        match self.shards().iter().find(|known| known.start == shard.start) {
            Some(known) => known.end,
            // It went in this moment.
            None => shard.end.or(Some(shard.start)),
        }
    }

    /// Drops what is too old.
    pub(super) fn trim(&self, now: Timestamp) {
        for log in &self.logs {
            let trimmable = log.read().is_trimmable(now);
            if trimmable {
                Arc::make_mut(&mut log.write()).trim(now);
            }
        }
    }
}

/// All logs of a line, with every change up to the number that comes next.
pub(super) struct Logs<'l> {
    logs: Vec<RwLockReadGuard<'l, Arc<Log>>>,
    /// The number that comes next.
    pub(super) next: u64,
}

impl Logs<'_> {
    /// The changes from a number on in the order of their numbers, as far as they are not too old.
    pub(super) fn from(&self, sequence: u64, now: Timestamp) -> impl Iterator<Item = &Change> {
        let expired = move |change: &&Change| is_expired(change.at, now);
        let mut heads: Vec<_> = self.logs.iter().map(|log| log.from(sequence).skip_while(expired).peekable()).collect();
        std::iter::from_fn(move || {
            let mut first: Option<(usize, u64)> = None;
            for (position, log) in heads.iter_mut().enumerate() {
                if let Some(change) = log.peek()
                    && first.is_none_or(|(_, least)| change.sequence < least)
                {
                    first = Some((position, change.sequence));
                }
            }
            heads[first?.0].next()
        })
    }

    /// Number of the latest change that is too old; 0 if there was none.
    pub(super) fn horizon(&self, now: Timestamp) -> u64 {
        self.logs.iter().map(|log| log.horizon(now)).max().unwrap_or_default()
    }

    /// Number of the first change made at a time or later, or the number that comes next.
    pub(super) fn at(&self, time: Timestamp) -> u64 {
        self.logs.iter().filter_map(|log| log.at(time)).min().unwrap_or(self.next)
    }
}

impl Shard {
    /// Returns whether all that it held is too old.
    pub(super) fn is_gone(&self, now: Timestamp) -> bool {
        self.closed.is_some_and(|closed| is_expired(closed, now))
    }
}

/// Returns when a shard that was opened then is closed.
fn due(opened: Timestamp) -> i64 {
    opened.as_millis().saturating_add(LIFE)
}

/// `shardId-`, when it was opened, and what tells the shards of a stream apart. So the names of shards sort by their age.
fn id(opened: Timestamp, name: u64, start: u64) -> Arc<str> {
    let mixed = (name ^ start).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 36;
    format!("shardId-{:020}-{:07x}{:x}", opened.as_millis().max(0), mixed, name & 0xf).into()
}

/// How long a shard is written to, in milliseconds: four hours, as DynamoDB has it.
const LIFE: i64 = 4 * 60 * 60 * 1000;

const _: () = assert!(LIFE < RETENTION, "a shard is closed before its first record is trimmed");
