//! Reading several items as they are at one moment.

use std::collections::HashMap;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::detailed::add_meta;
use super::retry::{Retries, passes};
use super::store::StoreInner;
use super::transact_write::{MAX_ACTIONS, one_entity};
use super::{Detailed, Pending};
use crate::backend::{self, ResponseMeta, ReturnConsumed, TransactGetItems};
use crate::error::{Error, ErrorKind};
use crate::reach::KeyList;
use crate::schema::EntitySchema;
use crate::value::Item;

/// Reads several items as they are at one moment; await it. See [`Store::transact_get`](super::Store::transact_get).
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
        for (entity, key) in self.keys {
            let key = key?;
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

    async fn run(self) -> Result<(Vec<Option<Item>>, ResponseMeta), Error> {
        let store = Arc::clone(&self.store);
        let Ready { request, about, places } = self.ready()?;
        let mut meta = ResponseMeta::default();
        if about.is_empty() {
            return Ok((Vec::new(), meta));
        }
        let mut retries = Retries::new(store.retry, store.backend.clock());
        loop {
            let reply = store.backend.transact_get_items(request.clone());
            match store.call("TransactGetItems", one_entity(&about), None, reply).await {
                Ok(output) => {
                    add_meta(&mut meta, output.meta);
                    let item = |place: usize| output.items.get(place).cloned().flatten();
                    return Ok((places.into_iter().map(item).collect(), meta));
                }
                Err(error) if passes(&error) && retries.again(false).await => {}
                Err(error) => return Err(error),
            }
        }
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

async fn run<Found>(plan: Plan, read: fn(Vec<Option<Item>>) -> Result<Found, Error>) -> Result<Detailed<Found>, Error> {
    let (items, meta) = plan.run().await?;
    Ok(Detailed::new(read(items)?, meta))
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
