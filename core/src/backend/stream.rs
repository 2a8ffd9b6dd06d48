//! Requests and responses of the operations on streams, DynamoDB's records of what changed.
//!
//! See [Change data capture](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html).

use std::sync::Arc;
use std::time::SystemTime;

use super::table::StreamView;
use crate::expr::Name;
use crate::value::Item;

/// ListStreams.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ListStreams {
    /// Name of the table whose streams are listed; otherwise those of all tables are.
    pub table: Option<Arc<str>>,
    /// How many streams to list at the most, up to 100.
    pub limit: Option<u32>,
    /// The stream after which to go on: an earlier [`ListStreamsOutput::last_evaluated_stream`].
    pub start_stream: Option<Arc<str>>,
}

impl ListStreams {
    /// Creates a request for the first page of the streams of all tables.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a request for the first page of the streams of this table.
    #[must_use]
    pub fn of(table: Arc<str>) -> Self {
        Self { table: Some(table), ..Self::default() }
    }
}

/// Answer to [`ListStreams`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ListStreamsOutput {
    /// Streams that are enabled, and those that were disabled in the last 24 hours.
    pub streams: Vec<StreamSummary>,
    /// ARN of the last stream of the page, where others may follow.
    pub last_evaluated_stream: Option<Arc<str>>,
}

/// A stream, in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamSummary {
    /// ARN of the stream.
    pub arn: Arc<str>,
    /// Name of the table.
    pub table: Arc<str>,
    /// Label that tells the stream from others of the table: a time.
    pub label: Arc<str>,
}

impl StreamSummary {
    /// Creates a stream of this table.
    #[must_use]
    pub fn new(arn: Arc<str>, table: Arc<str>, label: Arc<str>) -> Self {
        Self { arn, table, label }
    }
}

/// DescribeStream.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DescribeStream {
    /// ARN of the stream.
    pub stream: Arc<str>,
    /// How many shards to describe at the most, up to 100.
    pub limit: Option<u32>,
    /// The shard after which to go on: an earlier [`StreamDescription::last_evaluated_shard`].
    pub start_shard: Option<Arc<str>>,
    /// Describes the shards alone that follow this one.
    pub children_of: Option<Arc<str>>,
}

impl DescribeStream {
    /// Creates a request for the first page of the shards of this stream.
    #[must_use]
    pub fn new(stream: Arc<str>) -> Self {
        Self { stream, limit: None, start_shard: None, children_of: None }
    }
}

/// The life of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamStatus {
    /// Not yet written.
    Enabling,
    /// Written.
    Enabled,
    /// About to end.
    Disabling,
    /// No longer written; it can be read for 24 hours.
    Disabled,
    /// Any other state.
    Other,
}

/// Description of a stream: the answer to [`DescribeStream`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StreamDescription {
    /// ARN of the stream.
    pub arn: Arc<str>,
    /// Label that tells the stream from others of the table: a time.
    pub label: Arc<str>,
    /// Name of the table.
    pub table: Arc<str>,
    /// Its status.
    pub status: StreamStatus,
    /// Images in its records.
    pub view: Option<StreamView>,
    /// When it was asked for.
    pub created: Option<SystemTime>,
    /// Partition key of the table.
    pub hash: Option<Name>,
    /// Sort key of the table.
    pub range: Option<Name>,
    /// Its shards: those that are open, and those whose records are not yet trimmed.
    pub shards: Vec<Shard>,
    /// The last shard of the page, where others may follow.
    pub last_evaluated_shard: Option<Arc<str>>,
}

impl StreamDescription {
    /// Creates a description with nothing but names and status.
    #[must_use]
    pub fn new(arn: Arc<str>, label: Arc<str>, table: Arc<str>, status: StreamStatus) -> Self {
        Self {
            arn,
            label,
            table,
            status,
            view: None,
            created: None,
            hash: None,
            range: None,
            shards: Vec::new(),
            last_evaluated_shard: None,
        }
    }
}

/// A part of a stream, read from start to end. The changes of an item are in one shard and in those that follow it; so a
/// shard is to be read before its children.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shard {
    /// Its name in the stream.
    pub id: Arc<str>,
    /// The shard that it follows, which may be trimmed by now.
    pub parent: Option<Arc<str>>,
    /// The number with which it starts.
    pub start: Option<Arc<str>>,
    /// The number with which it ends; absent while it is open.
    pub end: Option<Arc<str>>,
}

impl Shard {
    /// Creates an open shard without a parent.
    #[must_use]
    pub fn new(id: Arc<str>) -> Self {
        Self { id, parent: None, start: None, end: None }
    }
}

/// GetShardIterator.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GetShardIterator {
    /// ARN of the stream.
    pub stream: Arc<str>,
    /// The shard.
    pub shard: Arc<str>,
    /// Where to begin.
    pub start: ShardStart,
}

impl GetShardIterator {
    /// Begins to read a shard.
    #[must_use]
    pub fn new(stream: Arc<str>, shard: Arc<str>, start: ShardStart) -> Self {
        Self { stream, shard, start }
    }
}

/// Where to begin to read a shard.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShardStart {
    /// The oldest record that is not trimmed.
    TrimHorizon,
    /// Behind the latest record: what is written from now on.
    Latest,
    /// The record with this number.
    AtSequenceNumber(Arc<str>),
    /// Behind the record with this number.
    AfterSequenceNumber(Arc<str>),
    /// The first record made at this time, or later. DynamoDB goes by milliseconds.
    AtTimestamp(SystemTime),
}

/// Answer to [`GetShardIterator`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GetShardIteratorOutput {
    /// Where to read, for [`GetRecords`]. It can be used for 15 minutes.
    pub iterator: Arc<str>,
}

