//! The ordered log of a partition's changes.

use std::collections::VecDeque;
use std::sync::Arc;

use monotable::request::control::StreamView;
use monotable::{Item, Timestamp};

use crate::schema::KeySchema;

/// The changes of one partition in a stream, in their order, each with a number of the line that the partition is in.
///
/// A record stays for a day, as in DynamoDB: then its run is dropped when another one begins, or when someone sweeps. Images
/// are the rows of the table themselves, so a record costs its own few words while the table has the item as it was written, and
/// the image that is history after that.
#[derive(Clone, Default)]
pub(super) struct Log {
    /// Runs of up to [`CHUNK`] changes. A clone shares them; its first change copies one.
    chunks: VecDeque<Arc<Vec<Change>>>,
    /// When the latest change was made. It never goes back, whatever the clock does.
    latest: Option<Timestamp>,
    /// Number of the latest change that was dropped; 0 if none was.
    dropped: u64,
}

/// One change of one item.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Position among the changes of a line.
    pub(crate) sequence: u64,
    /// When it was made.
    pub(crate) at: Timestamp,
    pub(crate) event: Event,
    /// Who made it.
    pub(crate) by: Author,
    /// The item before, or what is kept of it.
    pub(crate) old: Option<Item>,
    /// The item after, or what is kept of it.
    pub(crate) new: Option<Item>,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Insert,
    Modify,
    Remove,
}

/// Who made a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    /// A request.
    Request,
    /// The service itself, since the item had expired.
    Expiry,
}

impl Change {
    /// The change of an item from `old` to `new`, with what a view shows of it: one image, if need be of the key alone, is
    /// always there. `None` if the item was not there and is not.
    pub(super) fn new(
        at: Timestamp,
        by: Author,
        old: Option<&Item>,
        new: Option<&Item>,
        view: StreamView,
        keys: &KeySchema,
    ) -> Option<Self> {
        let event = match (old, new) {
            (None, Some(_)) => Event::Insert,
            (Some(_), Some(_)) => Event::Modify,
            (Some(_), None) => Event::Remove,
            (None, None) => return None,
        };
        let key = |item: Option<&Item>| item.map(|item| keys.of(item));
        let (old, new) = match (view, event) {
            (StreamView::NewAndOldImages, _) => (old.cloned(), new.cloned()),
            (StreamView::NewImage, Event::Insert | Event::Modify) => (None, new.cloned()),
            (StreamView::OldImage, Event::Modify | Event::Remove) => (old.cloned(), None),
            (_, Event::Remove) => (key(old), None),
            _ => (None, key(new)),
        };
        Some(Self { sequence: 0, at, event, by, old, new })
    }

    /// The image that is there.
    pub(crate) fn image(&self) -> Option<&Item> {
        self.new.as_ref().or(self.old.as_ref())
    }
}

impl Log {
    /// Appends a change, which gets its number from `sequence`: called here, so that whoever holds all logs of a line knows that
    /// every number taken is in one of them.
    pub(super) fn append(&mut self, mut change: Change, sequence: impl FnOnce() -> u64) {
        change.at = self.latest.map_or(change.at, |latest| latest.max(change.at));
        change.sequence = sequence();
        self.latest = Some(change.at);
        match self.chunks.back_mut() {
            Some(chunk) if chunk.len() < CHUNK => Arc::make_mut(chunk).push(change),
            _ => {
                self.trim(change.at);
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(change);
                self.chunks.push_back(Arc::new(chunk));
            }
        }
    }

    /// Drops runs all of whose changes are too old, which touches none that stays.
    pub(super) fn trim(&mut self, now: Timestamp) {
        while let Some(last) = self.chunks.front().and_then(|chunk| chunk.last())
            && is_expired(last.at, now)
        {
            self.dropped = last.sequence;
            self.chunks.pop_front();
        }
    }

    /// Returns whether [`trim`](Self::trim) would drop something.
    pub(super) fn is_trimmable(&self, now: Timestamp) -> bool {
        self.chunks.front().and_then(|chunk| chunk.last()).is_some_and(|last| is_expired(last.at, now))
    }

    /// Number of the latest change that is too old, whether it was dropped yet or not; 0 if there was none.
    pub(super) fn horizon(&self, now: Timestamp) -> u64 {
        let expired =
            self.chunks.iter().take_while(|chunk| chunk.first().is_some_and(|first| is_expired(first.at, now)));
        let last = expired.last().and_then(|chunk| chunk.iter().take_while(|change| is_expired(change.at, now)).last());
        last.map_or(self.dropped, |change| change.sequence)
    }

