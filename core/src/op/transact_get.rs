//! Reading several items as they are at one moment.

use std::collections::HashMap;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::detailed::add_meta;
use super::retry::{Retries, passes};
use super::store::StoreInner;
use super::transact_failed::explained;
use super::transact_write::{MAX_ACTIONS, one_entity};
use super::{Detailed, Pending, codec};
use crate::backend::{self, ResponseMeta, ReturnConsumed, TransactGetItems};
use crate::entity::Entity;
use crate::error::{Error, ErrorKind};
use crate::reach::KeyList;
use crate::schema::EntitySchema;
use crate::value::Item;

/// Reads several items as they are at one moment; await it. See [`Store::transact_get`](super::Store::transact_get).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let [first, second] = shop.transact_get([Order::key(1), Order::key(2)]).await?;
/// assert_eq!((first.map(|order| order.paid), second), (Some(false), None));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a read does nothing unless awaited"]
pub struct TransactGet<T, K, Entities> {
    plan: Plan,
    types: PhantomData<fn() -> (T, K, Entities)>,
}

struct Plan {
    store: Arc<StoreInner>,
    keys: Vec<(&'static EntitySchema, Result<Item, Error>)>,
    capacity: bool,
}

/// A read that is ready to be sent.
struct Ready {
    request: TransactGetItems,
    /// Each key once: DynamoDB refuses one that repeats.
    about: Vec<(&'static EntitySchema, Item)>,
    /// Of the keys as they were given, which one it is.
    places: Vec<usize>,
}

impl Plan {
    fn ready(self) -> Result<Ready, Error> {
        let (mut about, mut places, mut known) = (Vec::new(), Vec::new(), HashMap::new());
        for (place, (entity, key)) in self.keys.into_iter().enumerate() {
            let key = key.map_err(|error| error.with_entity(entity.describe()).in_place("key", place))?;
            let next = about.len();
            let place = *known.entry(key.clone()).or_insert(next);
            places.push(place);
            if place == next {
                about.push((entity, key));
            }
        }
        let count = about.len();
        if count > MAX_ACTIONS {
            let message = format!("a transaction that reads {count} items; DynamoDB takes up to {MAX_ACTIONS}");
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        let get = |(_, key): &(_, Item)| backend::TransactGet::new(Arc::clone(&self.store.table), key.clone());
        let mut request = TransactGetItems::new(about.iter().map(get).collect());
        if self.capacity {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        Ok(Ready { request, about, places })
    }

    async fn run(self) -> Result<(Found, ResponseMeta), Error> {
        let store = Arc::clone(&self.store);
        let Ready { request, about, places } = self.ready()?;
        let mut meta = ResponseMeta::default();
        if about.is_empty() {
            return Ok((Found::new(Vec::new()), meta));
        }
        let mut retries = Retries::new(store.retry, store.backend.clock());
        loop {
            let reply = store.backend.transact_get_items(request.clone());
            match store.call("TransactGetItems", one_entity(&about), None, reply).await {
                Ok(output) => {
                    add_meta(&mut meta, output.meta);
                    let item = |place: usize| (about[place].1.clone(), output.items.get(place).cloned().flatten());
                    return Ok((Found::new(places.into_iter().map(item).collect()), meta));
                }
                Err(error) if passes(&error) && retries.again(false).await => {}
                Err(error) => {
                    let given = |place| places.iter().position(|other| *other == place).unwrap_or(place);
                    return Err(explained(error, "key", &retries, &about, &given));
                }
            }
        }
    }
}

/// The items that were read, each with its key, in the places of the keys.
pub struct Found(std::iter::Enumerate<std::vec::IntoIter<(Item, Option<Item>)>>);

impl Found {
    fn new(items: Vec<(Item, Option<Item>)>) -> Self {
        Self(items.into_iter().enumerate())
    }

    /// The next one; `None` where there is none.
    pub(crate) fn next<E: Entity>(&mut self) -> Result<Option<E>, Error> {
        let Some((place, (key, Some(item)))) = self.0.next() else { return Ok(None) };
        match codec::entity_of(&item) {
            Ok(entity) => Ok(Some(entity)),
            Err(error) => Err(codec::about(error, E::SCHEMA, &key).in_place("key", place)),
        }
    }

    /// All that are left.
    pub(crate) fn rest<E: Entity>(mut self) -> Result<Vec<Option<E>>, Error> {
        (0..self.0.len()).map(|_| self.next()).collect()
    }
}

impl<T, Entities, K: KeyList<T, Entities>> TransactGet<T, K, Entities> {
    pub(crate) fn new(store: Arc<StoreInner>, keys: K) -> Self {
        Self { plan: Plan { store, keys: keys.into_keys(), capacity: false }, types: PhantomData }
    }

    /// The same read, with what it consumed.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<K::Found>, Error>> {
        self.plan.capacity = true;
        Box::pin(run(self.plan, K::read))
    }

    /// The request that would be sent.
    pub fn request(self) -> Result<TransactGetItems, Error> {
        Ok(self.plan.ready()?.request)
    }
}

async fn run<Entities>(plan: Plan, read: fn(Found) -> Result<Entities, Error>) -> Result<Detailed<Entities>, Error> {
    let (found, meta) = plan.run().await?;
    Ok(Detailed::new(read(found)?, meta))
}

impl<T, Entities, K: KeyList<T, Entities>> IntoFuture for TransactGet<T, K, Entities> {
    /// The entities in the places of their keys; `None` where there is none.
    type Output = Result<K::Found, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let found = run(self.plan, K::read);
        Box::pin(async move { Ok(found.await?.value) })
    }
}
