//! Streams: the changes of a table's items in their order.
//!
//! A `Stream` begins when it is enabled and lives until a day after it was disabled, be it that its table lives or not. It has
//! a `log` for each partition of the table, written under that partition's lock. Programs do not want to poll each of them: so
//! the logs of neighbouring partitions are one `line` of shards, merged by number when they are read. Lines begin new shards as
//! time goes by. `Streams` are those of a table, or those of tables that were deleted. Open `Stream` here first.
//!
//! Locks, after those of the partitions: the logs of a line, in order; its shards; the streams of a table.

mod line;
mod log;
mod streams;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use monotable::request::control::StreamView;
use monotable::{Item, Timestamp};

use line::{Line, Logs, Shard};
pub(crate) use log::{Author, Change, Event};
pub(crate) use streams::Streams;

use super::slot::PARTITIONS;
use crate::schema::KeySchema;

/// The stream of a table, from when it was enabled until a day after it was disabled.
pub(crate) struct Stream {
    pub(crate) table: Arc<str>,
    /// Tells the streams of a table apart: when it was enabled, or a little later if another one has that.
    pub(crate) label: Arc<str>,
    pub(crate) created: Timestamp,
    pub(crate) view: StreamView,
    pub(crate) keys: KeySchema,
    /// One for each partition that DynamoDB had for the table when it was enabled: contiguous ranges of ours, equally long.
    lines: Box<[Line]>,
    disabled: OnceLock<Timestamp>,
}

/// Where to read on in a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// At the oldest record, whichever that is by then.
    Horizon,
    /// At the first record with this number or a greater one.
    From(u64),
}

/// A shard, and the line that it is in.
#[derive(Clone, Debug)]
pub(crate) struct ShardPlace {
    pub(crate) line: usize,
    pub(crate) shard: Shard,
}

/// Records of a shard.
#[derive(Debug, Default)]
pub(crate) struct Records {
    pub(crate) changes: Vec<Change>,
    /// Where to read on; none at the end of a closed shard.
    pub(crate) next: Option<u64>,
}

/// What was asked for is too old.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Trimmed;

impl Stream {
    /// An enabled stream without records, of which no table knows yet, with so many lines. Its label is later than that of
    /// `before`.
    pub(super) fn new(
        table: &Arc<str>,
        keys: &KeySchema,
        lines: usize,
        view: StreamView,
        now: Timestamp,
        before: Option<&Self>,
    ) -> Self {
        let after = before.and_then(|before| before.created.checked_add(std::time::Duration::from_millis(1)));
        let created = after.map_or(now, |after| after.max(now));
        let label = created.to_string().trim_end_matches('Z').into();
        let stream = |lines| Self {
            table: Arc::clone(table),
            label: Arc::clone(&label),
            created,
            view,
            keys: keys.clone(),
            lines,
            disabled: OnceLock::new(),
        };
        let name = name(table, &label);
        stream((0..lines).map(|line| Line::new(PARTITIONS / lines, created, name ^ line as u64)).collect())
    }

    /// A copy that shares all records. No writer may be under way.
    fn fork(&self) -> Self {
        Self {
            table: Arc::clone(&self.table),
            label: Arc::clone(&self.label),
            created: self.created,
            view: self.view,
            keys: self.keys.clone(),
            lines: self.lines.iter().map(Line::fork).collect(),
            disabled: self.disabled.clone(),
        }
    }

    /// Records a change of an item. The lock of its partition, whose number is given, is held.
    pub(super) fn append(&self, partition: usize, at: Timestamp, by: Author, old: Option<&Item>, new: Option<&Item>) {
        if let Some(change) = Change::new(at, by, old, new, self.view, &self.keys) {
            let logs = PARTITIONS / self.lines.len();
            self.lines[partition / logs].append(partition % logs, change);
        }
    }

    /// Ends the stream. No writer may be under way, and none may come.
    pub(super) fn disable(&self, now: Timestamp) {
        if self.disabled.set(now).is_ok() {
            self.lines.iter().for_each(|line| line.close(now));
        }
    }

    /// When it was disabled, if it was.
    pub(crate) fn disabled(&self) -> Option<Timestamp> {
        self.disabled.get().copied()
    }

    pub(super) fn is_enabled(&self) -> bool {
        self.disabled().is_none()
    }

    /// Returns whether it was disabled so long ago that nobody knows it any more.
    pub(crate) fn is_gone(&self, now: Timestamp) -> bool {
        self.disabled.get().is_some_and(|at| log::is_expired(*at, now))
    }