impl GetShardIteratorOutput {
    /// Creates a request for the records at this iterator.
    #[must_use]
    pub fn new(iterator: Arc<str>) -> Self {
        Self { iterator }
    }
}

/// GetRecords.
///
/// A program that follows a stream reads each of its shards, a shard before its children:
///
/// ```
/// use monotable::request::{DescribeStream, GetRecords, GetShardIterator, ShardStart, StreamRecord};
/// use monotable::{Backend, Error};
///
/// /// Returns the records that are in the stream now.
/// async fn records(backend: &dyn Backend, stream: &str) -> Result<Vec<StreamRecord>, Error> {
///     let mut records = Vec::new();
///     let mut shards = DescribeStream::new(stream.into());
///     loop {
///         let described = backend.describe_stream(shards.clone()).await?;
///         for shard in described.shards {
///             let start = GetShardIterator::new(stream.into(), shard.id, ShardStart::TrimHorizon);
///             let mut iterator = Some(backend.get_shard_iterator(start).await?.iterator);
///             while let Some(at) = iterator {
///                 let page = backend.get_records(GetRecords::new(at)).await?;
///                 // A closed shard ends with its last page. An open one goes on, and on AWS records may come behind a page
///                 // without any: who follows it asks again after a while.
///                 let is_over = shard.end.is_none() && page.records.is_empty();
///                 iterator = page.next_iterator.filter(|_| !is_over);
///                 records.extend(page.records);
///             }
///         }
///         shards.start_shard = described.last_evaluated_shard;
///         if shards.start_shard.is_none() {
///             return Ok(records);
///         }
///     }
/// }
/// # use monotable::request::PutItem;
/// # use monotable::request::control::{CreateTable, DescribeTable, KeyAttribute, StreamView};
/// # use monotable::{Item, Type, Value};
/// # async fn example() -> Result<(), Error> {
/// # let backend = monotable_local::LocalBackend::new();
/// # let pk = KeyAttribute { name: "PK".into(), kind: Type::S };
/// # let mut table = CreateTable::new("shop".into(), pk, None);
/// # table.stream = Some(StreamView::NewImage);
/// # backend.create_table(table).await?;
/// # let order: Item = [("PK", Value::from("ORDER#1"))].into_iter().collect();
/// # backend.put_item(PutItem::new("shop".into(), order.clone())).await?;
/// # let stream = backend.describe_table(DescribeTable::new("shop".into())).await?.stream_arn;
/// # let records = records(&backend, &stream.unwrap()).await?;
/// # assert_eq!(records[0].new, Some(order));
/// # Ok(())
/// # }
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # let done = std::future::Future::poll(std::pin::pin!(example()), &mut context);
/// # assert!(matches!(done, std::task::Poll::Ready(Ok(()))));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GetRecords {
    /// Where to read: of a [`GetShardIteratorOutput`], or of the [`GetRecordsOutput`] before.
    pub iterator: Arc<str>,
    /// How many records to read at the most, up to 1000.
    pub limit: Option<u32>,
}

impl GetRecords {
    /// Reads as many records as go into one answer.
    #[must_use]
    pub fn new(iterator: Arc<str>) -> Self {
        Self { iterator, limit: None }
    }
}

/// Answer to [`GetRecords`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct GetRecordsOutput {
    /// Records in their order. There may be none although others follow.
    pub records: Vec<StreamRecord>,
    /// Where to read on; absent at the end of a closed shard.
    pub next_iterator: Option<Arc<str>>,
}

/// Kind of change of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamEvent {
    /// It was not there before.
    Insert,
    /// It was there before and after.
    Modify,
    /// It was deleted.
    Remove,
}

/// One change of one item.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StreamRecord {
    /// Unique among all records.
    pub event_id: String,
    /// Kind of the change.
    pub event: StreamEvent,
    /// Version of the form of records, such as `1.1`.
    pub event_version: String,
    /// The service, `aws:dynamodb`.
    pub event_source: String,
    /// The region in which the records were asked for.
    pub region: String,
    /// When it was made, about.
    pub at: Option<SystemTime>,
    /// Key of the item.
    pub keys: Item,
    /// The item after the change, where the view shows it and it was not deleted.
    pub new: Option<Item>,
    /// The item before the change, where the view shows it and it was there.
    pub old: Option<Item>,
    /// Position in the shard: 21 to 40 digits.
    pub sequence_number: Arc<str>,
    /// Size of key and images.
    pub size_bytes: u64,
    /// Contents of the record.
    pub view: Option<StreamView>,
    /// Who made the change, where DynamoDB tells: of deletions by time-to-live, itself.
    pub user: Option<UserIdentity>,
}

impl StreamRecord {
    /// Creates a change of the item with this key.
    #[must_use]
    pub fn new(event: StreamEvent, keys: Item, sequence_number: Arc<str>) -> Self {
        Self {
            event_id: String::new(),
            event,
            event_version: String::new(),
            event_source: String::new(),
            region: String::new(),
            at: None,
            keys,
            new: None,
            old: None,
            sequence_number,
            size_bytes: 0,
            view: None,
            user: None,
        }
    }

    /// Returns whether DynamoDB itself deleted the item, since its time-to-live was over.
    #[must_use]
    pub fn is_expiry(&self) -> bool {
        self.event == StreamEvent::Remove
            && self
                .user
                .as_ref()
                .is_some_and(|user| user.kind == "Service" && user.principal == "dynamodb.amazonaws.com")
    }
}

/// Who made a change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserIdentity {
    /// `dynamodb.amazonaws.com` for deletions by time-to-live.
    pub principal: String,
    /// `Service` for deletions by time-to-live.
    pub kind: String,
}

impl UserIdentity {
    /// Creates a principal of this type.
    #[must_use]
    pub fn new(principal: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { principal: principal.into(), kind: kind.into() }
    }
}
