//! The ordered log of a partition's changes, on which streams, index feeding, restore and replay stand.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use monotable::Item;

/// The latest changes of one partition, in their order.
///
/// Every change is numbered; its record is kept where something may read it, in a table with a stream. There a record is
/// dropped when it is older than [`RETENTION`] and another change comes, as DynamoDB trims streams, or when [`KEPT`] newer
/// ones follow, so that a table under load does not hold the images of a whole day in memory. A table without a stream lets
/// old images go at once, and what they took can be used for new ones.
#[derive(Clone)]
pub(crate) struct Log {
    /// Number of the latest change; the first one is 1.
    latest: u64,
    keeps_records: bool,
    /// Runs of up to [`CHUNK`] changes. A clone shares them; its first change copies one.
    chunks: VecDeque<Arc<Vec<Change>>>,
}

/// One change of one item.
#[derive(Clone)]
#[cfg_attr(not(test), expect(dead_code, reason = "for the readers of the log: streams, restore, replay"))]
pub(crate) struct Change {
    /// Position among the changes of the partition.
    pub(crate) sequence: u64,
    /// When it was made.
    pub(crate) at: SystemTime,
    /// The item before; none of a new item.
    pub(crate) old: Option<Item>,
    /// The item after; none of a deleted item.
    pub(crate) new: Option<Item>,
    /// Who made it.
    pub(crate) by: Author,
}

/// Who made a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    /// A request.
    Request,
    /// The service itself, since the item had expired.
    Expiry,
}

impl Log {
    pub(crate) fn new(keeps_records: bool) -> Self {
        Self { latest: 0, keeps_records, chunks: VecDeque::new() }
    }

    pub(crate) fn append(&mut self, at: SystemTime, old: Option<&Item>, new: Option<&Item>, by: Author) {
        self.latest += 1;
        if !self.keeps_records {
            return;
        }
        let change = Change { sequence: self.latest, at, old: old.cloned(), new: new.cloned(), by };
        match self.chunks.back_mut() {
            Some(chunk) if chunk.len() < CHUNK => Arc::make_mut(chunk).push(change),
            _ => {
                self.trim(at);
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(change);
                self.chunks.push_back(Arc::new(chunk));
            }
        }
    }

    /// Drops whole runs, which is exact enough and touches no record that stays.
    fn trim(&mut self, now: SystemTime) {
        let expired = |chunk: &Vec<Change>| {
            chunk.last().is_none_or(|change| now.duration_since(change.at).is_ok_and(|age| age > RETENTION))
        };
        while self.chunks.front().is_some_and(|chunk| expired(chunk)) || self.chunks.len() >= KEPT / CHUNK {
            self.chunks.pop_front();
        }
    }

    /// The changes that are kept, oldest first.
    #[cfg(test)]
    pub(crate) fn changes(&self) -> impl Iterator<Item = &Change> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}

/// How long DynamoDB keeps the records of a stream.
const RETENTION: Duration = Duration::from_secs(24 * 60 * 60);

/// How many changes a partition keeps, give or take a run.
const KEPT: usize = 1024;

/// Changes in one run.
const CHUNK: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn append(log: &mut Log, seconds: u64) {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        log.append(at, None, Some(&Item::empty()), Author::Request);
    }

    #[test]
    fn changes_are_numbered_without_gaps_and_the_latest_are_kept() {
        // given
        let mut log = Log::new(true);

        // when
        (0..10_000).for_each(|_| append(&mut log, 0));

        // then
        let numbers: Vec<u64> = log.changes().map(|change| change.sequence).collect();
        assert!(numbers.len() > KEPT - CHUNK && numbers.len() <= KEPT);
        assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]));
        assert_eq!(numbers.last(), Some(&10_000));
    }

    #[test]
    fn changes_older_than_a_day_are_dropped_by_later_ones() {
        // given
        let mut log = Log::new(true);
        (0..CHUNK).for_each(|_| append(&mut log, 0));

        // when
        append(&mut log, 24 * 60 * 60 + 1);

        // then
        assert_eq!(log.changes().count(), 1);
    }

    #[test]
    fn a_clone_goes_its_own_way() {
        // given
        let mut log = Log::new(true);
        append(&mut log, 0);
        let mut fork = log.clone();

        // when
        append(&mut fork, 1);
        append(&mut log, 2);
        append(&mut log, 3);

        // then
        assert_eq!(fork.changes().count(), 2);
        assert_eq!(log.changes().count(), 3);
    }

    #[test]
    fn without_a_reader_changes_are_counted_and_not_kept() {
        // given
        let mut log = Log::new(false);

        // when
        append(&mut log, 0);
        append(&mut log, 1);

        // then
        assert_eq!((log.latest, log.changes().count()), (2, 0));
    }
}
