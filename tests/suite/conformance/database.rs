//! Fixtures: a backend with the tables that a scenario makes on it, and short forms of requests.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, SystemTime};

use monotable::expression::{Condition, KeyCondition};
use monotable::request::control::{
    CreateTable, DeleteTable, DescribeTable, IndexDefinition, IndexStatus, KeyAttribute, Projection, TableDescription,
    TableStatus,
};
use monotable::request::{
    ConsumedCapacity, DeleteItem, DeleteItemOutput, GetItem, PutItem, PutItemOutput, Query, QueryOutput,
    ReturnConsumed, ReturnValues, Scan, UpdateItem, UpdateItemOutput,
};
use monotable::schema::IndexKind;
use monotable::{Backend, Error, Item, Type};

use super::change::Change;
use super::words::{Row, ToItem, row, rows};

/// A backend, and the tables that a scenario made on it.
pub(crate) struct Database<'b> {
    pub(crate) backend: &'b dyn Backend,
    /// The same backend, shared with stores.
    shared: Arc<dyn Backend>,
    made: Mutex<Vec<Arc<str>>>,
}

impl<'b> Database<'b> {
    pub(crate) fn new(backend: &'b (impl Backend + Clone)) -> Self {
        Self { backend, shared: Arc::new(backend.clone()), made: Mutex::default() }
    }

    /// The backend, for a store.
    pub(crate) fn shared(&self) -> Arc<dyn Backend> {
        Arc::clone(&self.shared)
    }

    /// A table with the partition key `PK` and the sort key `SK`, both texts.
    pub(crate) async fn table(&self) -> Table<'b> {
        self.table_with(&["PK:S", "SK:S"], &[]).await
    }

    /// A table with these keys, as `name:type`, and indexes.
    pub(crate) async fn table_with(&self, keys: &[&'static str], indexes: &[IndexDefinition]) -> Table<'b> {
        let mut request = CreateTable::new(unique_name(), attribute(keys[0]), keys.get(1).map(|key| attribute(key)));
        request.indexes = indexes.to_vec();
        self.create(request).await.unwrap()
    }

    /// Creates a table and waits until it can be used.
    pub(crate) async fn create(&self, request: CreateTable) -> Result<Table<'b>, Error> {
        let name = Arc::clone(&request.table);
        let keys = std::iter::once(&request.hash).chain(&request.range).map(|key| key.name.to_string()).collect();
        self.create_and_tell(request).await?;
        let table = Table { backend: self.backend, name, keys };
        table.settled().await;
        Ok(table)
    }

    /// Creates a table and returns the answer.
    pub(crate) async fn create_and_tell(&self, request: CreateTable) -> Result<TableDescription, Error> {
        let name = Arc::clone(&request.table);
        let answer = self.backend.create_table(request).await?;
        self.made.lock().unwrap().push(name);
        Ok(answer)
    }

    /// Deletes the tables.
    pub(crate) async fn clear(&self) {
        let made = std::mem::take(&mut *self.made.lock().unwrap());
        for table in made {
            // It may be gone already: some scenarios delete their table.
            let _ = self.backend.delete_table(DeleteTable::new(table)).await;
        }
    }
}

/// A name that no other table has, also where several programs test against one server.
pub(crate) fn unique_name() -> Arc<str> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    static START: LazyLock<u128> = LazyLock::new(|| {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_nanos())
    });
    format!("conformance-{:x}-{}-{}", *START, std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)).into()
}

/// `name:type`
pub(crate) fn attribute(text: &'static str) -> KeyAttribute {
    let (name, kind) = text.split_once(':').unwrap();
    KeyAttribute { name: name.into(), kind: Type::from_name(kind).unwrap() }
}

