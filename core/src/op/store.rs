//! A table behind a backend.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::signer::Signer;
use super::{Delete, Get, KeyFor, Put, Query, Scan, ScanEntity, Update, UpdateCall};
use crate::backend::{Backend, DeleteTable, DescribeTable, TableDescription, TableStatus, UpdateTimeToLive};
use crate::entity::{AccessPattern, Entity, Table};
use crate::error::{Error, ErrorKind};
use crate::reach::{AllowsScan, Holds, KeepsKeys, QueryPlan};
use crate::schema::TableSchema;

/// A table of type `T` behind a backend: where every operation starts.
///
/// Cheap to clone; every future it returns is `Send` and borrows nothing. A future that is dropped before it completes has
/// applied its write wholly or not at all.
pub struct Store<T> {
    inner: Arc<StoreInner>,
    table: PhantomData<fn() -> T>,
}

/// All of a store that does not depend on the type of its table.
#[derive(Clone)]
pub(crate) struct StoreInner {
    pub(crate) backend: Arc<dyn Backend>,
    pub(crate) table: Arc<str>,
    pub(crate) schema: &'static TableSchema,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) signer: Option<Signer>,
    /// For each entity, the patterns (as bits) whose key range can hold items of other entities.
    shared: OnceLock<Box<[u64]>>,
}

/// Sees every call that a store makes.
pub trait Observer: Send + Sync + 'static {
    /// Called when a call to the backend has completed.
    fn called(&self, call: &Call<'_>);
}

/// One completed call to the backend.
#[derive(Debug)]
#[non_exhaustive]
pub struct Call<'a> {
    /// DynamoDB's name of the operation.
    pub operation: &'static str,
    /// The entity, where there is one.
    pub entity: Option<&'static str>,
    /// The access pattern, as the program names it.
    pub pattern: Option<&'static str>,
    /// How long it took, on the backend's clock.
    pub duration: Duration,
    /// Why it failed, where it did.
    pub error: Option<&'a Error>,
}

impl StoreInner {
    /// Whether items of other kinds can stand in the key range of this pattern.
    pub(crate) fn is_shared(&self, entity: &'static crate::schema::EntitySchema, pattern: usize) -> bool {
        let shared = self.shared.get_or_init(|| self.schema.shared_ranges());
        let place =
            self.schema.entities.iter().position(|other| std::ptr::eq(*other, entity) || other.name == entity.name);
        let mask = place.and_then(|place| shared.get(place)).copied().unwrap_or(u64::MAX);
        pattern >= 64 || mask & (1 << pattern) != 0
    }

    /// Awaits one call and tells the observer.
    pub(crate) async fn call<R>(
        &self,
        operation: &'static str,
        entity: Option<&'static str>,
        pattern: Option<&'static str>,
        reply: crate::backend::Reply<'_, R>,
    ) -> Result<R, Error> {
        let Some(observer) = &self.observer else { return reply.await };
        let start = self.backend.clock().now();
        let result = reply.await;
        let duration = self.backend.clock().now().duration_since(start).unwrap_or_default();
        observer.called(&Call { operation, entity, pattern, duration, error: result.as_ref().err() });
        result
    }
}

impl<T: Table> Store<T> {
    /// A store over this backend, in the table that is called as the type is.
    pub fn new(backend: impl Backend) -> Self {
        Self::shared(Arc::new(backend))
    }

    /// A store over a backend that others use too.
    #[must_use]
    pub fn shared(backend: Arc<dyn Backend>) -> Self {
        let inner = StoreInner {
            backend,
            table: Arc::from(T::SCHEMA.name),
            schema: T::SCHEMA,
            observer: None,
            signer: None,
            shared: OnceLock::new(),
        };
        Self { inner: Arc::new(inner), table: PhantomData }
    }

    fn changed(self, change: impl FnOnce(&mut StoreInner)) -> Self {
        let mut inner = StoreInner::clone(&self.inner);
        change(&mut inner);
        Self { inner: Arc::new(inner), table: PhantomData }
    }

    /// The same store in the table of this name, or of this ARN.
    #[must_use]
    pub fn named(self, table: impl AsRef<str>) -> Self {
        self.changed(|inner| inner.table = Arc::from(table.as_ref()))
    }

