//! Reading what an access pattern reaches.

use std::marker::PhantomData;
use std::sync::Arc;

use super::cursor::Fingerprint;
use super::intake::{AnyForm, Decode, Strict};
use super::pages::Keys;
use super::plan::KeyPlan;
use super::read::{self, RawPage, Reader, Request, Target};
use super::signer::Signer;
use super::store::StoreInner;
use super::{Cursor, Detailed, Page, Pending, Position, Stream, codec};
use crate::backend::{self, ResponseMeta, Select};
use crate::entity::{AccessPattern, Cond, Entity};
use crate::error::Error;
use crate::expr::{Condition, KeyCondition, Path};
use crate::reach::{CarriesWhole, Consistent, CursorFor, Reaches};
use crate::schema::{Carries, EntitySchema, IndexSchema, LayoutSchema};
use crate::value::Item;

/// A query by the access pattern `P`; end it with [`page`](Query::page), [`all`](Query::all), [`stream`](Query::stream),
/// [`first`](Query::first) or [`count`](Query::count). See [`Store::query`](super::Store::query).
#[must_use = "a read does nothing unless it is ended and awaited"]
pub struct Query<P, Y = Whole> {
    plan: Plan,
    types: PhantomData<fn() -> (P, Y)>,
}

/// A query yields whole entities.
pub struct Whole(PhantomData<()>);

/// A query yields keys.
pub struct KeysOnly(PhantomData<()>);

/// What a query by `P` yields.
pub trait Yields<P> {
    /// One result.
    type Item: Send + 'static;
    /// Reads one item.
    fn read(item: &Item) -> Result<Self::Item, Error>;

    /// How to read items as they come over the wire.
    #[doc(hidden)]
    const ANY_FORM: Option<AnyForm<Self::Item>> = None;
}

#[diagnostic::do_not_recommend]
impl<P: AccessPattern> Reaches<P, P::Entity> for Whole where P::Carries: CarriesWhole {}

#[diagnostic::do_not_recommend]
impl<P: AccessPattern> Reaches<P, P::Entity> for KeysOnly {}

impl<P: AccessPattern> Yields<P> for Whole {
    type Item = P::Entity;

    fn read(item: &Item) -> Result<P::Entity, Error> {
        codec::read(item)
    }

    const ANY_FORM: Option<AnyForm<P::Entity>> = codec::any_form();
}

#[diagnostic::do_not_recommend]
impl<P: AccessPattern> Yields<P> for KeysOnly {
    type Item = Keys<P::Entity>;

    fn read(item: &Item) -> Result<Keys<P::Entity>, Error> {
        Ok(Keys::new(item.clone()))
    }
}

struct Plan {
    store: Arc<StoreInner>,
    entity: &'static EntitySchema,
    pattern: usize,
    /// The key condition; `None` where it can hold for no key.
    conditions: Result<Option<Vec<KeyCondition>>, Error>,
    filter: Option<Condition>,
    after: Option<Position>,
    forward: bool,
    consistent: bool,
    take: Option<u64>,
    evaluate: Option<u32>,
    capacity: bool,
    keys_only: bool,
}

impl Plan {
    /// A local index reaches into the table for what it does not carry. Keys alone are not sent with the rest of the item.
    fn select(keys_only: bool, layout: &LayoutSchema, index: Option<&IndexSchema>) -> Select {
        let whole = index.is_none_or(|index| matches!(index.carries, Carries::All));
        match (keys_only, whole) {
            (true, true) => {
                let names = read::key_names(layout, index).into_iter().chain(layout.tag);
                Select::Paths(names.map(Path::attribute).collect())
            }
            (false, false) if index.is_some_and(|index| !index.is_global()) => Select::AllAttributes,
            _ => Select::Default,
        }
    }
}

/// A query that is ready to be sent.
struct Ready {
    reader: Reader,
    binding: Binding,
}

/// What a cursor is bound to.
struct Binding {
    entity: &'static EntitySchema,
    pattern: usize,
    index: Option<&'static IndexSchema>,
    query: u64,
}

impl Binding {
    fn fingerprint(&self) -> u64 {
        Fingerprint::of_pattern(self.entity, self.pattern)
    }

