//! Reading whole tables.

use std::marker::PhantomData;
use std::sync::Arc;

use super::{Detailed, Lenient, Page, Pending, Stream};
use crate::backend;
use crate::error::Error;
use crate::plan::cursor::{Fingerprint, Scanned};
use crate::plan::intake::{AnyForm, Decode};
use crate::plan::scan::Plan;
use crate::plan::store::StoreInner;
use crate::typed::reach::{AnyUse, CursorFor, Everything, Paged, Whole, Yields};
use crate::typed::{Cond, Entity, Table, codec};
use crate::value::Item;

/// Reads the whole table, every kind of item, or with `Y` as [`Whole`] the entities `S` in it; end it with [`page`](Scan::page),
/// [`all`](Scan::all) or [`stream`](Scan::stream). See [`Store::scan`](super::Store::scan).
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
///
/// A table is long: a page at a time, and a cursor that is kept, let a program stop and go on where it was.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let mut next: Option<String> = None; // in a file, or from a client
/// let mut read = 0;
/// loop {
///     let mut scan = shop.scan().evaluate(1);
///     if let Some(text) = &next {
///         scan = scan.after(text.parse::<monotable::Cursor<_>>()?);
///     }
///     let page = scan.page().await?;
///     read += page.items.len();
///     match page.next {
///         Some(cursor) => next = Some(cursor.to_string()),
///         None => break,
///     }
/// }
/// assert_eq!(read, 2);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a read does nothing unless it is ended and awaited"]
pub struct Scan<S, Y = Everything<S>> {
    pub(super) plan: Plan,
    types: PhantomData<fn() -> (S, Y)>,
}

/// Reads the whole table and keeps the entities of one kind; see [`Store::scan_for`](super::Store::scan_for).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// use monotable::Cursor;
/// use monotable::reads::ScanEntity;
///
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let short = shop.scan_for::<Stock>().filter(|s| s.left.lt(10)).all().await?;
/// assert_eq!(short, [Stock { sku: "tea".into(), left: 2 }]);
/// let page = shop.scan_for::<Stock>().take(1).page().await?;
/// let next: Option<Cursor<ScanEntity<Stock>>> = page.next; // for the request of the next page
/// # let _ = next;
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub type ScanEntity<E> = Scan<E, Whole>;

#[diagnostic::do_not_recommend]
impl<T: Table> Paged for Scan<T> {
    fn name() -> &'static str {
        T::SCHEMA.name
    }

    fn fingerprint() -> u64 {
        Fingerprint::of_scan(Scanned::Table(T::SCHEMA))
    }
}

#[diagnostic::do_not_recommend]
impl<E: Entity> Paged for ScanEntity<E> {
    fn name() -> &'static str {
        E::SCHEMA.name
    }

    fn fingerprint() -> u64 {
        Fingerprint::of_scan(Scanned::Entity(E::SCHEMA))
    }
}

/// The kind of an item decides how to read it, and has to be known before.
#[diagnostic::do_not_recommend]
impl<T: Table> Yields<Scan<T>> for Everything<T> {
    type Item = T;

    fn read(item: &Item) -> Result<Option<T>, Error> {
        T::from_item(item)
    }
}

#[diagnostic::do_not_recommend]
impl<E: Entity> Yields<ScanEntity<E>> for Whole {
    type Item = E;

    fn read(item: &Item) -> Result<Option<E>, Error> {
        codec::read(item).map(Some)
    }

    const ANY_FORM: Option<AnyForm<E>> = codec::any_form();
}

impl<T: Table> Scan<T> {
    pub(crate) fn new(store: Arc<StoreInner>) -> Self {
        Self { plan: Plan::new(store, Scanned::Table(T::SCHEMA)), types: PhantomData }
    }
}

impl<E: Entity> ScanEntity<E> {
    pub(crate) fn new(store: Arc<StoreInner>) -> Self {
        Self { plan: Plan::new(store, Scanned::Entity(E::SCHEMA)), types: PhantomData }
    }

    /// Leaves out entities for which this does not hold. DynamoDB reads, counts and bills them all the same.
    #[doc(alias("filter_expression"))]
    pub fn filter(mut self, condition: impl FnOnce(E::Fields<AnyUse>) -> Cond<E>) -> Self {
        match condition(E::fields()).into_tree() {
            Ok(condition) => self.plan.reader.add_filter(condition),
            Err(error) => self.plan.error = Some(error),
        }
        self
    }

    /// Returns how many there are. Reads and bills the whole table.
    #[must_use]
    pub fn count(self) -> Pending<Result<u64, Error>> {
        let plan = self.plan;
        Box::pin(async move { plan.ready()?.reader.count().await })
    }
}

impl<S, Y: Yields<Self>> Scan<S, Y>
where
    Self: Paged,
{
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

    /// Limits the number of results; page after page is read until they are there.
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

    /// Goes on where an earlier page of the same scan ended, in the same [`segment`](Scan::segment).
    #[doc(alias("exclusive_start_key", "start_after", "start_key", "cursor", "offset"))]
    pub fn after<C: CursorFor<Self>>(mut self, cursor: C) -> Self {
        self.plan.after = Some(cursor.into_position());
        self
    }

    /// Reads what can be read: an item that another program or version wrote does not stand in the way of the others.
    pub fn lenient(self) -> Lenient<Self> {
        Lenient(self)
    }

    /// Reads one page: of one request, or of as many results as [`take`](Scan::take) says.
    #[must_use]
    #[doc(alias("send", "execute"))]
    pub fn page(self) -> Pending<Result<Page<Y::Item, Self>, Error>> {
        let plan = self.plan;
        Box::pin(async move { Ok(Page::read(plan.ready()?, Self::decode(), false).await?.value) })
    }

    /// Reads one page, as [`page`](Scan::page) does, and returns what its requests consumed and the id of the last one.
    #[must_use]
    pub fn detailed(self) -> Pending<Result<Detailed<Page<Y::Item, Self>>, Error>> {
        self.with_capacity().read_page(false)
    }

    /// Reads all pages: every item of a kind that the table knows, or every entity.
    #[must_use]
    #[doc(alias("collect", "items"))]
    pub fn all(self) -> Pending<Result<Vec<Y::Item>, Error>> {
        let plan = self.plan;
        Box::pin(async move { plan.ready()?.all(Self::decode()).await })
    }

    /// Streams what [`all`](Scan::all) reads; pages are fetched as they are needed.
    #[doc(alias("paginate"))]
    pub fn stream(self) -> Stream<Y::Item> {
        Stream::new(self.plan.ready().map(|ready| ready.reader), Self::decode())
    }

    /// Returns the first request that would be sent.
    pub fn request(self) -> Result<backend::Scan, Error> {
        self.plan.request()
    }

    pub(super) fn with_capacity(mut self) -> Self {
        self.plan.reader.return_consumed();
        self
    }

    pub(super) fn read_page(self, lenient: bool) -> Pending<Result<Detailed<Page<Y::Item, Self>>, Error>> {
        let plan = self.plan;
        Box::pin(async move { Page::read(plan.ready()?, Self::decode(), lenient).await })
    }

    pub(super) fn decode() -> Decode<Y::Item> {
        Decode { row: Y::read, any: Y::ANY_FORM }
    }
}