    /// The same store with an observer that sees every call.
    #[must_use]
    pub fn observed(self, observer: impl Observer) -> Self {
        self.changed(|inner| inner.observer = Some(Arc::new(observer)))
    }

    /// The same store with signed cursors: one that was not made with this secret is an [`ErrorKind::InvalidCursor`]. Give
    /// every process that shares cursors the same secret of 32 random bytes or more.
    #[cfg(feature = "cursor-secret")]
    #[must_use]
    pub fn cursor_secret(self, secret: impl AsRef<[u8]>) -> Self {
        self.changed(|inner| inner.signer = Some(Signer::new(secret.as_ref())))
    }

    /// The name of the table.
    #[must_use]
    pub fn table_name(&self) -> &str {
        &self.inner.table
    }

    /// The backend, for requests that are written by hand.
    #[must_use]
    pub fn backend(&self) -> &Arc<dyn Backend> {
        &self.inner.backend
    }

    /// Writes an entity, replacing what has its key. [`only_new`](Put::only_new), [`replace`](Put::replace) and
    /// [`when`](Put::when) make it conditional; an entity with an optimistic lock is always written on condition of its version.
    ///
    /// The whole item is replaced: attributes that the struct does not name are gone. An update keeps them.
    pub fn put<E: Entity>(&self, entity: &E) -> Put<E>
    where
        T: Holds<E>,
    {
        Put::new(Arc::clone(&self.inner), entity)
    }

    /// Reads the entity with this key.
    pub fn get<E: Entity>(&self, key: impl KeyFor<E>) -> Get<E>
    where
        T: Holds<E>,
    {
        Get::new(Arc::clone(&self.inner), key.into_key())
    }

    /// Deletes the entity with this key; deleting what is not there succeeds.
    pub fn delete<E: Entity>(&self, key: impl KeyFor<E>) -> Delete<E>
    where
        T: Holds<E>,
    {
        Delete::new(Arc::clone(&self.inner), key.into_key())
    }

    /// Changes attributes of an entity that exists. Index keys that are composed of changed attributes are written in the
    /// same request.
    pub fn update<E, States>(&self, update: Update<E, States>) -> UpdateCall<E>
    where
        T: Holds<E>,
        E: Entity + KeepsKeys<States>,
    {
        UpdateCall::new(Arc::clone(&self.inner), update.into_plan())
    }

    /// Reads the entities that an access pattern reaches.
    pub fn query<Q: QueryPlan>(&self, plan: Q) -> Query<Q::Pattern>
    where
        T: Holds<<Q::Pattern as AccessPattern>::Entity>,
    {
        Query::new(Arc::clone(&self.inner), plan.into_plan())
    }

    /// Reads the whole table, every kind of item.
    pub fn scan(&self) -> Scan<T>
    where
        T: AllowsScan,
    {
        Scan::new(Arc::clone(&self.inner))
    }

    /// Reads the whole table and keeps the entities of type `E`.
    pub fn scan_for<E: Entity + AllowsScan>(&self) -> ScanEntity<E>
    where
        T: Holds<E>,
    {
        ScanEntity::new(Arc::clone(&self.inner))
    }

    /// Creates the table with its indexes, paid by request, waits until it is usable, and switches time-to-live on where the
    /// layout has it. A table that exists is an [`ErrorKind::InUse`]. For production tables, the definition is better exported
    /// to infrastructure code: [`TableSchema::create_table`].
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

impl StoreInner {
    async fn wait_until_active(&self) -> Result<TableDescription, Error> {
        let start = self.backend.clock().now();
        loop {
            // Looked at first: an engine in process is done, whatever its clock does.
            let table = self.backend.describe_table(DescribeTable::new(Arc::clone(&self.table))).await?;
            if table.status == TableStatus::Active {
                return Ok(table);
            }
            let waited = self.backend.clock().now().duration_since(start).unwrap_or_default();
            if waited > LONGEST_CREATION {
                return Err(Error::new(
                    ErrorKind::Unavailable,
                    "the table was created and is not active after ten minutes",
                ));
            }
            self.backend.clock().sleep(Duration::from_millis(250)).await?;
        }
    }
}

/// Tables with many indexes take minutes on AWS.
const LONGEST_CREATION: Duration = Duration::from_secs(600);

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
