//! The read of several items as they are at one moment.

use std::collections::HashMap;
use std::sync::Arc;

use super::batch_get::Trouble;
use super::retry::{Retries, passes};
use super::store::StoreInner;
use super::transact::{MAX_ACTIONS, explained, one_entity};
use crate::backend;
use crate::backend::{ResponseMeta, ReturnConsumed, TransactGetItems};
use crate::error::{Error, ErrorKind};
use crate::schema::EntitySchema;
use crate::value::Item;

pub(crate) struct Plan {
    pub(crate) store: Arc<StoreInner>,
    pub(crate) keys: Vec<(&'static EntitySchema, Result<Item, Error>)>,
    pub(crate) capacity: bool,
}

/// A read that is ready to be sent.
pub(crate) struct Ready {
    pub(crate) request: TransactGetItems,
    /// Each key once: DynamoDB refuses one that repeats.
    pub(crate) about: Vec<(&'static EntitySchema, Item)>,
    /// Places of the keys as they were given.
    pub(crate) places: Vec<usize>,
}

impl Plan {
    pub(crate) fn ready(self) -> Result<Ready, Error> {
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

    pub(crate) async fn run(self) -> Result<(Found, ResponseMeta), Error> {
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
                    meta.add_batch(output.meta);
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
pub struct Found {
    items: std::iter::Enumerate<std::vec::IntoIter<(Item, Option<Item>)>>,
    /// Items that could not be read, where they are kept apart.
    pub(crate) trouble: Trouble,
}

impl Found {
    fn new(items: Vec<(Item, Option<Item>)>) -> Self {
        Self { items: items.into_iter().enumerate(), trouble: Trouble::default() }
    }

    /// Returns the place of the next key, the key, and its item where there is one.
    pub(crate) fn next(&mut self) -> Option<(usize, (Item, Option<Item>))> {
        self.items.next()
    }

    /// Returns how many keys are left.
    pub(crate) fn left(&self) -> usize {
        self.items.len()
    }
}