    /// The position after a page.
    fn position(&self, last: &Item, signer: Option<&Signer>) -> Position {
        let given = read::given_names(self.entity.layout, self.index);
        Position::of(self.fingerprint(), self.query, last, &given, signer)
    }

    /// The start key of a request that goes on after a position.
    fn start_key(&self, position: &Position, request: &backend::Query) -> Result<Item, Error> {
        let given = read::given_names(self.entity.layout, self.index);
        let mut expected = read::key_names(self.entity.layout, self.index);
        expected.retain(|name| !given.contains(name));
        position.start_key(self.query, &expected, |writer| read::write_given(&request.keys, &given, writer))
    }
}

impl Plan {
    fn ready(self) -> Result<Ready, Error> {
        let (entity, pattern) = (self.entity, self.pattern);
        self.prepare().map_err(|error| match entity.patterns.get(pattern) {
            Some(pattern) => error.with_entity(pattern.describe(entity.name)),
            None => error,
        })
    }

    fn prepare(self) -> Result<Ready, Error> {
        let keys = self.conditions?;
        let layout = self.entity.layout;
        let index = self.entity.patterns.get(self.pattern).and_then(|pattern| layout.index(pattern.index?));
        let nothing = keys.is_none();
        let mut request = backend::Query::new(Arc::clone(&self.store.table), keys.unwrap_or_default());
        request.index = index.map(|index| Arc::from(index.physical));
        request.select = Self::select(self.keys_only, layout, index);
        request.forward = self.forward;
        request.consistent = self.consistent;
        if let Some(filter) = self.filter {
            read::check_filter(&filter, layout, index)?;
            request.filter = Some(filter);
        }
        let pattern = Fingerprint::of_pattern(self.entity, self.pattern);
        let query = read::fingerprint(pattern, &request);
        let binding = Binding { entity: self.entity, pattern: self.pattern, index, query };
        if let Some(position) = &self.after {
            if let Some(signer) = &self.store.signer {
                position.verify(signer)?;
            }
            request.start_key = Some(binding.start_key(position, &request)?);
        }
        let shared = self.store.is_shared(self.entity, self.pattern);
        let target = Target { entity: Some(self.entity), pattern: self.pattern, index, shared };
        let mut reader = Reader::new(self.store, Request::Query(request), target);
        if nothing {
            reader.finish_at_once();
        }
        if let Some(take) = self.take {
            reader.take(take);
        }
        if let Some(evaluate) = self.evaluate {
            reader.evaluate(evaluate);
        }
        if self.capacity {
            reader.return_consumed();
        }
        Ok(Ready { reader, binding })
    }
}

impl<P: AccessPattern> Query<P> {
    pub(crate) fn new(store: Arc<StoreInner>, plan: KeyPlan) -> Self {
        let plan = Plan {
            store,
            entity: <P::Entity as Entity>::SCHEMA,
            pattern: P::PLACE,
            conditions: plan.finish(),
            filter: None,
            after: None,
            forward: true,
            consistent: false,
            take: None,
            evaluate: None,
            capacity: false,
            keys_only: false,
        };
        Self { plan, types: PhantomData }
    }

    /// Yields keys instead of entities: of an index that does not carry whole entities, or where keys are enough.
    pub fn keys(mut self) -> Query<P, KeysOnly> {
        self.plan.keys_only = true;
        Query { plan: self.plan, types: PhantomData }
    }
}

impl<P: AccessPattern, Y> Query<P, Y> {
    /// Leaves out entities for which this does not hold. DynamoDB reads, counts and bills them all the same.
    pub fn filter(mut self, condition: impl FnOnce(<P::Entity as Entity>::Fields<P>) -> Cond<P::Entity>) -> Self {
        match condition(P::Entity::fields()).into_tree() {
            Ok(condition) => Condition::narrow(&mut self.plan.filter, condition),
            Err(error) => self.plan.conditions = Err(error),
        }
        self
    }

    /// From the end of the sort key to its start.
    pub fn newest_first(mut self) -> Self {
        self.plan.forward = false;
        self
    }

