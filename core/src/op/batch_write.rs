//! Writing and deleting many items.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::detailed::add_meta;
use super::failed::is_its_error;
use super::retry::{Retries, passes};
use super::store::StoreInner;
use super::{Detailed, KeyFor, Pending, codec};
use crate::backend::{self, BatchWriteItem, ResponseMeta, ReturnConsumed};
use crate::entity::{Entity, Table};
use crate::error::{Error, ErrorKind};
use crate::reach::{Holds, PutBlindly};
use crate::schema::EntitySchema;
use crate::value::Item;

/// Writes and deletes entities of any kind, as many as there are and without conditions; await it. See
/// [`Store::batch_write`](super::Store::batch_write).
///
/// Each item is written on its own, wholly or not at all, in no particular order. What fails says what was written and what is
/// left. Where a future may be dropped on the way, [`send`](Self::send) keeps that knowledge.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let orders: Vec<Order> = (0..60).map(|number| Order { number, paid: true }).collect();
/// let mut batch = shop.batch_write().put_all(&orders).put(&Stock { sku: "mill".into(), left: 9 });
/// assert_eq!(batch.left().len(), 61);
///
/// batch.send().await?; // or `batch.await?`
/// assert_eq!((batch.written().len(), batch.left().len()), (61, 0));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a write does nothing unless awaited"]
pub struct BatchWrite<T> {
    plan: Plan,
    table: PhantomData<fn() -> T>,
}

struct Plan {
    store: Arc<StoreInner>,
    left: VecDeque<Write>,
    written: Vec<backend::BatchWrite>,
    /// An entity or key that is none that DynamoDB has.
    error: Option<Error>,
    capacity: bool,
    meta: ResponseMeta,
}

struct Write {
    write: backend::BatchWrite,
    key: Item,
    entity: &'static EntitySchema,
}

impl Plan {
    fn put(&mut self, entity: &'static EntitySchema, item: Result<Item, Error>) {
        match item {
            Ok(item) => {
                let key = codec::key_of(entity.layout, &item);
                self.left.push_back(Write { write: backend::BatchWrite::Put(item), key, entity });
            }
            Err(error) => self.refuse(entity, error),
        }
    }

    fn delete(&mut self, entity: &'static EntitySchema, key: Result<Item, Error>) {
        match key {
            Ok(key) => {
                let write = backend::BatchWrite::Delete(key.clone());
                self.left.push_back(Write { write, key, entity });
            }
            Err(error) => self.refuse(entity, error),
        }
    }

    #[cold]
    fn refuse(&mut self, entity: &'static EntitySchema, error: Error) {
        let place = self.left.len();
        self.error.get_or_insert_with(|| error.with_entity(entity.describe()).in_place("write", place));
    }

    /// What DynamoDB would refuse, perhaps after a part was written.
    fn check(&self) -> Result<(), Error> {
        if let Some(error) = &self.error {
            // The batch cannot be sent ever, so the error stays.
            return Err(error.told_again());
        }
        let mut keys = HashMap::with_capacity(self.left.len());
        for (place, Write { write, key, entity }) in self.left.iter().enumerate() {
            let problem = match (keys.insert(key, place), write) {
                (Some(first), _) => {
                    let (first, second) = (first + 1, place + 1);
                    format!(
                        "writes {first} and {second} are of one item, and a batch has no order; keep the one that counts"
                    )
                }
                (None, backend::BatchWrite::Put(item)) if item.size() > MAX_ITEM => {
                    format!("write {}: the item is larger than 400 KB", place + 1)
                }
                _ => continue,
            };
            return Err(codec::about(Error::new(ErrorKind::InvalidRequest, problem), entity, key));
        }
        Ok(())
    }

    /// How many of the writes that are left go into the next call.
    fn next(&self, from: usize) -> usize {
        let (mut count, mut size) = (0, 0);
        for Write { write, .. } in self.left.iter().skip(from).take(MAX_WRITES) {
            size += sent_size(write);
            if size > MAX_SIZE && count > 0 {
                break;
            }
            count += 1;
        }
        count
    }

