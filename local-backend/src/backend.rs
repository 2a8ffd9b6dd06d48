//! The engine behind the `Backend` trait.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use monotable::request::control::{
    ContinuousBackups, CreateTable, DeleteResourcePolicy, DeleteTable, DescribeTable, Endpoint, Limits, ListTables,
    ListTablesOutput, ListTagsOfResource, ListTagsOfResourceOutput, PutResourcePolicy, ResourcePolicy,
    TableDescription, TagResource, TimeToLiveDescription, UntagResource, UpdateContinuousBackups, UpdateTable,
    UpdateTimeToLive,
};
use monotable::request::{
    BatchGetItem, BatchGetItemOutput, BatchWriteItem, BatchWriteItemOutput, DeleteItem, DeleteItemOutput,
    DescribeStream, GetItem, GetItemOutput, GetRecords, GetRecordsOutput, GetShardIterator, GetShardIteratorOutput,
    ListStreams, ListStreamsOutput, PutItem, PutItemOutput, Query, QueryOutput, Scan, ScanOutput, StreamDescription,
    TransactGetItems, TransactGetItemsOutput, TransactWriteItems, TransactWriteItemsOutput, UpdateItem,
    UpdateItemOutput,
};
use monotable::{Backend, Clock, Error, Reply, SystemClock};

use crate::database::{Database, Home};
use crate::error::Wording;
use crate::op;
use crate::store::{Catalog, Streams, Tables, Tokens};

/// A DynamoDB in process, in memory. Clones are the same database; [`fork`](Self::fork) makes another one.
///
/// It answers at once and needs no executor. Calls on different partitions of a table do not wait for each other.
///
/// ```
/// use monotable::request::control::{CreateTable, KeyAttribute};
/// use monotable::{Backend, Type};
/// use monotable_local::LocalBackend;
///
/// # async fn example() -> Result<(), monotable::Error> {
/// let fixture = LocalBackend::new();
/// let pk = KeyAttribute { name: "PK".into(), kind: Type::S };
/// fixture.create_table(CreateTable::new("shop".into(), pk, None)).await?;
///
/// let mine = fixture.fork(); // for one test: what changes here stays here
/// assert_eq!(mine.list_tables().len(), 1);
/// # Ok(())
/// # }
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # let done = std::future::Future::poll(std::pin::pin!(example()), &mut context);
/// # assert!(matches!(done, std::task::Poll::Ready(Ok(()))), "{done:?}");
/// ```
#[derive(Clone)]
pub struct LocalBackend {
    database: Arc<Database>,
}

/// Settings of a new database; made by [`LocalBackend::builder`].
///
/// ```
/// use std::sync::Arc;
/// use std::time::{Duration, UNIX_EPOCH};
/// use monotable_local::{LocalBackend, ManualClock};
///
/// let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(1_800_000_000));
/// let backend = LocalBackend::builder().clock(Arc::new(clock.clone())).table_delay(Duration::from_secs(5)).build();
/// clock.advance(Duration::from_secs(5)); // tables that were created meanwhile are active
/// # drop(backend);
/// ```
#[must_use]
pub struct Builder {
    clock: Arc<dyn Clock>,
    seed: u64,
    home: Home,
    delay: Duration,
    wording: Wording,
}

impl LocalBackend {
    /// An empty database on the system's clock.
    #[must_use]
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// An empty database with settings of its own.
    pub fn builder() -> Builder {
        let (clock, home, delay, wording) =
            (Arc::new(SystemClock), Home::default(), Duration::ZERO, Wording::default());
        Builder { clock, seed: 0, home, delay, wording }
    }

    /// A copy of the whole database as it is at this moment, on the same clock. It costs the same whatever is stored: the
    /// copy shares all of it, and each side copies what it changes. Made for tests, one fork of a common fixture each.
    ///
    /// ```
    /// use monotable_local::LocalBackend;
    ///
    /// let fixture = LocalBackend::new();
    /// let mine = fixture.fork();
    /// # drop(mine);
    /// ```
    #[must_use]
    pub fn fork(&self) -> Self {
        self.fork_with(Arc::clone(&self.database.home))
    }

    /// The same for another account or region.
    #[doc(hidden)]
    pub fn fork_to(&self, home: Home) -> Self {
        self.fork_with(Arc::new(home))
    }

