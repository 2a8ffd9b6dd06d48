//! A table behind a backend.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use super::{
    BatchGet, BatchWrite, Check, Delete, Get, Load, Put, Query, Scan, ScanEntity, Transact, TransactGet, Update,
    UpdateCall,
};
use crate::backend::{Backend, DeleteTable, DescribeTable, TableDescription, TableStatus, UpdateTimeToLive};
use crate::error::Error;
use crate::plan::store::StoreInner;
use crate::plan::{Observer, Retry};
use crate::typed::reach::{
    AllowsScan, Everything, HasEverything, Holds, KeepsKeys, KeyList, Loads, Ops, PartitionOf, QueryPlan,
};
use crate::typed::{AccessPattern, Entity, KeyFor, Storable, Table};

/// A table of type `T` behind a backend: where every operation starts.
///
/// Cheap to clone; every future it returns is `Send` and borrows nothing. A future that is dropped before it completes has
/// applied its write wholly or not at all.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// use std::time::Duration;
/// use monotable::Retry;
///
/// let shop = shop.named("Shop").retrying(Retry::default().deadline(Duration::from_secs(5)));
/// shop.put(&Stock { sku: "mill".into(), left: 3 }).await?;
/// assert_eq!(shop.clone().get(Stock::key("mill")).await?.map(|stock| stock.left), Some(3));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub struct Store<T> {
    inner: Arc<StoreInner>,
    table: PhantomData<fn() -> T>,
}

impl<T: Table> Store<T> {
    /// Creates a store over this backend; its table has the name of the type.
    pub fn new(backend: impl Backend) -> Self {
        Self::shared(Arc::new(backend))
    }

    /// Creates a store over a backend that others use too.
    #[must_use]
    pub fn shared(backend: Arc<dyn Backend>) -> Self {
        let inner = StoreInner {
            backend,
            table: Arc::from(T::SCHEMA.name),
            schema: T::SCHEMA,
            observer: None,
            signer: None,
            retry: Retry::default(),
            strict: false,
            shared: OnceLock::new(),
        };
        Self { inner: Arc::new(inner), table: PhantomData }
    }

    fn changed(self, change: impl FnOnce(&mut StoreInner)) -> Self {
        let mut inner = StoreInner::clone(&self.inner);
        change(&mut inner);
        Self { inner: Arc::new(inner), table: PhantomData }
    }

    /// Uses the table of this name, or of this ARN.
    #[must_use]
    pub fn named(self, table: impl AsRef<str>) -> Self {
        self.changed(|inner| inner.table = Arc::from(table.as_ref()))
    }

    /// Adds an observer that sees every call.
    #[must_use]
    #[doc(alias("on_call", "hook", "log"))]
    pub fn observed(self, observer: impl Observer) -> Self {
        self.changed(|inner| inner.observer = Some(Arc::new(observer)))
    }

    /// Sets how the store goes on where DynamoDB refused something for the moment or left it undone: batches,
    /// transactions, pages, and writes that met a transaction.
    #[must_use]
    pub fn retrying(self, retry: Retry) -> Self {
        self.changed(|inner| inner.retry = retry)
    }

    /// Makes an item of a kind that the table does not know an [`ErrorKind::Decode`](crate::ErrorKind::Decode) wherever it would be
    /// skipped and counted: for tables that no other program writes. A variant with `#[table(other)]` knows every kind.
    ///
    /// A count looks at the same items as a page.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// # use monotable::{ErrorKind, Value, request::PutItem};
    /// let newer = [("PK", "ORDER#0000000001"), ("SK", "ORDER#2"), ("_type", "Refund")];
    /// let newer = newer.map(|(name, text)| (name, Value::from(text))).into_iter().collect();
    /// shop.backend().put_item(PutItem::new("Shop".into(), newer)).await?; // by another program
    ///
    /// assert_eq!(shop.partition(Order::of(1)).page().await?.skipped, 1);
    /// let error = shop.strict().partition(Order::of(1)).page().await.unwrap_err();
    /// assert_eq!((error.kind(), error.key()), (ErrorKind::Decode, Some("ORDER#0000000001 / ORDER#2")));
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    #[must_use]
    pub fn strict(self) -> Self {
        self.changed(|inner| inner.strict = true)
    }

