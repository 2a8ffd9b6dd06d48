//! Streams, as far as it takes a clock, forks or threads.

mod life;
mod places;
mod replay;
mod shards;
mod threads;
mod trimming;

use std::time::{Duration, SystemTime};

use monotable::request::control::{DeleteTable, DescribeTable, StreamView};
use monotable::request::{
    DescribeStream, GetRecords, GetRecordsOutput, GetShardIterator, ListStreams, Shard, ShardStart, StreamDescription,
    StreamRecord,
};

use super::*;
use crate::ManualClock;

const HOUR: Duration = Duration::from_secs(60 * 60);
const MINUTE: Duration = Duration::from_secs(60);

/// A table with a stream of both images, on a clock that stands still.
fn streaming() -> (LocalBackend, ManualClock) {
    let clock = ManualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let backend = LocalBackend::builder().clock(Arc::new(clock.clone())).build();
    create_streaming(&backend);
    (backend, clock)
}

fn create_streaming(backend: &LocalBackend) {
    let mut request = CreateTable::new(name(), pk(), Some(sk()));
    request.stream = Some(StreamView::NewAndOldImages);
    now(backend.create_table(request)).unwrap();
}

fn order(pk: &str, total: i64) -> Item {
    item([("PK", s(pk)), ("SK", s("s")), ("total", n(total))])
}

/// ARN of the table's stream.
fn stream(backend: &LocalBackend) -> Arc<str> {
    now(backend.describe_table(DescribeTable::new(name()))).unwrap().stream_arn.unwrap()
}

fn describe(backend: &LocalBackend, arn: &Arc<str>) -> Result<StreamDescription, Error> {
    now(backend.describe_stream(DescribeStream::new(Arc::clone(arn))))
}

fn shards(backend: &LocalBackend, arn: &Arc<str>) -> Vec<Shard> {
    describe(backend, arn).unwrap().shards
}

fn start(backend: &LocalBackend, arn: &Arc<str>, shard: &Shard, at: ShardStart) -> Result<Arc<str>, Error> {
    let request = GetShardIterator::new(Arc::clone(arn), Arc::clone(&shard.id), at);
    now(backend.get_shard_iterator(request)).map(|output| output.iterator)
}

fn read(backend: &LocalBackend, iterator: &Arc<str>) -> Result<GetRecordsOutput, Error> {
    now(backend.get_records(GetRecords::new(Arc::clone(iterator))))
}

/// The records of a shard, from the oldest on.
fn records_of(backend: &LocalBackend, arn: &Arc<str>, shard: &Shard) -> Vec<StreamRecord> {
    let mut records = Vec::new();
    let mut iterator = Some(start(backend, arn, shard, ShardStart::TrimHorizon).unwrap());
    while let Some(at) = iterator {
        let page = read(backend, &at).unwrap();
        iterator = page.next_iterator.filter(|_| !page.records.is_empty());
        records.extend(page.records);
    }
    records
}

/// All records of a stream, shard by shard.
fn records(backend: &LocalBackend, arn: &Arc<str>) -> Vec<StreamRecord> {
    shards(backend, arn).iter().flat_map(|shard| records_of(backend, arn, shard)).collect()
}

/// The new totals of records, in order.
fn totals(records: &[StreamRecord]) -> Vec<Value> {
    records.iter().filter_map(|record| record.new.as_ref()?.value("total")).collect()
}

/// The names of shards that records of an item are in.
fn shard_of(backend: &LocalBackend, arn: &Arc<str>, pk: &str) -> Shard {
    let has = |record: &StreamRecord| record.keys.value("PK") == Some(s(pk));
    shards(backend, arn).into_iter().rev().find(|shard| records_of(backend, arn, shard).iter().any(has)).unwrap()
}

fn code<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    outcome.unwrap_err().code().unwrap().to_owned()
}