    /// Returns whether there is nothing in it.
    #[doc(hidden)]
    pub fn is_vacant(&self) -> bool {
        self.database.catalog.read().is_empty() && self.database.streams.is_empty()
    }

    /// Returns whether others hold it.
    #[doc(hidden)]
    pub fn is_shared(&self) -> bool {
        Arc::strong_count(&self.database) > 1
    }

    fn fork_with(&self, home: Arc<Home>) -> Self {
        let Database { catalog, clock, seed, streams, transactions, home: _, delay, wording } = &*self.database;
        let (catalog, (streams, transactions)) = catalog.fork(|| (streams.fork(), transactions.fork()));
        let (clock, seed, delay, wording) = (Arc::clone(clock), *seed, *delay, *wording);
        let database = Database { catalog, clock, seed, streams, transactions, home, delay, wording };
        Self { database: Arc::new(database) }
    }

    #[doc(hidden)]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The names of all tables in the order of their bytes.
    #[must_use]
    pub fn list_tables(&self) -> Vec<Arc<str>> {
        op::list_tables(&self.database)
    }

    /// Deletes every item that has expired, and says how many: value of the table's time-to-live attribute before the time
    /// now, but not by more than five years. DynamoDB does this in the background, within days; here nothing expires between
    /// two calls of this method, and until then expired items are visible to all reads, as there.
    ///
    /// See [How TTL works](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html).
    pub fn sweep_expired(&self) -> u64 {
        op::sweep_expired(&self.database)
    }
}

impl Builder {
    /// The clock that timestamps, expiry and pauses go by.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Decides where partition keys are placed, and so the order of scans and what is in which segment: the same seed gives the
    /// same order. Without a seed, which is 0, it is that of DynamoDB.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The region that ARNs of tables name; `us-east-1` otherwise.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.home.region = region.into();
        self
    }

    /// The account that ARNs of tables name; `000000000000` otherwise.
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.home.account = account.into();
        self
    }

    /// Lets it take so long, on the database's clock, to create, change and delete a table, and to switch time-to-live; a new
    /// index is CREATING for all of it, and backfilling in the second half. Meanwhile a table has the status that it has on
    /// AWS, and is refused what it is refused there. Without this all is done at once.
    pub fn table_delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sets whose words it takes where the regions of AWS differ; those of most of them otherwise.
    pub fn wording(mut self, wording: Wording) -> Self {
        self.wording = wording;
        self
    }

    /// An empty database with these settings.
    #[must_use]
    pub fn build(self) -> LocalBackend {
        let catalog = Catalog::new(&Tables::new());
        let (streams, transactions, home) = (Streams::default(), Tokens::new(), Arc::new(self.home));
        let Self { clock, seed, delay, wording, .. } = self;
        let database = Database { catalog, clock, seed, streams, transactions, home, delay, wording };
        LocalBackend { database: Arc::new(database) }
    }
}

impl Default for LocalBackend {
    fn default() -> Self {
        Self::new()
    }
}