    /// All shards that hold records or may do so, in the order of their names: parents come before their children.
    pub(crate) fn shards(&self, now: Timestamp) -> Vec<ShardPlace> {
        let mut places = Vec::new();
        for line in 0..self.lines.len() {
            let shards = self.line(line, now).shards();
            let shards = shards.iter().filter(|shard| !shard.is_gone(now)).cloned();
            places.extend(shards.map(|shard| ShardPlace { line, shard }));
        }
        places.sort_by(|one, other| one.shard.id.cmp(&other.shard.id));
        places
    }

    /// The shard of this name.
    pub(crate) fn shard(&self, id: &str, now: Timestamp) -> Option<ShardPlace> {
        (0..self.lines.len()).find_map(|number| {
            let shards = self.line(number, now).shards();
            let shard = shards.iter().find(|shard| &*shard.id == id && !shard.is_gone(now))?;
            Some(ShardPlace { line: number, shard: shard.clone() })
        })
    }

    /// The latest number of a shard, be it that of a record or that with which it ends.
    pub(crate) fn last(&self, place: &ShardPlace) -> u64 {
        let line = &self.lines[place.line];
        let logs = line.read();
        line.end_of(&place.shard, &logs).unwrap_or(logs.next - 1)
    }

    /// Unique among all records of all streams, as far as 128 bits go.
    pub(crate) fn event_id(&self, line: usize, sequence: u64) -> String {
        let name = name(&self.table, &self.label) ^ line as u64;
        format!("{:016x}{:016x}", mixed(name.wrapping_add(mixed(sequence))), mixed(name.rotate_left(32) ^ sequence))
    }

    /// Behind the latest record of a shard.
    pub(crate) fn latest(&self, place: &ShardPlace) -> u64 {
        let line = &self.lines[place.line];
        let logs = line.read();
        line.end_of(&place.shard, &logs).unwrap_or(logs.next)
    }

    /// The first record of a shard that was made at a time or later, if it is still there, or the oldest one.
    pub(crate) fn at(&self, place: &ShardPlace, time: Timestamp, now: Timestamp) -> Position {
        let logs = self.lines[place.line].read();
        let from = logs.at(time).max(place.shard.start);
        if logs.horizon(now) < from { Position::From(from) } else { Position::Horizon }
    }

    /// Returns whether a record of a shard with this number or a greater one was trimmed.
    pub(crate) fn is_trimmed(&self, place: &ShardPlace, from: u64, now: Timestamp) -> bool {
        let line = &self.lines[place.line];
        let logs = line.read();
        is_trimmed(&logs, line.end_of(&place.shard, &logs), from, now)
    }

    /// Records of a shard from a position on, as long as `takes` takes another one.
    pub(crate) fn read(
        &self,
        place: &ShardPlace,
        position: Position,
        now: Timestamp,
        mut takes: impl FnMut(&Change) -> bool,
    ) -> Result<Records, Trimmed> {
        let line = &self.lines[place.line];
        let logs = line.read();
        let end = line.end_of(&place.shard, &logs);
        let from = match position {
            Position::Horizon => place.shard.start,
            Position::From(from) if is_trimmed(&logs, end, from, now) => return Err(Trimmed),
            Position::From(from) => from.max(place.shard.start),
        };
        let mut changes = Vec::new();
        for change in logs.from(from, now).take_while(|change| end.is_none_or(|end| change.sequence < end)) {
            if !takes(change) {
                return Ok(Records { changes, next: Some(change.sequence) });
            }
            changes.push(change.clone());
        }
        // In an open shard the next record gets the next number, or a greater one; in a closed one there is none.
        Ok(Records { changes, next: end.is_none().then_some(logs.next) })
    }

    /// Drops records that are too old.
    pub(super) fn trim(&self, now: Timestamp) {
        self.lines.iter().for_each(|line| line.trim(now));
    }

    /// A line whose open shard is not older than it should be.
    fn line(&self, number: usize, now: Timestamp) -> &Line {
        let line = &self.lines[number];
        line.roll(now);
        line
    }
}

/// Returns whether a record with this number or a greater one was trimmed, of a shard with this end.
fn is_trimmed(logs: &Logs<'_>, end: Option<u64>, from: u64, now: Timestamp) -> bool {
    end.is_none_or(|end| from < end) && logs.horizon(now) >= from
}

/// A number that hardly any other stream has, with room for the line in its last bits.
fn name(table: &str, label: &str) -> u64 {
    let bytes = table.bytes().chain([0]).chain(label.bytes());
    let mixed =
        bytes.fold(0xCBF2_9CE4_8422_2325, |mixed: u64, byte| (mixed ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
    mixed << PARTITIONS.ilog2()
}

/// Spreads a number over all bits; different ones stay different.
const fn mixed(number: u64) -> u64 {
    let number = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ number >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ number >> 31
}
