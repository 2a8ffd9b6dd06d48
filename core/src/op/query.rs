//! Reading what an access pattern reaches.

use std::marker::PhantomData;
use std::sync::Arc;

use super::{Detailed, Keys, Lenient, Page, Pending, Stream};
use crate::backend;
use crate::error::Error;
use crate::expr::Condition;
use crate::plan::KeyPlan;
use crate::plan::intake::Decode;
use crate::plan::query::Plan;
use crate::plan::read::Request;
use crate::plan::store::StoreInner;
use crate::typed::reach::{Consistent, CursorFor, FilteredBy, KeysOnly, Reaches, Whole, Yields};
use crate::typed::{AccessPattern, Cond, Entity};
use crate::value::Item;

/// A query by the access pattern `P`; end it with [`page`](Query::page), [`all`](Query::all), [`stream`](Query::stream),
/// [`first`](Query::first) or [`count`](Query::count). See [`Store::query`](super::Store::query).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let orders: Vec<Order> = shop.query(Order::of(1)).filter(|o| o.paid.eq(false)).all().await?;
/// assert_eq!(orders.len(), 1);
/// let first = shop.query(Order::of(1)).newest_first().consistent().first().await?;
/// assert_eq!(first, orders.into_iter().next());
/// assert_eq!(shop.query(Order::of(2)).count().await?, 0);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a read does nothing unless it is ended and awaited"]
pub struct Query<P, Y = Whole> {
    pub(super) plan: Plan,
    types: PhantomData<fn() -> (P, Y)>,
}

#[diagnostic::do_not_recommend]
impl<P: AccessPattern> Yields<P> for KeysOnly {
    type Item = Keys<P::Entity>;

    fn read(item: &Item) -> Result<Option<Keys<P::Entity>>, Error> {
        Ok(Some(Keys::new(item.clone())))
    }
}

impl<P: AccessPattern, Y> Query<P, Y> {
    pub(crate) fn new(store: Arc<StoreInner>, plan: KeyPlan) -> Self {
        let plan = Plan {
            store,
            entity: <P::Entity as Entity>::SCHEMA,
            pattern: P::PLACE,
            conditions: plan.finish(P::PARTITION),
            filter: None,
            after: None,
            forward: true,
            consistent: false,
            take: None,
            evaluate: None,
            capacity: false,
            keys_only: false,
            partition: P::PARTITION,
        };
        Self { plan, types: PhantomData }
    }
}

impl<P: AccessPattern> Query<P> {
    /// Yields keys instead of entities: of an index that does not carry whole entities, or where keys are enough.
    #[doc(alias("keys_only", "project"))]
    pub fn keys(mut self) -> Query<P, KeysOnly> {
        self.plan.keys_only = true;
        Query { plan: self.plan, types: PhantomData }
    }
}

impl<P: AccessPattern, Y> Query<P, Y> {
    /// Leaves out entities for which this does not hold. DynamoDB reads, counts and bills them all the same.
    #[doc(alias("filter_expression", "filter_where"))]
    pub fn filter(mut self, condition: impl FnOnce(<P::Entity as Entity>::Fields<P>) -> Cond<P::Entity>) -> Self
    where
        Y: FilteredBy<P::Entity>,
    {
        match condition(P::Entity::fields()).into_tree() {
            Ok(condition) => Condition::narrow(&mut self.plan.filter, condition),
            Err(error) => self.plan.conditions = Err(error),
        }
        self
    }

    /// Reads from the end of the sort key to its start.
    #[doc(alias("descending", "desc", "scan_index_forward", "reverse", "rev", "order_by", "sort"))]
    pub fn newest_first(mut self) -> Self {
        self.plan.forward = false;
        self
    }

    /// Sees every write that completed before the read; not on global indexes.
    #[doc(alias("consistent_read", "strongly_consistent"))]
    pub fn consistent(mut self) -> Self
    where
        P::Reads: Consistent<P>,
    {
        self.plan.consistent = true;
        self
    }

    /// Limits the number of results; page after page is read until they are there.
    #[doc(alias("limit"))]
    pub fn take(mut self, results: u64) -> Self {
        self.plan.take = Some(results);
        self
    }

