//! Reading whole tables.

use std::marker::PhantomData;
use std::sync::Arc;

use super::intake::{Decode, Strict};
use super::read::{Reader, Request, Target};
use super::store::StoreInner;
use super::{Pending, Stream, codec};
use crate::backend::{self, Segment};
use crate::entity::{Cond, Entity, Table};
use crate::error::Error;
use crate::reach::AnyUse;

/// Reads the whole table, every kind of item; see [`Store::scan`](super::Store::scan).
///
/// Items of kinds that the table does not know are left out, unless it has a variant with `#[table(other)]`.
#[must_use = "a read does nothing unless it is ended and awaited"]
pub struct Scan<T> {
    plan: Plan,
    table: PhantomData<fn() -> T>,
}

/// Reads the whole table and keeps the entities of one kind; see [`Store::scan_for`](super::Store::scan_for).
#[must_use = "a read does nothing unless it is ended and awaited"]
pub struct ScanEntity<E> {
    plan: Plan,
    entity: PhantomData<fn() -> E>,
}

struct Plan {
    reader: Reader,
    error: Option<Error>,
}

impl Plan {
    fn new(store: Arc<StoreInner>, entity: Option<&'static crate::schema::EntitySchema>) -> Self {
        let request = Request::Scan(backend::Scan::new(Arc::clone(&store.table)));
        let target = Target { entity, pattern: 0, index: None, shared: entity.is_some() };
        Self { reader: Reader::new(store, request, target), error: None }
    }

    fn change(&mut self, change: impl FnOnce(&mut backend::Scan)) {
        if let Request::Scan(scan) = &mut self.reader.request {
            change(scan);
        }
    }

    async fn all<R: Send>(mut self, decode: Decode<R>) -> Result<Vec<R>, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut sink = Strict::new(decode);
        self.reader.all(&mut sink).await?;
        Ok(sink.results)
    }

    fn stream<R>(self, decode: Decode<R>) -> Stream<R> {
        match self.error {
            Some(error) => Stream::failed(error, decode),
            None => Stream::new(self.reader, decode),
        }
    }

    fn request(self) -> Result<backend::Scan, Error> {
        match (self.error, self.reader.into_request()) {
            (Some(error), _) => Err(error),
            (None, Request::Scan(scan)) => Ok(scan),
            (None, Request::Query(query)) => Ok(backend::Scan::new(query.table)),
        }
    }
}

macro_rules! scan_options {
    () => {
        /// Sees every write that completed before the scan began.
        pub fn consistent(mut self) -> Self {
            self.plan.change(|scan| scan.consistent = true);
            self
        }

        /// One of `total` parts of the table, counted from 0, for workers side by side. `total` is 1 to 1,000,000.
        pub fn segment(mut self, number: u32, total: u32) -> Self {
            self.plan.change(|scan| scan.segment = Some(Segment { number, total }));
            self
        }

        /// At most so many results.
        pub fn take(mut self, results: u64) -> Self {
            self.plan.reader.take(results);
            self
        }

        /// At most so many items evaluated per request: DynamoDB's Limit. At least 1.
        pub fn evaluate(mut self, items: u32) -> Self {
            self.plan.reader.evaluate(items);
            self
        }

        /// The first request that would be sent.
        pub fn request(self) -> Result<backend::Scan, Error> {
            self.plan.request()
        }
    };
}

impl<T: Table> Scan<T> {
    pub(crate) fn new(store: Arc<StoreInner>) -> Self {
        Self { plan: Plan::new(store, None), table: PhantomData }
    }

    scan_options!();

    /// Every item of a kind that the table knows.
    #[must_use]
    pub fn all(self) -> Pending<Result<Vec<T>, Error>> {
        let plan = self.plan;
        Box::pin(async move { Ok(plan.all(of_table()).await?.into_iter().flatten().collect()) })
    }

    /// The items one by one; `None` for one of a kind that the table does not know.
    pub fn stream(self) -> Stream<Option<T>> {
        self.plan.stream(of_table())
    }
}

/// The kind of an item decides how to read it, and has to be known before.
fn of_table<T: Table>() -> Decode<Option<T>> {
    Decode { row: T::from_item, any: None }
}

fn of_entity<E: Entity>() -> Decode<E> {
    Decode { row: codec::read, any: codec::any_form() }
}

impl<E: Entity> ScanEntity<E> {
    pub(crate) fn new(store: Arc<StoreInner>) -> Self {
        Self { plan: Plan::new(store, Some(E::SCHEMA)), entity: PhantomData }
    }

    scan_options!();

    /// Leaves out entities for which this does not hold. DynamoDB reads, counts and bills them all the same.
    pub fn filter(mut self, condition: impl FnOnce(E::Fields<AnyUse>) -> Cond<E>) -> Self {
        match condition(E::fields()).into_tree() {
            Ok(condition) => self.plan.reader.add_filter(condition),
            Err(error) => self.plan.error = Some(error),
        }
        self
    }

    /// Every entity.
    #[must_use]
    pub fn all(self) -> Pending<Result<Vec<E>, Error>> {
        let plan = self.plan;
        Box::pin(plan.all(of_entity()))
    }

    /// The entities one by one.
    pub fn stream(self) -> Stream<E> {
        self.plan.stream(of_entity())
    }

    /// How many there are. Reads and bills the whole table.
    #[must_use]
    pub fn count(self) -> Pending<Result<u64, Error>> {
        let plan = self.plan;
        Box::pin(async move {
            match plan.error {
                Some(error) => Err(error),
                None => plan.reader.count().await,
            }
        })
    }
}