    /// Signs cursors: one that was not made with this secret is an
    /// [`ErrorKind::InvalidCursor`](crate::ErrorKind::InvalidCursor). Give every process that shares cursors the same secret of
    /// 32 random bytes or more.
    #[cfg(feature = "cursor-secret")]
    #[must_use]
    pub fn cursor_secret(self, secret: impl AsRef<[u8]>) -> Self {
        self.changed(|inner| inner.signer = Some(crate::plan::signer::Signer::new(secret.as_ref())))
    }

    /// Returns the name of the table.
    #[must_use]
    pub fn table_name(&self) -> &str {
        &self.inner.table
    }

    /// Returns the backend, for requests that are written by hand.
    #[must_use]
    pub fn backend(&self) -> &Arc<dyn Backend> {
        &self.inner.backend
    }

    /// Writes an entity, replacing what has its key. [`only_new`](Put::only_new), [`replace`](Put::replace) and
    /// [`when`](Put::when) make it conditional; an entity with an optimistic lock is always written on condition of its version.
    ///
    /// The whole item is replaced: attributes that the struct does not name are gone. An update keeps them.
    ///
    /// The enum of the table can be put too, as the entity that it is, and yields no version.
    #[doc(alias("put_item", "save", "insert", "create", "write", "upsert"))]
    pub fn put<E: Storable>(&self, entity: &E) -> Put<E>
    where
        T: Holds<E>,
    {
        Put::new(Arc::clone(&self.inner), entity)
    }

    /// Reads the entity with this key.
    #[doc(alias("get_item", "find", "fetch", "load", "read", "exists"))]
    pub fn get<E: Entity>(&self, key: impl KeyFor<E>) -> Get<E>
    where
        T: Holds<E>,
    {
        Get::new(Arc::clone(&self.inner), key.into_key())
    }

    /// Deletes the entity with this key; deleting what is not there succeeds.
    #[doc(alias("delete_item", "remove"))]
    pub fn delete<E: Storable>(&self, key: impl KeyFor<E>) -> Delete<E>
    where
        T: Holds<E>,
    {
        Delete::new(Arc::clone(&self.inner), key.into_key())
    }

    /// Changes attributes of an entity that exists. Index keys that are composed of changed attributes are written in the
    /// same request.
    #[doc(alias("update_item", "upsert", "modify", "patch"))]
    pub fn update<E, States>(&self, update: Update<E, States>) -> UpdateCall<E>
    where
        T: Holds<E>,
        E: Entity + KeepsKeys<States>,
    {
        UpdateCall::new(Arc::clone(&self.inner), update.into_plan())
    }

    /// Reads the entities with these keys, as many as there are, in calls of up to 100. [`and`](BatchGet::and) reads those of
    /// other kinds in the same calls.
    ///
    /// The results stand in the order of the keys, `None` where there is none. What DynamoDB left unprocessed is asked for
    /// again, as [`retrying`](Self::retrying) says; the error that there is otherwise holds what was read and the keys that
    /// are left.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// let orders = shop.batch_get([Order::key(7), Order::key(1)]).consistent().await?;
    /// assert_eq!(orders, [None, Some(Order { number: 1, paid: false })]);
    ///
    /// let (orders, stock) = shop.batch_get([Order::key(1)]).and([Stock::key("tea"), Stock::key("mill")]).await?;
    /// assert_eq!((orders.len(), stock.len()), (1, 2));
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    #[doc(alias("batch_get_item", "get_many", "get_all"))]
    pub fn batch_get<E: Entity>(&self, keys: impl IntoIterator<Item = impl KeyFor<E>>) -> BatchGet<T, (E,)>
    where
        T: Holds<E>,
    {
        BatchGet::new(Arc::clone(&self.inner), keys)
    }

    /// Writes and deletes entities, as many as there are and without conditions, in calls of up to 25.
    ///
    /// Items that DynamoDB left unprocessed are sent again, as [`retrying`](Self::retrying) says; the error that there is otherwise
    /// holds what was written and what is left. Two writes of one item, and items over 400 KB, are refused before anything is
    /// sent.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// let orders: Vec<Order> = (0..60).map(|number| Order { number, paid: true }).collect();
    /// shop.batch_write().put_all(&orders).delete(Stock::key("tea")).await?;
    /// # assert_eq!(shop.get(Order::key(59)).await?, Some(orders[59].clone()));
    /// # assert_eq!(shop.get(Stock::key("tea")).await?, None);
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    #[doc(alias("batch_write_item", "put_many", "bulk_write"))]
    pub fn batch_write(&self) -> BatchWrite<T> {
        BatchWrite::new(Arc::clone(&self.inner))
    }

