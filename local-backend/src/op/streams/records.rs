//! GetRecords.

use std::sync::Arc;
use std::time::SystemTime;

use monotable::request::control::StreamView;
use monotable::request::{GetRecords, GetRecordsOutput, StreamEvent, StreamRecord, UserIdentity};
use monotable::{Error, Item, Timestamp};

use super::iterator::ShardIterator;
use super::{arn, check, number};
use crate::database::Database;
use crate::error;
use crate::op::constraint::Constraints;
use crate::store::{Author, Change, Event, Position, Stream};

pub fn get_records(database: &Database, request: &GetRecords) -> Result<GetRecordsOutput, Error> {
    let mut constraints = Constraints::default();
    check::iterator(&mut constraints, &request.iterator);
    check::limit(&mut constraints, request.limit.map(i64::from), check::MOST_RECORDS);
    constraints.finish()?;
    let now = database.clock.now();
    let iterator = ShardIterator::decode(&request.iterator)?;
    iterator.check_age(now.into())?;
    let stream = arn::find(database, &iterator.stream, now.into())?;
    // It was there when the iterator was made.
    let place = stream.shard(&iterator.shard, now.into()).ok_or_else(error::trimmed)?;

    let (mut count, mut bytes) = (0, 0);
    let limit = request.limit.unwrap_or(check::MOST_RECORDS);
    let read = stream.read(&place, iterator.position, now.into(), |change| {
        let size = Images::of(&stream, change).size();
        let takes = count < limit && (count == 0 || bytes + size <= MAX_BYTES);
        (count, bytes) = (count + 1, bytes + size);
        takes
    });
    let read = read.map_err(|_| error::trimmed())?;
    let mut output = GetRecordsOutput::default();
    output.records = read.changes.iter().map(|change| record(database, &stream, place.line, change)).collect();
    output.next_iterator = read.next.map(|from| {
        let next = ShardIterator { position: Position::From(from), made: now.into(), ..iterator };
        Arc::from(next.encode())
    });
    Ok(output)
}

/// What a record shows of an item.
struct Images<'c> {
    keys: Item,
    old: Option<&'c Item>,
    new: Option<&'c Item>,
}

impl<'c> Images<'c> {
    fn of(stream: &Stream, change: &'c Change) -> Self {
        let keys = change.image().map_or_else(Item::empty, |image| stream.keys.of(image));
        let (shows_old, shows_new) = match stream.view {
            StreamView::KeysOnly => (false, false),
            StreamView::NewImage => (false, true),
            StreamView::OldImage => (true, false),
            _ => (true, true),
        };
        let old = change.old.as_ref().filter(|_| shows_old && change.event != Event::Insert);
        let new = change.new.as_ref().filter(|_| shows_new && change.event != Event::Remove);
        Self { keys, old, new }
    }

    /// DynamoDB counts the key beside the images, which hold it too.
    fn size(&self) -> usize {
        self.keys.size() + self.old.map_or(0, Item::size) + self.new.map_or(0, Item::size)
    }
}

fn record(database: &Database, stream: &Stream, line: usize, change: &Change) -> StreamRecord {
    let images = Images::of(stream, change);
    let event = match change.event {
        Event::Insert => StreamEvent::Insert,
        Event::Modify => StreamEvent::Modify,
        Event::Remove => StreamEvent::Remove,
    };
    let size = images.size() as u64;
    let (old, new) = (images.old.cloned(), images.new.cloned());
    let mut record = StreamRecord::new(event, images.keys, number::text(line, change.sequence));
    record.event_id = stream.event_id(line, change.sequence);
    "1.1".clone_into(&mut record.event_version);
    "aws:dynamodb".clone_into(&mut record.event_source);
    record.region.clone_from(&database.home.region);
    // Rounded down, as DynamoDB does.
    record.at = Timestamp::from_secs(change.at.as_secs()).map(SystemTime::from);
    (record.old, record.new) = (old, new);
    record.size_bytes = size;
    record.view = Some(stream.view);
    record.user = (change.by == Author::Expiry).then(|| UserIdentity::new("dynamodb.amazonaws.com", "Service"));
    record
}

/// Bytes of records in one answer.
const MAX_BYTES: usize = 1024 * 1024;
