//! What stands behind a store: the [`Backend`] trait, and the requests and responses that cross it.
//!
//! Open `Backend` first. `data` holds the operations on single items, `batch` and `transact` those on several, `table` those on
//! tables, `stream` those on streams; `payload` is the items of a response, `clock` the time that loops and timestamps go by,
//! `reply` the future that every operation returns; `aws` is DynamoDB itself, through the official SDK.

#[cfg(feature = "aws")]
pub(crate) mod aws;
mod batch;
mod clock;
mod data;
mod payload;
mod reply;
mod stream;
mod table;
mod transact;

pub use batch::{
    BatchGetItem, BatchGetItemOutput, BatchKeys, BatchMeta, BatchWrite, BatchWriteItem, BatchWriteItemOutput,
};
pub use clock::{Clock, SystemClock};
pub use data::{
    ConsumedCapacity, DeleteItem, DeleteItemOutput, GetItem, GetItemOutput, ItemCollectionMetrics, PutItem,
    PutItemOutput, Query, QueryOutput, ResponseMeta, ReturnConsumed, ReturnValues, Scan, ScanOutput, Segment, Select,
    UpdateItem, UpdateItemOutput,
};
pub(crate) use payload::unreadable;
pub use payload::{JsonPayload, Payload};
pub use reply::Reply;
pub use stream::{
    DescribeStream, GetRecords, GetRecordsOutput, GetShardIterator, GetShardIteratorOutput, ListStreams,
    ListStreamsOutput, Shard, ShardStart, StreamDescription, StreamEvent, StreamRecord, StreamStatus, StreamSummary,
    UserIdentity,
};
pub use table::{
    BillingMode, BillingSummary, CapacityMode, ContinuousBackups, CreateTable, DeleteResourcePolicy, DeleteTable,
    DescribeTable, Encryption, EncryptionDescription, EncryptionKind, EncryptionStatus, Endpoint, IndexCapacity,
    IndexDefinition, IndexDescription, IndexStatus, IndexUpdate, KeyAttribute, Limits, ListTables, ListTablesOutput,
    ListTagsOfResource, ListTagsOfResourceOutput, OnDemandThroughput, Projection, PutResourcePolicy, ResourcePolicy,
    StreamUpdate, StreamView, TableClass, TableDescription, TableStatus, TagResource, Throughput,
    ThroughputDescription, TimeToLiveDescription, TimeToLiveStatus, UntagResource, UpdateContinuousBackups,
    UpdateTable, UpdateTimeToLive, WarmThroughput, WarmThroughputDescription,
};
pub use transact::{
    TransactAction, TransactGet, TransactGetItems, TransactGetItemsOutput, TransactWrite, TransactWriteItems,
    TransactWriteItemsOutput,
};

use std::sync::Arc;

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

    /// Changes a table: its capacity, its global indexes, its settings. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html)
    fn update_table(&self, request: UpdateTable) -> Reply<'_, TableDescription> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("UpdateTable")))
    }

    /// Deletes a table and all its items. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html)
    fn delete_table(&self, request: DeleteTable) -> Reply<'_, TableDescription> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("DeleteTable")))
    }

    /// Lists the names of tables, a page at a time. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html)
    fn list_tables(&self, request: ListTables) -> Reply<'_, ListTablesOutput> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("ListTables")))
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

    /// Tells whether items of a table, by name or ARN, expire. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html)
    fn describe_time_to_live(&self, table: Arc<str>) -> Reply<'_, TimeToLiveDescription> {
        let _ = table;
        Reply::ready(Err(Error::unsupported("DescribeTimeToLive")))
    }

    /// Adds tags to a table. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html)
    fn tag_resource(&self, request: TagResource) -> Reply<'_, ()> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("TagResource")))
    }

    /// Takes tags from a table. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html)
    fn untag_resource(&self, request: UntagResource) -> Reply<'_, ()> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("UntagResource")))
    }

    /// Lists the tags of a table, a page at a time. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html)
    fn list_tags_of_resource(&self, request: ListTagsOfResource) -> Reply<'_, ListTagsOfResourceOutput> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("ListTagsOfResource")))
    }

    /// Sets the policy of a table or stream, and gives its revision. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html)
    fn put_resource_policy(&self, request: PutResourcePolicy) -> Reply<'_, String> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("PutResourcePolicy")))
    }

    /// Reads the policy of a table or stream. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html)
    fn get_resource_policy(&self, arn: Arc<str>) -> Reply<'_, ResourcePolicy> {
        let _ = arn;
        Reply::ready(Err(Error::unsupported("GetResourcePolicy")))
    }

    /// Deletes the policy of a table or stream, and gives its last revision. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html)
    fn delete_resource_policy(&self, request: DeleteResourcePolicy) -> Reply<'_, Option<String>> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("DeleteResourcePolicy")))
    }

    /// Tells whether a table, by name or ARN, can be restored to any point in time. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html)
    fn describe_continuous_backups(&self, table: Arc<str>) -> Reply<'_, ContinuousBackups> {
        let _ = table;
        Reply::ready(Err(Error::unsupported("DescribeContinuousBackups")))
    }

    /// Switches point-in-time recovery of a table. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html)
    fn update_continuous_backups(&self, request: UpdateContinuousBackups) -> Reply<'_, ContinuousBackups> {
        let _ = request;
        Reply::ready(Err(Error::unsupported("UpdateContinuousBackups")))
    }

    /// Tells how much capacity may be provisioned. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html)
    fn describe_limits(&self) -> Reply<'_, Limits> {
        Reply::ready(Err(Error::unsupported("DescribeLimits")))
    }

    /// Tells where the service can be reached. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html)
    fn describe_endpoints(&self) -> Reply<'_, Vec<Endpoint>> {
        Reply::ready(Err(Error::unsupported("DescribeEndpoints")))
    }

    /// The time that timestamps, expiry and the pauses of retries go by.
    fn clock(&self) -> &dyn Clock {
        &SystemClock
    }
}