    /// Does several operations, up to 100, all of them or none: a tuple of what [`put`](Self::put), [`update`](Self::update),
    /// [`delete`](Self::delete) and [`check`](Self::check) return, updates by themselves, a vector of one kind, or of
    /// [`Op`](crate::Op)s.
    ///
    /// It fails with the reason of each operation in its place, and with the typed old item where a condition did not hold. What
    /// meets another transaction is tried again, as [`retrying`](Self::retrying) says, with a token that keeps it from being
    /// done twice. Two operations on one item are refused before anything is sent.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// let order = Order { number: 2, paid: false };
    /// let take = |pieces: i64| shop.update(Stock::at("tea").add(|s| s.left, -pieces)).when(|s| s.left.ge(pieces));
    /// shop.transact((shop.put(&order).only_new(), take(2))).await?;
    ///
    /// let failed = shop.transact((order.edit().set(|o| o.paid, true), take(5))).await.unwrap_err();
    /// let (order_failed, stock_failed) = failed.into_reasons();
    /// assert!(order_failed.is_none());
    /// assert_eq!(stock_failed.and_then(|failed| failed.into_old()), Some(Stock { sku: "tea".into(), left: 0 }));
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    #[doc(alias("transact_write", "transact_write_items", "transaction"))]
    pub fn transact<O: Ops<T>>(&self, operations: O) -> Transact<T, O> {
        Transact::new(Arc::clone(&self.inner), operations)
    }

    /// Requires of an entity that it exists, in a [transaction](Self::transact) that leaves it alone; [`when`](Check::when)
    /// requires more of it, [`missing`](Check::missing) that there is none.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// let order = Order { number: 2, paid: false };
    /// shop.transact((shop.put(&order), shop.check(Stock::key("tea")).when(|s| s.left.gt(0)))).await?;
    ///
    /// let failed = shop.transact((shop.delete(&order), shop.check(Stock::key("tea")).missing())).await.unwrap_err();
    /// assert!(failed.is_condition_failed());
    /// assert_eq!(failed.reasons().1.as_ref().and_then(|failed| failed.old()).map(|stock| stock.left), Some(2));
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    #[doc(alias("condition_check"))]
    pub fn check<E: Entity>(&self, key: impl KeyFor<E>) -> Check<E>
    where
        T: Holds<E>,
    {
        Check::new(Arc::clone(&self.inner), key.into_key())
    }

    /// Reads up to 100 items as they are at one moment: a tuple of keys gives a tuple of entities, an array an array, a vector
    /// or slice a vector, with `None` where there is none. Reads that meet a transaction are tried again, as [`retrying`](Self::retrying) says.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// let (order, stock) = shop.transact_get((Order::key(1), Stock::key("tea"))).await?;
    /// assert_eq!((order.map(|o| o.paid), stock.map(|s| s.left)), (Some(false), Some(2)));
    ///
    /// let keys: Vec<_> = (0..5).map(Order::key).collect();
    /// let orders: Vec<Option<Order>> = shop.transact_get(&keys).await?;
    /// assert_eq!(orders.iter().flatten().count(), 1);
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    #[doc(alias("transact_get_items"))]
    pub fn transact_get<K: KeyList<T, Entities>, Entities>(&self, keys: K) -> TransactGet<T, K, Entities> {
        TransactGet::new(Arc::clone(&self.inner), keys)
    }

    /// Reads the entities that an access pattern reaches.
    #[doc(alias("find_by", "select"))]
    pub fn query<Q: QueryPlan>(&self, plan: Q) -> Query<Q::Pattern>
    where
        T: Holds<<Q::Pattern as AccessPattern>::Entity>,
    {
        Query::new(Arc::clone(&self.inner), plan.into_plan())
    }