    /// Limits the items that one request evaluates, before the filter: DynamoDB's Limit. At least 1.
    #[doc(alias("page_size"))]
    pub fn evaluate(mut self, items: u32) -> Self {
        self.plan.evaluate = Some(items);
        self
    }

    /// Goes on where an earlier page of the same query ended.
    #[doc(alias("exclusive_start_key", "start_after", "start_key", "cursor", "offset"))]
    pub fn after<C: CursorFor<P>>(mut self, cursor: C) -> Self {
        self.plan.after = Some(cursor.into_position());
        self
    }

    /// Reads what can be read: an item that is no such entity, since another program or version wrote it, does not stand in the way
    /// of the others.
    pub fn lenient(self) -> Lenient<Self> {
        Lenient(self)
    }

    /// Reads one page: of one request, or of as many results as [`take`](Query::take) says.
    #[must_use]
    #[doc(alias("send", "execute"))]
    pub fn page(self) -> Pending<Result<Page<Y::Item, P>, Error>>
    where
        Y: Yields<P> + Reaches<P, P::Entity>,
    {
        let plan = self.plan;
        Box::pin(async move { Ok(Page::read(plan.ready()?, Self::decode(), false).await?.value) })
    }

    /// Reads one page, as [`page`](Query::page) does, and returns what its requests consumed and the id of the last one.
    #[must_use]
    pub fn detailed(self) -> Pending<Result<Detailed<Page<Y::Item, P>>, Error>>
    where
        Y: Yields<P> + Reaches<P, P::Entity>,
    {
        self.with_capacity().read_page(false)
    }

    /// Reads all pages and returns every result.
    #[must_use]
    #[doc(alias("collect", "items", "to_vec", "fetch"))]
    pub fn all(self) -> Pending<Result<Vec<Y::Item>, Error>>
    where
        Y: Yields<P> + Reaches<P, P::Entity>,
    {
        let plan = self.plan;
        Box::pin(async move { plan.ready()?.all(Self::decode()).await })
    }

    /// Reads up to the first result, and returns it if there is one.
    #[must_use]
    #[doc(alias("one", "one_or_none"))]
    pub fn first(mut self) -> Pending<Result<Option<Y::Item>, Error>>
    where
        Y: Yields<P> + Reaches<P, P::Entity>,
    {
        self.plan.take = Some(1);
        let plan = self.plan;
        Box::pin(async move { Ok(plan.ready()?.page(Self::decode(), false).await?.0.pop()) })
    }

    /// Streams the results; pages are fetched as they are needed.
    #[doc(alias("into_stream", "paginate"))]
    pub fn stream(self) -> Stream<Y::Item>
    where
        Y: Yields<P> + Reaches<P, P::Entity>,
    {
        Stream::new(self.plan.ready().map(|ready| ready.reader), Self::decode())
    }

    /// Returns how many results there are. Reads and bills every item; filters and other kinds of items are taken into account.
    #[must_use]
    #[doc(alias("len"))]
    pub fn count(self) -> Pending<Result<u64, Error>> {
        let plan = self.plan;
        Box::pin(async move { plan.ready()?.reader.count().await })
    }

    /// Returns the first request that would be sent; `None` where the key condition can hold for no key.
    pub fn request(self) -> Result<Option<backend::Query>, Error> {
        let ready = self.plan.ready()?;
        if ready.reader.is_exhausted() {
            return Ok(None);
        }
        match ready.reader.into_request() {
            Request::Query(query) => Ok(Some(query)),
            Request::Scan(_) => Ok(None),
        }
    }
}

impl<P: AccessPattern, Y: Yields<P>> Query<P, Y> {
    pub(super) fn with_capacity(mut self) -> Self {
        self.plan.capacity = true;
        self
    }

    pub(super) fn read_page(self, lenient: bool) -> Pending<Result<Detailed<Page<Y::Item, P>>, Error>>
    where
        Y: Reaches<P, P::Entity>,
    {
        let plan = self.plan;
        Box::pin(async move { Page::read(plan.ready()?, Self::decode(), lenient).await })
    }

    /// Returns the decoder of results. It exists only where the index carries them, so no ending can leave that bound out.
    pub(super) fn decode() -> Decode<Y::Item>
    where
        Y: Reaches<P, P::Entity>,
    {
        Decode { row: Y::read, any: Y::ANY_FORM }
    }
}