    /// The changes from a number on, oldest first.
    pub(super) fn from(&self, sequence: u64) -> impl Iterator<Item = &Change> {
        let first = self.chunks.partition_point(|chunk| chunk.last().is_some_and(|last| last.sequence < sequence));
        let skip = self.chunks.get(first).map_or(0, |chunk| chunk.partition_point(|change| change.sequence < sequence));
        self.chunks.range(first..).flat_map(|chunk| chunk.iter()).skip(skip)
    }

    /// Number of the first change that was made at a time or later.
    pub(super) fn at(&self, time: Timestamp) -> Option<u64> {
        let first = self.chunks.partition_point(|chunk| chunk.last().is_some_and(|last| last.at < time));
        let chunk = self.chunks.get(first)?;
        chunk.get(chunk.partition_point(|change| change.at < time)).map(|change| change.sequence)
    }
}

/// Returns whether a record of this time is trimmed.
pub(super) fn is_expired(at: Timestamp, now: Timestamp) -> bool {
    now.as_millis().saturating_sub(at.as_millis()) > RETENTION
}

/// Changes in one run.
const CHUNK: usize = 64;

/// How long records and streams are kept, in milliseconds.
pub(super) const RETENTION: i64 = 24 * 60 * 60 * 1000;

#[cfg(test)]
mod tests {
    use super::*;

    fn append(log: &mut Log, seconds: i64) {
        let at = Timestamp::from_secs(seconds).unwrap();
        let next = log.from(0).last().map_or(log.dropped, |change| change.sequence) + 1;
        let change = Change { sequence: 0, at, event: Event::Insert, by: Author::Request, old: None, new: None };
        log.append(change, || next);
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_secs(seconds).unwrap()
    }

    const DAY: i64 = 24 * 60 * 60;

    #[test]
    fn within_a_day_no_change_is_lost() {
        // given
        let mut log = Log::default();

        // when
        (0..10_000).for_each(|number| append(&mut log, number * DAY / 10_000));

        // then
        let numbers: Vec<u64> = log.from(0).map(|change| change.sequence).collect();
        assert_eq!(numbers, (1..=10_000).collect::<Vec<_>>());
        assert_eq!(log.horizon(at(DAY)), 0);
    }

    #[test]
    fn changes_older_than_a_day_are_dropped_by_later_ones() {
        // given
        let mut log = Log::default();
        (0..200).for_each(|_| append(&mut log, 0));

        // when
        (0..64).for_each(|_| append(&mut log, DAY + 1));

        // then: the run that holds the last of them may stay
        assert_eq!(log.from(0).next().map(|change| change.sequence), Some(193));
        assert_eq!(log.horizon(at(DAY + 1)), 200);
        assert_eq!(log.from(201).count(), 64);
    }

    #[test]
    fn changes_are_found_by_number_and_by_time() {
        // given
        let mut log = Log::default();
        (0..300).for_each(|seconds| append(&mut log, seconds / 2));

        // when, then
        for number in [0, 1, 2, 63, 64, 65, 66, 128, 129, 299, 300, 301] {
            let first = log.from(number).next().map(|change| change.sequence);
            assert_eq!(first, (number <= 300).then_some(number.max(1)), "{number}");
        }
        for seconds in [0, 1, 31, 32, 33, 149, 150] {
            assert_eq!(log.at(at(seconds)), (seconds < 150).then_some(seconds as u64 * 2 + 1), "{seconds}");
        }
    }

    #[test]
    fn times_never_go_back() {
        // given
        let mut log = Log::default();

        // when
        [5, 3, 7].into_iter().for_each(|seconds| append(&mut log, seconds));

        // then
        assert_eq!(log.from(0).map(|change| change.at.as_secs()).collect::<Vec<_>>(), [5, 5, 7]);
    }

    #[test]
    fn a_clone_goes_its_own_way() {
        // given
        let mut log = Log::default();
        append(&mut log, 0);
        let mut fork = log.clone();

        // when
        append(&mut fork, 1);
        append(&mut log, 2);
        append(&mut log, 3);

        // then
        assert_eq!(fork.from(0).count(), 2);
        assert_eq!(log.from(0).count(), 3);
    }
}
