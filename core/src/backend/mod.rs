//! What stands behind a store: the [`Backend`] trait, and the requests and responses that cross it.
//!
//! Open `Backend` first. `data` holds the operations on single items, `batch` and `transact` those on several, `table` those
//! on tables, `stream` those on streams; `clock` is the time that loops and timestamps go by, `reply` the future that every operation returns; `aws` is
//! DynamoDB itself, through the official SDK.

#[cfg(feature = "aws")]
pub(crate) mod aws;
mod batch;
mod clock;
mod data;
mod reply;
mod stream;
mod table;
mod transact;

pub use batch::{
    BatchGetItem, BatchGetItemOutput, BatchKeys, BatchMeta, BatchWrite, BatchWriteItem, BatchWriteItemOutput,
    ItemCollectionMetrics,
};
pub use clock::{Clock, SystemClock};
pub use data::{
    ConsumedCapacity, DeleteItem, DeleteItemOutput, GetItem, GetItemOutput, Payload, PutItem, PutItemOutput, Query,
    QueryOutput, ResponseMeta, ReturnConsumed, ReturnValues, Scan, ScanOutput, Segment, Select, UpdateItem,
    UpdateItemOutput,
};
pub use reply::Reply;
pub use stream::{
    DescribeStream, GetRecords, GetRecordsOutput, GetShardIterator, GetShardIteratorOutput, ListStreams,
    ListStreamsOutput, Shard, ShardStart, StreamDescription, StreamEvent, StreamRecord, StreamStatus, StreamSummary,
    UserIdentity,
};
pub use table::{
    BillingMode, CreateTable, DeleteTable, DescribeTable, IndexDefinition, IndexKind, KeyAttribute, Projection,
    StreamView, TableDescription, TableStatus, UpdateTimeToLive,
};
pub use transact::{
    CancellationReason, TransactAction, TransactGet, TransactGetItems, TransactGetItemsOutput, TransactWrite,
    TransactWriteItems, TransactWriteItemsOutput,
};

use crate::error::Error;

/// A DynamoDB: the embedded engine, AWS, or a wrapper around one of them.
///
/// One method per DynamoDB operation, one call each: pages, retries and batches are the business of the builders above.
/// An operation that a backend lacks answers [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported), so that new
/// operations break no implementation. What every backend has is required.
pub trait Backend: Send + Sync + 'static {
    /// Writes a whole item. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html)
    fn put_item(&self, request: PutItem) -> Reply<'_, PutItemOutput>;

    /// Reads an item by its primary key. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html)
    fn get_item(&self, request: GetItem) -> Reply<'_, GetItemOutput>;

    /// Changes attributes of an item, or creates it. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html)
    fn update_item(&self, request: UpdateItem) -> Reply<'_, UpdateItemOutput>;

    /// Deletes an item. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html)
    fn delete_item(&self, request: DeleteItem) -> Reply<'_, DeleteItemOutput>;

    /// Reads one page of one partition of a table or index. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html)
    fn query(&self, request: Query) -> Reply<'_, QueryOutput>;

    /// Reads one page of a whole table or index. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html)
    fn scan(&self, request: Scan) -> Reply<'_, ScanOutput>;

    /// Reads up to 100 items, each on its own. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html)
    fn batch_get_item(&self, request: BatchGetItem) -> Reply<'_, BatchGetItemOutput> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("BatchGetItem")))
    }

    /// Writes and deletes up to 25 items, each on its own. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html)
    fn batch_write_item(&self, request: BatchWriteItem) -> Reply<'_, BatchWriteItemOutput> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("BatchWriteItem")))
    }

    /// Reads up to 100 items as they are at one moment. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html)
    fn transact_get_items(&self, request: TransactGetItems) -> Reply<'_, TransactGetItemsOutput> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("TransactGetItems")))
    }

    /// Writes up to 100 items, all of them or none. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html)
    fn transact_write_items(&self, request: TransactWriteItems) -> Reply<'_, TransactWriteItemsOutput> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("TransactWriteItems")))
    }

    /// Creates a table. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html)
    fn create_table(&self, request: CreateTable) -> Reply<'_, TableDescription> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("CreateTable")))
    }

    /// Describes a table. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html)
    fn describe_table(&self, request: DescribeTable) -> Reply<'_, TableDescription> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("DescribeTable")))
    }

    /// Deletes a table and all its items. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html)
    fn delete_table(&self, request: DeleteTable) -> Reply<'_, TableDescription> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("DeleteTable")))
    }

    /// Switches time-to-live on or off. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html)
    fn update_time_to_live(&self, request: UpdateTimeToLive) -> Reply<'_, ()> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("UpdateTimeToLive")))
    }

    /// Lists streams. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html)
    fn list_streams(&self, request: ListStreams) -> Reply<'_, ListStreamsOutput> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("ListStreams")))
    }

    /// Describes a stream and its shards. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html)
    fn describe_stream(&self, request: DescribeStream) -> Reply<'_, StreamDescription> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("DescribeStream")))
    }

    /// Begins to read a shard. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html)
    fn get_shard_iterator(&self, request: GetShardIterator) -> Reply<'_, GetShardIteratorOutput> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("GetShardIterator")))
    }

    /// Reads records of a shard. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html)
    fn get_records(&self, request: GetRecords) -> Reply<'_, GetRecordsOutput> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("GetRecords")))
    }

    /// The time that timestamps, expiry and the pauses of retries go by.
    fn clock(&self) -> &dyn Clock {
        &SystemClock
    }
}
