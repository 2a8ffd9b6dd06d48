//! Reading whole tables.

use std::marker::PhantomData;
use std::sync::Arc;

use super::{Lenient, Pending, Stream};
use crate::backend;
use crate::error::Error;
use crate::plan::intake::Decode;
use crate::plan::read::PageReader;
use crate::plan::scan::Plan;
use crate::plan::store::StoreInner;
use crate::typed::reach::AnyUse;
use crate::typed::{Cond, Entity, Table, codec};

/// Reads the whole table, every kind of item; see [`Store::scan`](super::Store::scan).
///
/// Items of kinds that the table does not know are left out, unless it has a variant with `#[table(other)]`.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let everything = shop.scan().consistent().all().await?;
/// assert!(everything.contains(&Shop::Order(Order { number: 1, paid: false })));
/// let first = shop.scan().segment(0, 4).take(1).all().await?; // the first of four workers
/// assert!(first.len() <= 1);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a read does nothing unless it is ended and awaited"]
pub struct Scan<T> {
    plan: Plan,
    table: PhantomData<fn() -> T>,
}

/// Reads the whole table and keeps the entities of one kind; see [`Store::scan_for`](super::Store::scan_for).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let short = shop.scan_for::<Stock>().filter(|s| s.left.lt(10)).all().await?;
/// assert_eq!(short, [Stock { sku: "tea".into(), left: 2 }]);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a read does nothing unless it is ended and awaited"]
pub struct ScanEntity<E> {
    plan: Plan,
    entity: PhantomData<fn() -> E>,
}

macro_rules! scan_options {
    () => {
        /// Sees every write that completed before the scan began.
        #[doc(alias("consistent_read"))]
        pub fn consistent(mut self) -> Self {
            self.plan.change(|scan| scan.consistent = true);
            self
        }

        /// Reads one of `total` parts of the table, counted from 0, for workers side by side. `total` is 1 to 1,000,000.
        #[doc(alias("total_segments", "parallel"))]
        pub fn segment(mut self, number: u32, total: u32) -> Self {
            self.plan.change(|scan| scan.segment = Some(backend::Segment { number, total }));
            self
        }

        /// Limits the number of results.
        #[doc(alias("limit"))]
        pub fn take(mut self, results: u64) -> Self {
            self.plan.reader.take(results);
            self
        }

        /// Limits the items that one request evaluates: DynamoDB's Limit. At least 1.
        #[doc(alias("page_size"))]
        pub fn evaluate(mut self, items: u32) -> Self {
            self.plan.reader.evaluate(items);
            self
        }

        /// Reads what can be read: an item that another program or version wrote does not stand in the way of the others.
        pub fn lenient(self) -> Lenient<Self> {
            Lenient(self)
        }

        pub(super) fn into_reader(self) -> Result<PageReader, Error> {
            match self.plan.error {
                Some(error) => Err(error),
                None => Ok(self.plan.reader),
            }
        }

        /// Returns the first request that would be sent.
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

    /// Reads every item of a kind that the table knows.
    #[must_use]
    #[doc(alias("collect", "items", "send", "execute"))]
    pub fn all(self) -> Pending<Result<Vec<T>, Error>> {
        let plan = self.plan;
        Box::pin(plan.all(Self::decode()))
    }

    /// Streams every item of a kind that the table knows.
    #[doc(alias("paginate"))]
    pub fn stream(self) -> Stream<T> {
        Stream::new(self.into_reader(), Self::decode())
    }

    /// Returns the decoder of a table's items. The kind of an item decides how to read it, and has to be known before.
    pub(super) fn decode() -> Decode<T> {
        Decode { row: T::from_item, any: None }
    }
}

impl<E: Entity> ScanEntity<E> {
    pub(crate) fn new(store: Arc<StoreInner>) -> Self {
        Self { plan: Plan::new(store, Some(E::SCHEMA)), entity: PhantomData }
    }

    scan_options!();

    /// Leaves out entities for which this does not hold. DynamoDB reads, counts and bills them all the same.
    #[doc(alias("filter_expression"))]
    pub fn filter(mut self, condition: impl FnOnce(E::Fields<AnyUse>) -> Cond<E>) -> Self {
        match condition(E::fields()).into_tree() {
            Ok(condition) => self.plan.reader.add_filter(condition),
            Err(error) => self.plan.error = Some(error),
        }
        self
    }

    /// Reads every entity.
    #[must_use]
    #[doc(alias("collect", "items", "send", "execute"))]
    pub fn all(self) -> Pending<Result<Vec<E>, Error>> {
        let plan = self.plan;
        Box::pin(plan.all(Self::decode()))
    }

    /// Streams the entities.
    #[doc(alias("paginate"))]
    pub fn stream(self) -> Stream<E> {
        Stream::new(self.into_reader(), Self::decode())
    }

    pub(super) fn decode() -> Decode<E> {
        Decode { row: |item| codec::read(item).map(Some), any: codec::any_form() }
    }

    /// Returns how many there are. Reads and bills the whole table.
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