    fn request(&self, from: usize, count: usize) -> BatchWriteItem {
        let writes = self.left.iter().skip(from).take(count).map(|write| write.write.clone()).collect();
        let mut request = BatchWriteItem::new([(Arc::clone(&self.store.table), writes)].into());
        if self.capacity {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        request
    }

    /// The one kind of entity that is written, if it is one.
    fn entity(&self) -> Option<&'static EntitySchema> {
        let first = self.left.front()?.entity;
        self.left.iter().all(|write| std::ptr::eq(write.entity, first)).then_some(first)
    }

    /// Call after call until nothing is left. What was written is no longer in `left` as soon as it is known.
    async fn send(&mut self) -> Result<(), Error> {
        self.check()?;
        let store = Arc::clone(&self.store);
        let (entity, all) = (self.entity(), self.left.len());
        let mut retries = Retries::new(store.retry, store.backend.clock());
        while !self.left.is_empty() {
            let count = self.next(0);
            let reply = store.backend.batch_write_item(self.request(0, count));
            let result = store.call("BatchWriteItem", entity.map(|entity| entity.name), None, reply).await;
            let (rest, refusal) = match result {
                Ok(output) => {
                    add_meta(&mut self.meta, output.meta);
                    (self.take(count, output.unprocessed), None)
                }
                Err(error) => (count, Some(error)),
            };
            if rest == 0 {
                retries.done();
                continue;
            }
            if refusal.as_ref().is_none_or(passes) && retries.again(rest < count).await {
                continue;
            }
            let error = refusal.unwrap_or_else(|| left_over(self.left.len(), all, &retries));
            return Err(match entity {
                Some(entity) => error.with_entity(entity.describe()),
                None => error,
            });
        }
        Ok(())
    }

    /// Takes the answer to the first writes; returns how many of them are left, which stay first.
    fn take(&mut self, count: usize, unprocessed: Option<BatchWriteItem>) -> usize {
        let layout = self.store.schema.layout;
        let unprocessed = unprocessed.map(|rest| rest.tables).unwrap_or_default().into_values().flatten();
        let unprocessed: HashSet<Item> = unprocessed
            .map(|write| match write {
                backend::BatchWrite::Put(item) => codec::key_of(layout, &item),
                backend::BatchWrite::Delete(key) => key,
            })
            .collect();
        let sent: Vec<Write> = self.left.drain(..count).collect();
        // With a key that was not sent in this form, it is not known which of them are left: then all may be.
        let known = sent.iter().filter(|write| unprocessed.contains(&write.key)).count() == unprocessed.len();
        let (rest, written): (Vec<_>, Vec<_>) =
            sent.into_iter().partition(|write| !known || unprocessed.contains(&write.key));
        self.written.extend(written.into_iter().map(|write| write.write));
        let count = rest.len();
        rest.into_iter().rev().for_each(|write| self.left.push_front(write));
        count
    }
}

/// Bytes of a write as it travels, or more.
fn sent_size(write: &backend::BatchWrite) -> usize {
    let (backend::BatchWrite::Put(item) | backend::BatchWrite::Delete(item)) = write;
    match item.size() {
        // The JSON of an item is less than twelve times what DynamoDB counts for it.
        size if size <= MAX_SIZE / MAX_WRITES / 12 => size * 12,
        _ => item.to_json().len(),
    }
}

#[cold]
fn left_over(left: usize, of: usize, retries: &Retries<'_>) -> Error {
    let message = format!("DynamoDB left {left} of {of} writes unprocessed {}", retries.given_up());
    Error::new(ErrorKind::Throttled, message)
}

impl<T: Table> BatchWrite<T> {
    pub(crate) fn new(store: Arc<StoreInner>) -> Self {
        let plan = Plan {
            store,
            left: VecDeque::new(),
            written: Vec::new(),
            error: None,
            capacity: false,
            meta: ResponseMeta::default(),
        };
        Self { plan, table: PhantomData }
    }

    /// Writes an entity, replacing what has its key. One with an optimistic lock is always written on a condition, which a
    /// batch cannot have.
    pub fn put<E: Entity>(self, entity: &E) -> Self
    where
        T: Holds<E>,
        E::Version: PutBlindly<E>,
    {
        self.put_all([entity])
    }

