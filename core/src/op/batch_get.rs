//! Reading many items by their keys.

use std::collections::{HashMap, HashSet, VecDeque};
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::detailed::add_meta;
use super::failed::is_its_error;
use super::lists::{Answer, Answers, Lists, Longer};
use super::retry::{Retries, passes};
use super::store::StoreInner;
use super::{Detailed, KeyFor, Pending, codec};
use crate::backend::{BatchGetItem, BatchGetItemOutput, BatchKeys, ResponseMeta, ReturnConsumed};
use crate::entity::{Entity, Table};
use crate::error::{Error, ErrorKind};
use crate::reach::Holds;
use crate::schema::EntitySchema;
use crate::value::Item;

/// Reads entities by their keys, as many as there are; await it. See [`Store::batch_get`](super::Store::batch_get).
///
/// The results stand in the order of the keys, `None` for a key that has no item. Keys may repeat. Each item is read on its
/// own: writes that happen meanwhile are seen in some and not in others.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let read = shop.batch_get((0..150).map(Order::key)).and([Stock::key("tea")]).consistent().detailed().await?;
/// let (orders, stock) = read.value;
/// assert_eq!((orders.len(), stock.len()), (150, 1));
/// assert_eq!(read.consumed.map(|consumed| consumed.units), Some(151.0));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a read does nothing unless awaited"]
pub struct BatchGet<T, L> {
    plan: Plan,
    types: PhantomData<fn() -> (T, L)>,
}

struct Plan {
    store: Arc<StoreInner>,
    lists: Vec<List>,
    /// Each key once, in the order in which they were first given.
    keys: Vec<Item>,
    places: HashMap<Item, usize>,
    consistent: bool,
    capacity: bool,
    error: Option<Error>,
}

/// The keys of one kind of entity.
struct List {
    entity: &'static EntitySchema,
    /// Places among the keys.
    keys: Vec<usize>,
}

/// What came of a batch.
struct Outcome {
    answers: Vec<Answer>,
    meta: ResponseMeta,
    error: Option<Error>,
}

impl Plan {
    /// Adds a list of keys of a kind of entity.
    fn keys_of<E: Entity>(&mut self, keys: impl IntoIterator<Item = impl KeyFor<E>>) {
        self.add(E::SCHEMA, keys.into_iter().map(|key| key.into_key().into_item()).collect());
    }

    fn add(&mut self, entity: &'static EntitySchema, keys: Vec<Result<Item, Error>>) {
        let mut list = List { entity, keys: Vec::with_capacity(keys.len()) };
        for (place, key) in keys.into_iter().enumerate() {
            match key {
                Ok(key) => list.keys.push(self.place(key)),
                Err(error) if self.error.is_none() => {
                    self.error = Some(error.with_entity(entity.describe()).in_place("key", place));
                }
                Err(_) => {}
            }
        }
        self.lists.push(list);
    }

    fn place(&mut self, key: Item) -> usize {
        let next = self.keys.len();
        let place = *self.places.entry(key.clone()).or_insert(next);
        if place == next {
            self.keys.push(key);
        }
        place
    }

    /// The one kind of entity that is read, if it is one.
    fn entity(&self) -> Option<&'static EntitySchema> {
        match self.lists.as_slice() {
            [list] => Some(list.entity),
            _ => None,
        }
    }

    fn request<'k>(&self, keys: impl Iterator<Item = &'k Item>) -> BatchGetItem {
        let mut wanted = BatchKeys::new(keys.cloned().collect());
        wanted.consistent = self.consistent;
        let mut request = BatchGetItem::new([(Arc::clone(&self.store.table), wanted)].into());
        if self.capacity {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        request
    }

    /// Call after call until every key has its answer.
    async fn read(&mut self) -> Outcome {
        let mut outcome =
            Outcome { answers: vec![Answer::Open; self.keys.len()], meta: ResponseMeta::default(), error: None };
        if let Some(error) = self.error.take() {
            outcome.error = Some(error);
            return outcome;
        }
        let mut queue: VecDeque<usize> = (0..self.keys.len()).collect();
        let mut retries = Retries::new(self.store.retry, self.store.backend.clock());
        while !queue.is_empty() {
            let sent: Vec<usize> = queue.drain(..queue.len().min(MAX_KEYS)).collect();
            let request = self.request(sent.iter().map(|place| &self.keys[*place]));
            let reply = self.store.backend.batch_get_item(request);
            let result = self.store.call("BatchGetItem", self.entity().map(|entity| entity.name), None, reply).await;
            let (rest, refusal) = match result.and_then(|output| self.take(&sent, output, &mut outcome)) {
                Ok(rest) => (rest, None),
                Err(error) => (sent.clone(), Some(error)),
            };
            if rest.is_empty() {
                retries.done();
                continue;
            }
            let progress = rest.len() < sent.len();
            rest.into_iter().rev().for_each(|place| queue.push_front(place));
            if refusal.as_ref().is_none_or(passes) && retries.again(progress).await {
                continue;
            }
            let error = refusal.unwrap_or_else(|| left_over(queue.len(), self.keys.len(), &retries));
            outcome.error = Some(match self.entity() {
                Some(entity) => error.with_entity(entity.describe()),
                None => error,
            });
            break;
        }
        outcome
    }

    /// Takes the answers to the keys that were sent; returns those that have none yet.
    fn take(&self, sent: &[usize], output: BatchGetItemOutput, outcome: &mut Outcome) -> Result<Vec<usize>, Error> {
        add_meta(&mut outcome.meta, output.meta);
        for items in output.items.into_values() {
            for item in items.into_rows()? {
                if let Some(place) = self.places.get(&codec::key_of(self.store.schema.layout, &item)) {
                    outcome.answers[*place] = Answer::There(item);
                }
            }
        }
        let unprocessed = output.unprocessed.map(|rest| rest.tables).unwrap_or_default();
        let unprocessed = unprocessed.into_values().flat_map(|rest| rest.keys);
        // With a key that was not asked for in this form, it is not known which of them are left: then all may be.
        let unprocessed: Option<HashSet<usize>> = unprocessed.map(|key| self.places.get(&key).copied()).collect();
        let mut rest = Vec::new();
        for place in sent {
            match &mut outcome.answers[*place] {
                Answer::There(_) => {}
                _ if unprocessed.as_ref().is_none_or(|left| left.contains(place)) => rest.push(*place),
                answer => *answer = Answer::Nothing,
            }
        }
        Ok(rest)
    }

    /// The answers, list by list.
    fn sort(&self, answers: &[Answer]) -> Answers {
        let answer = |place: &usize| (self.keys[*place].clone(), answers[*place].clone());
        let lists: Vec<Vec<_>> = self.lists.iter().map(|list| list.keys.iter().map(answer).collect()).collect();
        Answers(lists.into_iter())
    }
}

