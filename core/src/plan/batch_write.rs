//! The writes and deletions of many items.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::item;
use super::retry::{Retries, passes};
use super::store::StoreInner;
use crate::backend;
use crate::backend::{BatchWriteItem, ResponseMeta, ReturnConsumed};
use crate::error::{Error, ErrorKind};
use crate::schema::EntitySchema;
use crate::value::Item;

pub(crate) struct Plan {
    pub(crate) store: Arc<StoreInner>,
    pub(crate) left: VecDeque<Write>,
    pub(crate) written: Vec<backend::BatchWrite>,
    /// An entity or key that is none that DynamoDB has.
    pub(crate) error: Option<Error>,
    pub(crate) capacity: bool,
    pub(crate) meta: ResponseMeta,
}

pub(crate) struct Write {
    pub(crate) write: backend::BatchWrite,
    pub(crate) key: Item,
    pub(crate) entity: &'static EntitySchema,
}

impl Plan {
    pub(crate) fn new(store: Arc<StoreInner>) -> Self {
        Self {
            store,
            left: VecDeque::new(),
            written: Vec::new(),
            error: None,
            capacity: false,
            meta: ResponseMeta::default(),
        }
    }

    pub(crate) fn put(&mut self, entity: &'static EntitySchema, item: Result<Item, Error>) {
        match item {
            Ok(_) if entity.version.is_some() => {
                self.refuse(
                    entity,
                    Error::new(ErrorKind::InvalidRequest, "a batch cannot keep an optimistic lock; use `put`"),
                );
            }
            Ok(item) => {
                let key = item::key_of(entity.layout, &item);
                self.left.push_back(Write { write: backend::BatchWrite::Put(item), key, entity });
            }
            Err(error) => self.refuse(entity, error),
        }
    }

    pub(crate) fn delete(&mut self, entity: &'static EntitySchema, key: Result<Item, Error>) {
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

    /// Returns what DynamoDB would refuse, perhaps after a part was written.
    pub(crate) fn check(&self) -> Result<(), Error> {
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
            return Err(item::about(Error::new(ErrorKind::InvalidRequest, problem), entity, key));
        }
        Ok(())
    }

    /// Returns how many of the writes that are left go into the next call.
    pub(crate) fn next(&self, from: usize) -> usize {
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

    pub(crate) fn request(&self, from: usize, count: usize) -> BatchWriteItem {
        let writes = self.left.iter().skip(from).take(count).map(|write| write.write.clone()).collect();
        let mut request = BatchWriteItem::new([(Arc::clone(&self.store.table), writes)].into());
        if self.capacity {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        request
    }

    /// Returns the one kind of entity that is written, if it is one.
    fn entity(&self) -> Option<&'static EntitySchema> {
        let first = self.left.front()?.entity;
        self.left.iter().all(|write| std::ptr::eq(write.entity, first)).then_some(first)
    }

    /// Makes call after call until nothing is left. What was written leaves `left` as soon as it is known.
    pub(crate) async fn send(&mut self) -> Result<(), Error> {
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
                    self.meta.add_batch(output.meta);
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
                backend::BatchWrite::Put(item) => item::key_of(layout, &item),
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

/// Writes that DynamoDB takes in one call.
const MAX_WRITES: usize = 25;

/// Bytes that DynamoDB takes in one call, with room for what is around the items.
const MAX_SIZE: usize = 16 * 1024 * 1024 - 64 * 1024;

/// Bytes of an item that DynamoDB stores.
const MAX_ITEM: usize = 409_600;