    /// Sees every write that completed before the read; not on global indexes.
    pub fn consistent(mut self) -> Self
    where
        P::Reads: Consistent<P>,
    {
        self.plan.consistent = true;
        self
    }

    /// At most so many results; page after page is read until they are there.
    pub fn take(mut self, results: u64) -> Self {
        self.plan.take = Some(results);
        self
    }

    /// At most so many items evaluated per request, before the filter: DynamoDB's Limit. At least 1.
    pub fn evaluate(mut self, items: u32) -> Self {
        self.plan.evaluate = Some(items);
        self
    }

    /// Goes on where an earlier page of the same query ended.
    pub fn after<C: CursorFor<P>>(mut self, cursor: C) -> Self {
        self.plan.after = Some(cursor.into_position());
        self
    }

    /// One page: of one request, or of as many results as [`take`](Query::take) says.
    #[must_use]
    pub fn page(self) -> Pending<Result<Page<Y::Item, P>, Error>>
    where
        Y: Yields<P> + Reaches<P, P::Entity>,
    {
        let plan = self.plan;
        Box::pin(async move { Ok(read_page::<P, Y>(plan).await?.0) })
    }

    /// The same page, with what its requests consumed and the id of the last one.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<Page<Y::Item, P>>, Error>>
    where
        Y: Yields<P>,
    {
        self.plan.capacity = true;
        let plan = self.plan;
        Box::pin(async move {
            let (page, meta) = read_page::<P, Y>(plan).await?;
            Ok(Detailed::new(page, meta))
        })
    }

    /// Every result, from every page.
    #[must_use]
    pub fn all(self) -> Pending<Result<Vec<Y::Item>, Error>>
    where
        Y: Yields<P> + Reaches<P, P::Entity>,
    {
        let plan = self.plan;
        Box::pin(async move { plan.ready()?.all(decode::<P, Y>()).await })
    }

    /// The first result, if there is one.
    #[must_use]
    pub fn first(mut self) -> Pending<Result<Option<Y::Item>, Error>>
    where
        Y: Yields<P> + Reaches<P, P::Entity>,
    {
        self.plan.take = Some(1);
        let plan = self.plan;
        Box::pin(async move { Ok(plan.ready()?.page(decode::<P, Y>()).await?.0.pop()) })
    }

    /// The results one by one; pages are fetched as they are needed.
    pub fn stream(self) -> Stream<Y::Item>
    where
        Y: Yields<P> + Reaches<P, P::Entity>,
    {
        match self.plan.ready() {
            Ok(ready) => Stream::new(ready.reader, decode::<P, Y>()),
            Err(error) => Stream::failed(error, decode::<P, Y>()),
        }
    }

    /// How many results there are. Reads and bills every item; filters and other kinds of items are taken into account.
    #[must_use]
    pub fn count(self) -> Pending<Result<u64, Error>> {
        let plan = self.plan;
        Box::pin(async move { plan.ready()?.reader.count().await })
    }

    /// The first request that would be sent; `None` where the key condition can hold for no key.
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

async fn read_page<P: AccessPattern, Y: Yields<P>>(plan: Plan) -> Result<(Page<Y::Item, P>, ResponseMeta), Error> {
    let mut ready = plan.ready()?;
    let (items, raw) = ready.page(decode::<P, Y>()).await?;
    let next = raw.last.as_ref().map(|last| Cursor::new(ready.binding.position(last, ready.reader.signer())));
    Ok((Page { items, next, skipped: raw.skipped }, raw.meta))
}

fn decode<P, Y: Yields<P>>() -> Decode<Y::Item> {
    Decode { row: Y::read, any: Y::ANY_FORM }
}

impl Ready {
    async fn page<T: Send>(&mut self, decode: Decode<T>) -> Result<(Vec<T>, RawPage), Error> {
        let mut sink = Strict::new(decode);
        let page = self.reader.page(&mut sink).await?;
        Ok((sink.results, page))
    }

    async fn all<T: Send>(mut self, decode: Decode<T>) -> Result<Vec<T>, Error> {
        let mut sink = Strict::new(decode);
        self.reader.all(&mut sink).await?;
        Ok(sink.results)
    }
}