    /// Writes entities, each replacing what has its key.
    pub fn put_all<'e, E: Entity>(mut self, entities: impl IntoIterator<Item = &'e E>) -> Self
    where
        T: Holds<E>,
        E::Version: PutBlindly<E>,
    {
        for entity in entities {
            self.plan.put(E::SCHEMA, codec::item_of(entity, entity.version()));
        }
        self
    }

    /// Deletes the entity with this key; deleting what is not there succeeds.
    pub fn delete<E: Entity>(self, key: impl KeyFor<E>) -> Self
    where
        T: Holds<E>,
    {
        self.delete_all([key])
    }

    /// Deletes the entities with these keys.
    pub fn delete_all<E: Entity>(mut self, keys: impl IntoIterator<Item = impl KeyFor<E>>) -> Self
    where
        T: Holds<E>,
    {
        for key in keys {
            self.plan.delete(E::SCHEMA, key.into_key().into_item());
        }
        self
    }

    /// Sends what is left, and keeps account of it here: when the future is dropped on the way, or fails, what is known to be
    /// written is in [`written`](Self::written), and all else in [`left`](Self::left), to be sent again.
    pub async fn send(&mut self) -> Result<(), Error> {
        self.plan.send().await
    }

    /// What is not known to be written.
    pub fn left(&self) -> impl ExactSizeIterator<Item = &backend::BatchWrite> {
        self.plan.left.iter().map(|write| &write.write)
    }

    /// What was written.
    #[must_use]
    pub fn written(&self) -> &[backend::BatchWrite] {
        &self.plan.written
    }

    /// The same write, with what all its calls consumed and the id of the last one.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<()>, Unwritten<T>>> {
        self.plan.capacity = true;
        Box::pin(async move {
            match self.plan.send().await {
                Ok(()) => Ok(Detailed::new((), self.plan.meta)),
                Err(error) => Err(Unwritten { error, batch: self }),
            }
        })
    }

    /// The requests that would be sent, as long as nothing is left unprocessed.
    pub fn requests(self) -> Result<Vec<BatchWriteItem>, Error> {
        self.plan.check()?;
        let (mut from, mut requests) = (0, Vec::new());
        while from < self.plan.left.len() {
            let count = self.plan.next(from);
            requests.push(self.plan.request(from, count));
            from += count;
        }
        Ok(requests)
    }
}

impl<T: Table> IntoFuture for BatchWrite<T> {
    type Output = Result<(), Unwritten<T>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            match self.plan.send().await {
                Ok(()) => Ok(()),
                Err(error) => Err(Unwritten { error, batch: self }),
            }
        })
    }
}

impl<T> fmt::Debug for BatchWrite<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, written) = (self.plan.left.len(), self.plan.written.len());
        f.debug_struct("BatchWrite").field("left", &left).field("written", &written).finish_non_exhaustive()
    }
}

/// Why a batch did not write everything, what it has written, and what is left.
///
/// `?` turns it into an [`Error`].
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let orders: Vec<Order> = (0..60).map(|number| Order { number, paid: true }).collect();
/// let mut batch = shop.batch_write().put_all(&orders);
/// while let Err(failed) = batch.await {
///     if !failed.is_retryable() {
///         return Err(failed.into());
///     }
///     println!("{} orders are there, {} are left", failed.written().len(), failed.left().len());
///     batch = failed.into_left();
/// }
/// # assert_eq!(shop.get(Order::key(7)).await?, Some(orders[7].clone()));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "it holds what was not written"]
pub struct Unwritten<T> {
    error: Error,
    batch: BatchWrite<T>,
}

impl<T: Table> Unwritten<T> {
    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Whether the rest may be written a moment later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// What was written.
    #[must_use]
    pub fn written(&self) -> &[backend::BatchWrite] {
        self.batch.written()
    }

    /// What is not known to be written. Of a call that did not get an answer, some of it can be.
    pub fn left(&self) -> impl ExactSizeIterator<Item = &backend::BatchWrite> {
        self.batch.left()
    }

    /// A batch of what is left; await it to go on.
    pub fn into_left(self) -> BatchWrite<T> {
        self.batch
    }

    /// The error.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }
}

is_its_error!([T] Unwritten<T>);

/// Writes that DynamoDB takes in one call.
const MAX_WRITES: usize = 25;
/// Bytes that DynamoDB takes in one call, with room for what is around the items.
const MAX_SIZE: usize = 16 * 1024 * 1024 - 64 * 1024;
/// Bytes of an item that DynamoDB stores.
const MAX_ITEM: usize = 409_600;