#[cold]
fn left_over(left: usize, of: usize, retries: &Retries<'_>) -> Error {
    let message = format!("DynamoDB left {left} of {of} keys unprocessed {}", retries.given_up());
    Error::new(ErrorKind::Throttled, message)
}

impl<T: Table, A: Entity> BatchGet<T, (A,)> {
    pub(crate) fn new(store: Arc<StoreInner>, keys: impl IntoIterator<Item = impl KeyFor<A>>) -> Self {
        let mut plan = Plan {
            store,
            lists: Vec::new(),
            keys: Vec::new(),
            places: HashMap::new(),
            consistent: false,
            capacity: false,
            error: None,
        };
        plan.keys_of(keys);
        Self { plan, types: PhantomData }
    }
}

impl<T: Table, L: Lists> BatchGet<T, L> {
    /// Reads entities of another kind in the same calls. The result is a tuple, with a list for each kind; up to eight.
    pub fn and<E: Entity>(mut self, keys: impl IntoIterator<Item = impl KeyFor<E>>) -> BatchGet<T, L::Lists>
    where
        T: Holds<E>,
        L: Longer<E>,
    {
        self.plan.keys_of(keys);
        BatchGet { plan: self.plan, types: PhantomData }
    }

    /// Sees every write that completed before the read; costs twice as much.
    pub fn consistent(mut self) -> Self {
        self.plan.consistent = true;
        self
    }

    /// The same read, with what all its calls consumed and the id of the last one.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<L::Read>, Unread<L>>> {
        self.plan.capacity = true;
        Box::pin(read(self.plan))
    }

    /// The requests that would be sent, as long as nothing is left unprocessed.
    pub fn requests(self) -> Result<Vec<BatchGetItem>, Error> {
        match self.plan.error {
            Some(error) => Err(error),
            None => Ok(self.plan.keys.chunks(MAX_KEYS).map(|keys| self.plan.request(keys.iter())).collect()),
        }
    }
}

async fn read<L: Lists>(mut plan: Plan) -> Result<Detailed<L::Read>, Unread<L>> {
    let Outcome { answers, meta, mut error } = plan.read().await;
    let (read, left) = L::read(plan.sort(&answers), &mut error);
    match error {
        None => Ok(Detailed::new(read, meta)),
        Some(error) => Err(Unread { error, read, left }),
    }
}

impl<T: Table, L: Lists> IntoFuture for BatchGet<T, L> {
    /// A list in the order of the keys; of several kinds of entities a tuple of lists.
    type Output = Result<L::Read, Unread<L>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let plan = self.plan;
        Box::pin(async move { Ok(read::<L>(plan).await?.value) })
    }
}

/// Why a batch did not read everything, what it has read, and which keys are left.
///
/// `?` turns it into an [`Error`].
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let orders = match shop.batch_get((0..150).map(Order::key)).await {
///     Ok(orders) => orders,
///     Err(failed) if failed.is_retryable() => {
///         println!("{failed}; the first of them is {:?}", failed.left().first());
///         let (some, left) = failed.into_parts();
///         some.into_iter().chain(shop.batch_get(left).await?).collect()
///     }
///     Err(failed) => return Err(failed.into()),
/// };
/// assert_eq!(orders.into_iter().flatten().count(), 1);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "it holds the keys that were not read"]
pub struct Unread<L: Lists> {
    error: Error,
    read: L::Read,
    left: L::Left,
}

impl<L: Lists> Unread<L> {
    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Whether the rest may be read a moment later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// What was read, in the order of the keys. `None` stands for items that are not there, and for those that
    /// [`left`](Self::left) names.
    #[must_use]
    pub fn read(&self) -> &L::Read {
        &self.read
    }

    /// The keys of which nothing is known: they were not read, or what was read is no such entity.
    #[must_use]
    pub fn left(&self) -> &L::Left {
        &self.left
    }

    /// What was read, and the keys that are left.
    #[must_use]
    pub fn into_parts(self) -> (L::Read, L::Left) {
        (self.read, self.left)
    }

    /// The error.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }
}

is_its_error!([L: Lists] Unread<L>);

/// Keys that DynamoDB takes in one call.
const MAX_KEYS: usize = 100;