    /// Reads everything that stands in the partition of an access pattern, of the table or of an index, as the enum of the table.
    /// Where parts of the sort key are given, what has them: items of other kinds below that key too.
    ///
    /// Items of kinds that the table does not know are left out and counted, unless it has a variant with `#[table(other)]`;
    /// [`count`](Query::count) counts every item.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// for item in shop.partition(Order::of(1)).all().await? {
    ///     match item {
    ///         Shop::Order(order) => println!("order {}", order.number),
    ///         Shop::Stock(stock) => println!("stock of {}", stock.sku),
    ///     }
    /// }
    /// shop.partition(Order::of(1)).delete_all().await?;
    /// assert_eq!(shop.get(Order::key(1)).await?, None);
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    pub fn partition<Q: QueryPlan>(&self, plan: Q) -> Query<PartitionOf<Q::Pattern>, Everything<T>>
    where
        T: Holds<<Q::Pattern as AccessPattern>::Entity>,
        <Q::Pattern as AccessPattern>::Carries: HasEverything<Q::Pattern>,
    {
        Query::new(Arc::clone(&self.inner), plan.into_plan())
    }

    /// Reads items of several kinds from one partition into one struct, as its [`derive@Collection`](crate::Collection) says:
    /// one query in the usual case. `None` where an item is missing that has to be there.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/tracker.rs"));
    /// # async fn example(tracker: Store<Tracker>) -> Result<(), monotable::Error> {
    /// #[derive(Collection)]
    /// #[collection(table = Tracker, by = project::Of)]
    /// struct ProjectView {
    ///     project: Project,
    ///     tasks: Vec<TaskView>,
    /// }
    ///
    /// #[derive(Collection)]
    /// #[collection(table = Tracker, by = task::Of)]
    /// struct TaskView {
    ///     task: Task,
    ///     comments: Vec<Comment>,
    /// }
    ///
    /// let view: Option<ProjectView> = tracker.load(Project::of("apollo")).await?;
    /// let view = view.expect("the project is there");
    /// assert_eq!(view.project.title, "To the moon");
    /// assert_eq!(view.tasks[0].task.number, 1);
    /// assert_eq!(view.tasks[0].comments.len(), 2);
    ///
    /// let task: Option<TaskView> = tracker.load(Task::of("apollo").number(2)).await?;
    /// assert_eq!(task.map(|view| view.comments.len()), Some(0));
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    pub fn load<C: Send + 'static>(&self, plan: impl Loads<C, T>) -> Load<C> {
        Load::new(Arc::clone(&self.inner), plan)
    }

    /// Reads the whole table, every kind of item.
    #[doc(alias("find_all", "list", "all"))]
    pub fn scan(&self) -> Scan<T>
    where
        T: AllowsScan,
    {
        Scan::<T>::new(Arc::clone(&self.inner))
    }

    /// Reads the whole table and keeps the entities of type `E`.
    pub fn scan_for<E: Entity + AllowsScan>(&self) -> ScanEntity<E>
    where
        T: Holds<E>,
    {
        ScanEntity::<E>::new(Arc::clone(&self.inner))
    }

    /// Creates the table with its indexes, paid by request, waits until it is usable, and switches time-to-live on where the
    /// layout has it. A table that exists is an [`ErrorKind::InUse`](crate::ErrorKind::InUse). For production tables, the definition is better exported
    /// to infrastructure code: [`TableSchema::create_table`](crate::schema::TableSchema::create_table).
    pub async fn create_table(&self) -> Result<TableDescription, Error> {
        let inner = &self.inner;
        let request = inner.schema.create_table(Arc::clone(&inner.table));
        let created = inner.backend.create_table(request).await?;
        let created = if created.status == TableStatus::Active { created } else { inner.wait_until_active().await? };
        if let Some(ttl) = inner.schema.layout.ttl {
            inner.backend.update_time_to_live(UpdateTimeToLive::enable(Arc::clone(&inner.table), ttl.into())).await?;
        }
        Ok(created)
    }

    /// Describes the table.
    pub async fn describe_table(&self) -> Result<TableDescription, Error> {
        self.inner.backend.describe_table(DescribeTable::new(Arc::clone(&self.inner.table))).await
    }

    /// Deletes the table and all its items.
    pub async fn delete_table(&self) -> Result<TableDescription, Error> {
        self.inner.backend.delete_table(DeleteTable::new(Arc::clone(&self.inner.table))).await
    }
}

impl<T> Clone for Store<T> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), table: PhantomData }
    }
}

impl<T> fmt::Debug for Store<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("table", &self.inner.table).finish_non_exhaustive()
    }
}
