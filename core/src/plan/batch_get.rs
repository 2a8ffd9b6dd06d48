//! The read of many items by their keys.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::intake::Unreadable;
use super::item;
use super::retry::{Retries, passes};
use super::store::StoreInner;
use crate::backend::{BatchGetItem, BatchGetItemOutput, BatchKeys, ResponseMeta, ReturnConsumed};
use crate::error::{Error, ErrorKind};
use crate::schema::EntitySchema;
use crate::value::Item;

pub(crate) struct Plan {
    pub(crate) store: Arc<StoreInner>,
    pub(crate) lists: Vec<List>,
    /// Each key once, in the order in which they were first given.
    pub(crate) keys: Vec<Item>,
    pub(crate) places: HashMap<Item, usize>,
    pub(crate) consistent: bool,
    pub(crate) capacity: bool,
    pub(crate) error: Option<Error>,
}

/// The keys of one kind of entity.
pub(crate) struct List {
    pub(crate) entity: &'static EntitySchema,
    /// Places among the keys.
    pub(crate) keys: Vec<usize>,
}

/// Result of a batch.
pub(crate) struct Outcome {
    pub(crate) answers: Vec<Answer>,
    pub(crate) meta: ResponseMeta,
    pub(crate) error: Option<Error>,
}

/// Answers to the keys of every list.
pub struct Answers(pub(crate) std::vec::IntoIter<Vec<(Item, Answer)>>);

/// The error of a batch, and what it stopped.
#[derive(Default)]
pub struct Trouble {
    pub(crate) error: Option<Error>,
    /// Items that could not be read, where they are kept apart.
    pub(crate) unreadable: Option<Vec<Unreadable>>,
}

impl Trouble {
    /// Keeps the error of an item that could not be read; returns whether that is an error of the batch.
    #[cold]
    pub(crate) fn keep(&mut self, error: Error, item: Item, place: usize) -> bool {
        match &mut self.unreadable {
            Some(unreadable) => unreadable.push(Unreadable { item, error }),
            None => {
                self.error.get_or_insert_with(|| error.in_place("key", place));
            }
        }
        self.unreadable.is_none()
    }
}

/// Answer to one key.
#[derive(Clone)]
pub(crate) enum Answer {
    /// Nothing is known.
    Open,
    /// There is no such item.
    Nothing,
    There(Item),
}

impl Plan {
    /// Adds a list of keys of one kind of entity.
    pub(crate) fn add(&mut self, entity: &'static EntitySchema, keys: Vec<Result<Item, Error>>) {
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

    /// Returns the one kind of entity that is read, if it is one.
    fn entity(&self) -> Option<&'static EntitySchema> {
        match self.lists.as_slice() {
            [list] => Some(list.entity),
            _ => None,
        }
    }

    pub(crate) fn request<'k>(&self, keys: impl Iterator<Item = &'k Item>) -> BatchGetItem {
        let mut wanted = BatchKeys::new(keys.cloned().collect());
        wanted.consistent = self.consistent;
        let mut request = BatchGetItem::new([(Arc::clone(&self.store.table), wanted)].into());
        if self.capacity {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        request
    }

    /// Makes call after call until every key has its answer.
    pub(crate) async fn read(&mut self) -> Outcome {
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
        outcome.meta.add_batch(output.meta);
        for items in output.items.into_values() {
            for item in items.into_rows()? {
                if let Some(place) = self.places.get(&item::key_of(self.store.schema.layout, &item)) {
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

    /// Returns the answers, list by list.
    pub(crate) fn sort(&self, answers: &[Answer]) -> Answers {
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

/// Keys that DynamoDB takes in one call.
pub(crate) const MAX_KEYS: usize = 100;