impl Backend for LocalBackend {
    fn put_item(&self, request: PutItem) -> Reply<'_, PutItemOutput> {
        answer(op::put(&self.database, &request))
    }

    fn get_item(&self, request: GetItem) -> Reply<'_, GetItemOutput> {
        answer(op::get(&self.database, &request))
    }

    fn update_item(&self, request: UpdateItem) -> Reply<'_, UpdateItemOutput> {
        answer(op::update(&self.database, &request))
    }

    fn delete_item(&self, request: DeleteItem) -> Reply<'_, DeleteItemOutput> {
        answer(op::delete(&self.database, &request))
    }

    fn query(&self, request: Query) -> Reply<'_, QueryOutput> {
        answer(op::query(&self.database, &request))
    }

    fn scan(&self, request: Scan) -> Reply<'_, ScanOutput> {
        answer(op::scan(&self.database, &request))
    }

    fn batch_get_item(&self, request: BatchGetItem) -> Reply<'_, BatchGetItemOutput> {
        answer(op::batch_get(&self.database, &request))
    }

    fn batch_write_item(&self, request: BatchWriteItem) -> Reply<'_, BatchWriteItemOutput> {
        answer(op::batch_write(&self.database, &request))
    }

    fn transact_get_items(&self, request: TransactGetItems) -> Reply<'_, TransactGetItemsOutput> {
        answer(op::transact_get(&self.database, &request))
    }

    fn transact_write_items(&self, request: TransactWriteItems) -> Reply<'_, TransactWriteItemsOutput> {
        answer(op::transact_write(&self.database, &request))
    }

    fn create_table(&self, request: CreateTable) -> Reply<'_, TableDescription> {
        answer(op::create_table(&self.database, request))
    }

    fn describe_table(&self, request: DescribeTable) -> Reply<'_, TableDescription> {
        answer(op::describe_table(&self.database, &request))
    }

    fn delete_table(&self, request: DeleteTable) -> Reply<'_, TableDescription> {
        answer(op::delete_table(&self.database, &request))
    }

    fn update_time_to_live(&self, request: UpdateTimeToLive) -> Reply<'_, ()> {
        answer(op::update_time_to_live(&self.database, request))
    }

    fn list_streams(&self, request: ListStreams) -> Reply<'_, ListStreamsOutput> {
        answer(op::list_streams(&self.database, &request))
    }

    fn describe_stream(&self, request: DescribeStream) -> Reply<'_, StreamDescription> {
        answer(op::describe_stream(&self.database, &request))
    }

    fn get_shard_iterator(&self, request: GetShardIterator) -> Reply<'_, GetShardIteratorOutput> {
        answer(op::get_shard_iterator(&self.database, &request))
    }

    fn get_records(&self, request: GetRecords) -> Reply<'_, GetRecordsOutput> {
        answer(op::get_records(&self.database, &request))
    }

    fn update_table(&self, request: UpdateTable) -> Reply<'_, TableDescription> {
        answer(op::update_table(&self.database, &request))
    }

    fn list_tables(&self, request: ListTables) -> Reply<'_, ListTablesOutput> {
        answer(op::list_tables_page(&self.database, &request))
    }

    fn describe_time_to_live(&self, table: Arc<str>) -> Reply<'_, TimeToLiveDescription> {
        answer(op::describe_time_to_live(&self.database, &table))
    }

    fn tag_resource(&self, request: TagResource) -> Reply<'_, ()> {
        answer(op::tag_resource(&self.database, request))
    }

    fn untag_resource(&self, request: UntagResource) -> Reply<'_, ()> {
        answer(op::untag_resource(&self.database, &request))
    }

    fn list_tags_of_resource(&self, request: ListTagsOfResource) -> Reply<'_, ListTagsOfResourceOutput> {
        answer(op::list_tags_of_resource(&self.database, &request))
    }

    fn put_resource_policy(&self, request: PutResourcePolicy) -> Reply<'_, String> {
        answer(op::put_resource_policy(&self.database, request))
    }

    fn get_resource_policy(&self, arn: Arc<str>) -> Reply<'_, ResourcePolicy> {
        answer(op::get_resource_policy(&self.database, &arn))
    }

    fn delete_resource_policy(&self, request: DeleteResourcePolicy) -> Reply<'_, Option<String>> {
        answer(op::delete_resource_policy(&self.database, &request))
    }

    fn describe_continuous_backups(&self, table: Arc<str>) -> Reply<'_, ContinuousBackups> {
        answer(op::describe_continuous_backups(&self.database, &table))
    }

    fn update_continuous_backups(&self, request: UpdateContinuousBackups) -> Reply<'_, ContinuousBackups> {
        answer(op::update_continuous_backups(&self.database, &request))
    }

    fn describe_limits(&self) -> Reply<'_, Limits> {
        Reply::ready(Ok(op::describe_limits()))
    }

    fn describe_endpoints(&self) -> Reply<'_, Vec<Endpoint>> {
        Reply::ready(Ok(op::describe_endpoints(&self.database)))
    }

    fn clock(&self) -> &dyn Clock {
        &*self.database.clock
    }
}

/// An answer, whose error says no more than that of a backend which can be logged.
fn answer<'a, T: Send + 'a>(answer: Result<T, Error>) -> Reply<'a, T> {
    Reply::ready(answer.map_err(Error::without_values))
}

impl fmt::Debug for LocalBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalBackend").field("tables", &self.list_tables()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("seed", &self.seed).finish_non_exhaustive()
    }
}