/// A global index with these keys, as `name:type`.
pub(crate) fn global(
    name: &str,
    hash: &[&'static str],
    range: &[&'static str],
    projection: Projection,
) -> IndexDefinition {
    index(IndexKind::Global, name, hash, range, projection)
}

/// A local index of a table with the partition key `PK`.
pub(crate) fn local(name: &str, range: &'static str, projection: Projection) -> IndexDefinition {
    index(IndexKind::Local, name, &["PK:S"], &[range], projection)
}

fn index(
    kind: IndexKind,
    name: &str,
    hash: &[&'static str],
    range: &[&'static str],
    projection: Projection,
) -> IndexDefinition {
    let attributes = |keys: &[&'static str]| keys.iter().map(|key| attribute(key)).collect();
    IndexDefinition { name: name.into(), kind, hash: attributes(hash), range: attributes(range), projection }
}

pub(crate) fn include(names: &[&'static str]) -> Projection {
    Projection::Include(names.iter().map(|name| (*name).into()).collect())
}

/// The request, changed.
pub(crate) fn with<T>(mut request: T, change: impl FnOnce(&mut T)) -> T {
    change(&mut request);
    request
}

/// A table on a backend.
pub(crate) struct Table<'b> {
    pub(crate) backend: &'b dyn Backend,
    pub(crate) name: Arc<str>,
    /// Names of its key attributes.
    keys: Vec<String>,
}

impl Table<'_> {
    pub(crate) fn name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    pub(crate) async fn describe(&self) -> Result<TableDescription, Error> {
        self.backend.describe_table(DescribeTable::new(self.name())).await
    }

    /// Waits until nothing of the table is being created, changed or deleted.
    pub(crate) async fn settled(&self) {
        loop {
            let description = self.describe().await.unwrap();
            let mut indexes = description.index_details.values();
            let is_active = |status: IndexStatus| status == IndexStatus::Active;
            if description.status == TableStatus::Active && indexes.all(|index| index.status.is_none_or(is_active)) {
                return;
            }
            self.backend.clock().sleep(Duration::from_millis(20)).await.unwrap();
        }
    }

    /// The key of an item.
    pub(crate) fn key(&self, item: impl ToItem) -> Item {
        item.to_item().select(|name| self.keys.iter().any(|key| key.as_bytes() == name))
    }

    pub(crate) fn put_request(&self, item: impl ToItem) -> PutItem {
        PutItem::new(self.name(), item.to_item())
    }

    pub(crate) async fn put(&self, item: impl ToItem) -> Result<PutItemOutput, Error> {
        self.backend.put_item(self.put_request(item)).await
    }

    pub(crate) async fn put_all(&self, items: impl IntoIterator<Item = Row>) {
        for item in items {
            self.put(item).await.unwrap();
        }
    }

    pub(crate) async fn put_if(&self, item: impl ToItem, condition: Condition) -> Result<PutItemOutput, Error> {
        let request = with(self.put_request(item), |put| {
            put.condition = Some(condition);
            put.return_old_on_failure = true;
        });
        self.backend.put_item(request).await
    }

    /// A consistent read of the item with the key of this one.
    pub(crate) async fn get(&self, item: impl ToItem) -> Option<Row> {
        self.read(self.key(item)).await.unwrap()
    }

    /// Reads the item with exactly this key.
    pub(crate) async fn read(&self, key: impl ToItem) -> Result<Option<Row>, Error> {
        let request = with(GetItem::new(self.name(), key.to_item()), |get| get.consistent = true);
        Ok(self.backend.get_item(request).await?.item.map(|item| row(&item)))
    }

    pub(crate) async fn project(&self, item: impl ToItem, paths: &[&str]) -> Result<Option<Row>, Error> {
        let request = with(GetItem::new(self.name(), self.key(item)), |get| {
            get.consistent = true;
            get.projection = Some(super::words::paths(paths));
        });
        Ok(self.backend.get_item(request).await?.item.map(|item| row(&item)))
    }

    pub(crate) fn update_request(&self, item: impl ToItem, change: Change) -> UpdateItem {
        UpdateItem::new(self.name(), self.key(item), change.0)
    }

    /// Updates the item with the key of this one.
    pub(crate) async fn update(&self, item: impl ToItem, change: Change) -> Result<UpdateItemOutput, Error> {
        self.backend.update_item(self.update_request(item, change)).await
    }

    pub(crate) async fn update_if(
        &self,
        item: impl ToItem,
        change: Change,
        condition: Condition,
    ) -> Result<UpdateItemOutput, Error> {
        let request = with(self.update_request(item, change), |update| {
            update.condition = Some(condition);
            update.return_old_on_failure = true;
        });
        self.backend.update_item(request).await
    }

    /// Updates an item and returns what it gives back.
    pub(crate) async fn update_returning(
        &self,
        item: impl ToItem,
        change: Change,
        values: ReturnValues,
    ) -> Result<Option<Row>, Error> {
        let request = with(self.update_request(item, change), |update| update.return_values = values);
        Ok(self.backend.update_item(request).await?.attributes.map(|item| row(&item)))
    }

    /// Puts an item, updates it and returns it as it is afterwards.
    pub(crate) async fn put_and_update(&self, item: &Row, change: Change) -> Row {
        self.put(item).await.unwrap();
        self.update(item, change).await.unwrap();
        self.get(item).await.unwrap()
    }

    pub(crate) async fn delete(&self, item: impl ToItem) -> Result<DeleteItemOutput, Error> {
        self.backend.delete_item(DeleteItem::new(self.name(), self.key(item))).await
    }

    pub(crate) fn query(&self, keys: impl Into<Vec<KeyCondition>>) -> Query {
        with(Query::new(self.name(), keys.into()), |query| query.consistent = true)
    }

    pub(crate) fn query_index(&self, index: &str, keys: impl Into<Vec<KeyCondition>>) -> Query {
        with(Query::new(self.name(), keys.into()), |query| query.index = Some(index.into()))
    }

    pub(crate) fn scan(&self) -> Scan {
        with(Scan::new(self.name()), |scan| scan.consistent = true)
    }

    pub(crate) fn scan_index(&self, index: &str) -> Scan {
        with(Scan::new(self.name()), |scan| scan.index = Some(index.into()))
    }

    /// The items of a page, which has to be the only one.
    pub(crate) async fn rows(&self, read: impl Into<Read>) -> Vec<Row> {
        let page = self.page(read).await.unwrap();
        assert_eq!(page.last_evaluated_key.as_ref().map(row), None);
        rows(page.items.into_rows().unwrap())
    }

    pub(crate) async fn page(&self, read: impl Into<Read>) -> Result<QueryOutput, Error> {
        match read.into() {
            Read::Query(query) => self.backend.query(query).await,
            Read::Scan(scan) => self.backend.scan(scan).await,
        }
    }

    /// Every page from the first to the last.
    pub(crate) async fn pages(&self, read: impl Into<Read>) -> Vec<Vec<Row>> {
        let mut read = read.into();
        let mut pages = Vec::new();
        loop {
            let page = self.page(read.clone()).await.unwrap();
            pages.push(rows(page.items.into_rows().unwrap()));
            assert!(pages.len() < 1000, "paging does not end");
            let Some(last) = page.last_evaluated_key else { return pages };
            match &mut read {
                Read::Query(query) => query.start_key = Some(last),
                Read::Scan(scan) => scan.start_key = Some(last),
            }
        }
    }

    /// All items of the table, by key.
    pub(crate) async fn all(&self) -> Vec<Row> {
        let mut all = self.pages(self.scan()).await.concat();
        all.sort_by_key(|row| format!("{:?}", self.keys.iter().map(|key| row.get(key)).collect::<Vec<_>>()));
        all
    }

    /// Returns what a put consumes.
    pub(crate) async fn put_units(&self, item: impl ToItem) -> ConsumedCapacity {
        let request = with(self.put_request(item), |put| put.return_consumed = ReturnConsumed::Indexes);
        self.backend.put_item(request).await.unwrap().meta.consumed.unwrap()
    }

    /// Returns what an update consumes.
    pub(crate) async fn update_units(&self, item: impl ToItem, change: Change) -> ConsumedCapacity {
        let request =
            with(self.update_request(item, change), |update| update.return_consumed = ReturnConsumed::Indexes);
        self.backend.update_item(request).await.unwrap().meta.consumed.unwrap()
    }

    /// Returns what a delete consumes.
    pub(crate) async fn delete_units(&self, item: impl ToItem) -> ConsumedCapacity {
        let request = with(DeleteItem::new(self.name(), self.key(item)), |delete| {
            delete.return_consumed = ReturnConsumed::Indexes;
        });
        self.backend.delete_item(request).await.unwrap().meta.consumed.unwrap()
    }
}

/// One of the reads that come in pages.
#[derive(Clone)]
pub(crate) enum Read {
    Query(Query),
    Scan(Scan),
}

impl From<Query> for Read {
    fn from(query: Query) -> Self {
        Self::Query(query)
    }
}

impl From<Scan> for Read {
    fn from(scan: Scan) -> Self {
        Self::Scan(scan)
    }
}
