//! Requests and responses of the batches: several items of several tables in one call, each item on its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{ConsumedCapacity, ItemCollectionMetrics, Payload, ResponseMeta, ReturnConsumed};
use crate::expr::Path;
use crate::value::Item;

/// Metadata in the response to an operation on several tables.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct BatchMeta {
    /// Consumed capacity of each table, by the table's name or ARN in the request, where asked for.
    pub consumed: BTreeMap<Arc<str>, ConsumedCapacity>,
    /// The service's id of the request, for support cases.
    pub request_id: Option<String>,
}

impl ResponseMeta {
    /// Adds what a later call on several items says beside its result.
    pub(crate) fn add_batch(&mut self, next: BatchMeta) {
        self.request_id = next.request_id.or(self.request_id.take());
        next.consumed.into_values().for_each(|consumed| self.add_consumed(consumed));
    }

    /// Adds what a later call says beside its result.
    pub(crate) fn add(&mut self, next: Self) {
        self.request_id = next.request_id.or(self.request_id.take());
        next.consumed.into_iter().for_each(|consumed| self.add_consumed(consumed));
    }

    fn add_consumed(&mut self, next: ConsumedCapacity) {
        match &mut self.consumed {
            Some(sum) => sum.add(&next),
            empty => *empty = Some(next),
        }
    }
}

/// BatchGetItem: up to 100 items, together up to 16 MB.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct BatchGetItem {
    /// Keys to read, by name or ARN of the table.
    pub tables: BTreeMap<Arc<str>, BatchKeys>,
    /// Level of detail of consumed capacity in the response.
    pub return_consumed: ReturnConsumed,
}

/// The items that a [`BatchGetItem`] reads of one table.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct BatchKeys {
    /// The primary keys, each once.
    pub keys: Vec<Item>,
    /// True if the reads see every write that completed before them.
    pub consistent: bool,
    /// The attributes to return; all where `None`.
    pub projection: Option<Vec<Path>>,
}

impl BatchGetItem {
    /// Reads of these tables.
    #[must_use]
    pub fn new(tables: BTreeMap<Arc<str>, BatchKeys>) -> Self {
        Self { tables, return_consumed: ReturnConsumed::None }
    }
}

impl BatchKeys {
    /// Creates eventually consistent reads of whole items.
    #[must_use]
    pub fn new(keys: Vec<Item>) -> Self {
        Self { keys, consistent: false, projection: None }
    }
}

/// Answer to [`BatchGetItem`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct BatchGetItemOutput {
    /// The items that were found, in no particular order; every requested table is there.
    pub items: BTreeMap<Arc<str>, Payload>,
    /// Keys that were not read, to be sent again; `None` when all were.
    pub unprocessed: Option<BatchGetItem>,
    /// Beside the result.
    pub meta: BatchMeta,
}

/// BatchWriteItem: up to 25 puts and deletes, without conditions.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct BatchWriteItem {
    /// Writes by name or ARN of the table; each item once.
    pub tables: BTreeMap<Arc<str>, Vec<BatchWrite>>,
    /// Level of detail of consumed capacity in the response.
    pub return_consumed: ReturnConsumed,
    /// True if the response tells the sizes of the item collections that were touched.
    pub return_collections: bool,
}

/// One item of a [`BatchWriteItem`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BatchWrite {
    /// Writes a whole item.
    Put(Item),
    /// Deletes the item with this primary key.
    Delete(Item),
}

impl BatchWriteItem {
    /// Writes to these tables.
    #[must_use]
    pub fn new(tables: BTreeMap<Arc<str>, Vec<BatchWrite>>) -> Self {
        Self { tables, return_consumed: ReturnConsumed::None, return_collections: false }
    }
}

/// Answer to [`BatchWriteItem`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct BatchWriteItemOutput {
    /// Writes that were not made, to be sent again; `None` when all were.
    pub unprocessed: Option<BatchWriteItem>,
    /// The item collections that were touched, where asked for, of tables with local indexes.
    pub collections: BTreeMap<Arc<str>, Vec<ItemCollectionMetrics>>,
    /// Beside the result.
    pub meta: BatchMeta,
}
