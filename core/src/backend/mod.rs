//! Backends: the [`Backend`] trait, and the requests and responses that cross it.
//!
//! Open `Backend` first. `data` holds the operations on single items, `batch` and `transact` those on several, `table` those on
//! tables, `stream` those on streams; `payload` is the items of a response, `clock` the time that loops and timestamps go by,
//! `reply` the future that every operation returns; `aws` is DynamoDB itself, through the official SDK.

#[cfg(feature = "aws")]
#[cfg_attr(
    not(all(feature = "aws-multi-item", feature = "aws-tables")),
    allow(dead_code, unused_imports, reason = "what the features switch off is checked all the same")
)]
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

/// Declares the trait: operations with their requests, answers and DynamoDB's names of them.
macro_rules! backend {
    (
        $(#[$trait_doc:meta])*
        trait Backend;
        $($(#[$doc:meta])* $operation:ident($($request:ident: $Request:ty)?) -> $Output:ty, $name:literal;)*
    ) => {
        $(#[$trait_doc])*
        pub trait Backend: Send + Sync + 'static {
            /// Returns the backend that this one stands around; operations that this one does not have go there.
            fn inner(&self) -> Option<&dyn Backend> {
                None
            }

            /// Returns the clock that timestamps, expiry and the pauses of retries go by; the system's, unless there is an
            /// inner backend.
            fn clock(&self) -> &dyn Clock {
                match self.inner() {
                    Some(inner) => inner.clock(),
                    None => &SystemClock,
                }
            }

            $(
                $(#[$doc])*
                fn $operation(&self, $($request: $Request)?) -> Reply<'_, $Output> {
                    match self.inner() {
                        Some(inner) => inner.$operation($($request)?),
                        None => {
                            $(let _ = $request;)?
                            Reply::ready(Err(Error::unsupported($name)))
                        }
                    }
                }
            )*
        }
    };
}

backend! {
    /// A DynamoDB: the embedded engine, AWS, or a wrapper around one of them.
    ///
    /// One method for each operation of DynamoDB, one call each: pages, retries and batches are the business of the builders
    /// above. Every method has a default: it asks [`inner`](Backend::inner), and answers
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) with the operation's name where there is no inner backend.
    /// So a wrapper is `inner` and the operations that it cares about, loses none of the others, and a new operation breaks
    /// no implementation. A wrapper that counts what is read:
    ///
    /// ```
    /// use std::sync::atomic::{AtomicU64, Ordering};
    /// use monotable::request::{GetItem, GetItemOutput};
    /// use monotable::{Backend, Reply};
    ///
    /// struct Counting<B>(B, AtomicU64);
    ///
    /// impl<B: Backend> Backend for Counting<B> {
    ///     fn inner(&self) -> Option<&dyn Backend> {
    ///         Some(&self.0)
    ///     }
    ///     fn get_item(&self, request: GetItem) -> Reply<'_, GetItemOutput> {
    ///         self.1.fetch_add(1, Ordering::Relaxed);
    ///         self.0.get_item(request)
    ///     }
    /// }
    /// # use std::sync::Arc;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// # let counting = Arc::new(Counting(shop.backend().clone(), AtomicU64::new(0)));
    /// # let counted = Shop::on(counting.clone());
    /// # assert!(counted.get(Order::key(1)).await?.is_some());
    /// # counted.delete(Order::key(1)).await?;
    /// # assert_eq!((counted.get(Order::key(1)).await?, counting.1.load(Ordering::Relaxed)), (None, 2));
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    ///
    /// And one that fails the third put:
    ///
    /// ```
    /// # use std::sync::atomic::{AtomicU64, Ordering};
    /// use monotable::request::{PutItem, PutItemOutput};
    /// use monotable::{Backend, Error, ErrorKind, Reply};
    ///
    /// struct ThirdPutFails<B>(B, AtomicU64);
    ///
    /// impl<B: Backend> Backend for ThirdPutFails<B> {
    ///     fn inner(&self) -> Option<&dyn Backend> {
    ///         Some(&self.0)
    ///     }
    ///     fn put_item(&self, request: PutItem) -> Reply<'_, PutItemOutput> {
    ///         match self.1.fetch_add(1, Ordering::Relaxed) {
    ///             2 => Reply::ready(Err(Error::new(ErrorKind::Unavailable, "the third put"))),
    ///             _ => self.0.put_item(request),
    ///         }
    ///     }
    /// }
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// # let failing = Shop::on(ThirdPutFails(shop.backend().clone(), AtomicU64::new(0)));
    /// # let order = Order { number: 9, paid: true };
    /// # for put in 1..=4 {
    /// #     assert_eq!(failing.put(&order).await.is_err(), put == 3);
    /// # }
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    trait Backend;

    /// Writes a whole item. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html)
    put_item(request: PutItem) -> PutItemOutput, "PutItem";

    /// Reads an item by its primary key. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html)
    get_item(request: GetItem) -> GetItemOutput, "GetItem";

    /// Changes attributes of an item, or creates it. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html)
    update_item(request: UpdateItem) -> UpdateItemOutput, "UpdateItem";

    /// Deletes an item. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html)
    delete_item(request: DeleteItem) -> DeleteItemOutput, "DeleteItem";

    /// Reads one page of one partition of a table or index. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html)
    query(request: Query) -> QueryOutput, "Query";

    /// Reads one page of a whole table or index. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html)
    scan(request: Scan) -> ScanOutput, "Scan";

    /// Reads up to 100 items, each on its own. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html)
    batch_get_item(request: BatchGetItem) -> BatchGetItemOutput, "BatchGetItem";

    /// Writes and deletes up to 25 items, each on its own. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html)
    batch_write_item(request: BatchWriteItem) -> BatchWriteItemOutput, "BatchWriteItem";

    /// Reads up to 100 items as they are at one moment. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html)
    transact_get_items(request: TransactGetItems) -> TransactGetItemsOutput, "TransactGetItems";

    /// Writes up to 100 items, all of them or none. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html)
    transact_write_items(request: TransactWriteItems) -> TransactWriteItemsOutput, "TransactWriteItems";

    /// Creates a table. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html)
    create_table(request: CreateTable) -> TableDescription, "CreateTable";

    /// Describes a table. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html)
    describe_table(request: DescribeTable) -> TableDescription, "DescribeTable";

    /// Changes a table: its capacity, its global indexes, its settings. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html)
    update_table(request: UpdateTable) -> TableDescription, "UpdateTable";

    /// Deletes a table and all its items. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html)
    delete_table(request: DeleteTable) -> TableDescription, "DeleteTable";

    /// Lists the names of tables, a page at a time. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html)
    list_tables(request: ListTables) -> ListTablesOutput, "ListTables";

    /// Switches time-to-live on or off. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html)
    update_time_to_live(request: UpdateTimeToLive) -> (), "UpdateTimeToLive";

    /// Lists streams. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html)
    list_streams(request: ListStreams) -> ListStreamsOutput, "ListStreams";

    /// Describes a stream and its shards. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html)
    describe_stream(request: DescribeStream) -> StreamDescription, "DescribeStream";

    /// Begins to read a shard. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html)
    get_shard_iterator(request: GetShardIterator) -> GetShardIteratorOutput, "GetShardIterator";

    /// Reads records of a shard. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html)
    get_records(request: GetRecords) -> GetRecordsOutput, "GetRecords";

    /// Tells whether items of a table, by name or ARN, expire. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html)
    describe_time_to_live(table: Arc<str>) -> TimeToLiveDescription, "DescribeTimeToLive";

    /// Adds tags to a table. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html)
    tag_resource(request: TagResource) -> (), "TagResource";

    /// Takes tags from a table. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html)
    untag_resource(request: UntagResource) -> (), "UntagResource";

    /// Lists the tags of a table, a page at a time. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html)
    list_tags_of_resource(request: ListTagsOfResource) -> ListTagsOfResourceOutput, "ListTagsOfResource";

    /// Sets the policy of a table or stream, and gives its revision. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html)
    put_resource_policy(request: PutResourcePolicy) -> String, "PutResourcePolicy";

    /// Reads the policy of a table or stream. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html)
    get_resource_policy(arn: Arc<str>) -> ResourcePolicy, "GetResourcePolicy";

    /// Deletes the policy of a table or stream, and gives its last revision. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html)
    delete_resource_policy(request: DeleteResourcePolicy) -> Option<String>, "DeleteResourcePolicy";

    /// Tells whether a table, by name or ARN, can be restored to any point in time. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html)
    describe_continuous_backups(table: Arc<str>) -> ContinuousBackups, "DescribeContinuousBackups";

    /// Switches point-in-time recovery of a table. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html)
    update_continuous_backups(request: UpdateContinuousBackups) -> ContinuousBackups, "UpdateContinuousBackups";

    /// Tells how much capacity may be provisioned. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html)
    describe_limits() -> Limits, "DescribeLimits";

    /// Tells where the service can be reached. [API](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html)
    describe_endpoints() -> Vec<Endpoint>, "DescribeEndpoints";
}

/// A backend that others use too.
impl Backend for Arc<dyn Backend> {
    fn inner(&self) -> Option<&dyn Backend> {
        Some(&**self)
    }
}

impl<B: Backend> Backend for Arc<B> {
    fn inner(&self) -> Option<&dyn Backend> {
        Some(&**self)
    }
}
