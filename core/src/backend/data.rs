//! Requests and responses of the operations on items.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Payload;
use crate::expr::{Condition, KeyCondition, Path, Update};
use crate::value::Item;

/// Attributes of the item before or after a write that come back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReturnValues {
    /// Nothing.
    #[default]
    None,
    /// The whole item as it was before.
    AllOld,
    /// The changed attributes as they were before; updates only.
    UpdatedOld,
    /// The whole item as it is afterwards; updates only.
    AllNew,
    /// The changed attributes as they are afterwards; updates only.
    UpdatedNew,
}

/// Level of detail of consumed capacity in a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReturnConsumed {
    /// It does not.
    #[default]
    None,
    /// The sum.
    Total,
    /// The sum, and the shares of the table and its indexes.
    Indexes,
}

/// Consumed capacity of a call, in capacity units.
///
/// See [Read and write operations](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ConsumedCapacity {
    /// Table and indexes together.
    pub units: f64,
    /// Units of it for reading; only transactions tell.
    pub read_units: Option<f64>,
    /// Units of it for writing; only transactions tell.
    pub write_units: Option<f64>,
    /// The table's share, where asked for.
    pub table: Option<f64>,
    /// The shares of global indexes, by name.
    pub global_indexes: BTreeMap<String, f64>,
    /// The shares of local indexes, by name.
    pub local_indexes: BTreeMap<String, f64>,
}

impl ConsumedCapacity {
    /// Adds what another call consumed.
    pub fn add(&mut self, other: &Self) {
        self.units += other.units;
        for (sum, more) in [
            (&mut self.read_units, other.read_units),
            (&mut self.write_units, other.write_units),
            (&mut self.table, other.table),
        ] {
            *sum = match (*sum, more) {
                (Some(units), Some(more)) => Some(units + more),
                (units, more) => units.or(more),
            };
        }
        let shares =
            [(&mut self.global_indexes, &other.global_indexes), (&mut self.local_indexes, &other.local_indexes)];
        for (sum, more) in shares {
            for (index, units) in more {
                *sum.entry(index.clone()).or_default() += units;
            }
        }
    }
}

/// Metadata in every response.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ResponseMeta {
    /// Consumed capacity, where asked for.
    pub consumed: Option<ConsumedCapacity>,
    /// The service's id of the request, for support cases.
    pub request_id: Option<String>,
}

/// PutItem.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PutItem {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// The item.
    pub item: Item,
    /// Writes on this condition only.
    pub condition: Option<Condition>,
    /// [`ReturnValues::None`] or [`ReturnValues::AllOld`].
    pub return_values: ReturnValues,
    /// True if a failed condition brings the old item back, in [`Error::item`](crate::Error::item).
    pub return_old_on_failure: bool,
    /// Level of detail of consumed capacity in the response.
    pub return_consumed: ReturnConsumed,
    /// True if the response tells the size of the item collection that was touched.
    pub return_collection: bool,
}

impl PutItem {
    /// Creates a put without a condition.
    #[must_use]
    pub fn new(table: Arc<str>, item: Item) -> Self {
        Self {
            table,
            item,
            condition: None,
            return_values: ReturnValues::None,
            return_old_on_failure: false,
            return_consumed: ReturnConsumed::None,
            return_collection: false,
        }
    }
}

/// Answer to [`PutItem`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PutItemOutput {
    /// The item that was replaced, where asked for.
    pub attributes: Option<Item>,
    /// The item collection that was touched, where asked for, of a table with local indexes.
    pub collection: Option<ItemCollectionMetrics>,
    /// Beside the result.
    pub meta: ResponseMeta,
}

/// GetItem.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GetItem {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// The primary key.
    pub key: Item,
    /// True if the read sees every write that completed before it.
    pub consistent: bool,
    /// The attributes to return; all where `None`.
    pub projection: Option<Vec<Path>>,
    /// Level of detail of consumed capacity in the response.
    pub return_consumed: ReturnConsumed,
}

impl GetItem {
    /// Creates an eventually consistent read of the whole item.
    #[must_use]
    pub fn new(table: Arc<str>, key: Item) -> Self {
        Self { table, key, consistent: false, projection: None, return_consumed: ReturnConsumed::None }
    }
}

/// Answer to [`GetItem`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct GetItemOutput {
    /// The item, if there is one.
    pub item: Option<Item>,
    /// Beside the result.
    pub meta: ResponseMeta,
}

/// UpdateItem.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpdateItem {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// The primary key.
    pub key: Item,
    /// The changes; none of them creates a missing item from its key alone.
    pub update: Update,
    /// Writes on this condition only.
    pub condition: Option<Condition>,
    /// The attributes that come back.
    pub return_values: ReturnValues,
    /// True if a failed condition brings the old item back, in [`Error::item`](crate::Error::item).
    pub return_old_on_failure: bool,
    /// Level of detail of consumed capacity in the response.
    pub return_consumed: ReturnConsumed,
    /// True if the response tells the size of the item collection that was touched.
    pub return_collection: bool,
}

impl UpdateItem {
    /// Creates an update without a condition.
    #[must_use]
    pub fn new(table: Arc<str>, key: Item, update: Update) -> Self {
        Self {
            table,
            key,
            update,
            condition: None,
            return_values: ReturnValues::None,
            return_old_on_failure: false,
            return_consumed: ReturnConsumed::None,
            return_collection: false,
        }
    }
}

/// Answer to [`UpdateItem`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct UpdateItemOutput {
    /// The attributes that [`ReturnValues`] asked for, if there are any.
    pub attributes: Option<Item>,
    /// The item collection that was touched, where asked for, of a table with local indexes.
    pub collection: Option<ItemCollectionMetrics>,
    /// Beside the result.
    pub meta: ResponseMeta,
}

/// DeleteItem.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeleteItem {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// The primary key.
    pub key: Item,
    /// Deletes on this condition only.
    pub condition: Option<Condition>,
    /// [`ReturnValues::None`] or [`ReturnValues::AllOld`].
    pub return_values: ReturnValues,
    /// True if a failed condition brings the old item back, in [`Error::item`](crate::Error::item).
    pub return_old_on_failure: bool,
    /// Level of detail of consumed capacity in the response.
    pub return_consumed: ReturnConsumed,
    /// True if the response tells the size of the item collection that was touched.
    pub return_collection: bool,
}

impl DeleteItem {
    /// Creates a delete without a condition.
    #[must_use]
    pub fn new(table: Arc<str>, key: Item) -> Self {
        Self {
            table,
            key,
            condition: None,
            return_values: ReturnValues::None,
            return_old_on_failure: false,
            return_consumed: ReturnConsumed::None,
            return_collection: false,
        }
    }
}

/// Answer to [`DeleteItem`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct DeleteItemOutput {
    /// The item that was deleted, where asked for.
    pub attributes: Option<Item>,
    /// The item collection that was touched, where asked for, of a table with local indexes.
    pub collection: Option<ItemCollectionMetrics>,
    /// Beside the result.
    pub meta: ResponseMeta,
}

/// Which attributes a query or scan returns.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Select {
    /// All of the table, all that is projected of an index: DynamoDB's own default.
    #[default]
    Default,
    /// The whole item; of a local index by a fetch from the table.
    AllAttributes,
    /// These paths.
    Paths(Vec<Path>),
    /// The count alone.
    Count,
}

/// Query.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Query {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// Name of the index, or the table itself.
    pub index: Option<Arc<str>>,
    /// Equality on every partition key attribute, and at most one range on the sort key.
    pub keys: Vec<KeyCondition>,
    /// Drops evaluated items before they are returned.
    pub filter: Option<Condition>,
    /// The attributes to return.
    pub select: Select,
    /// How many items to evaluate at the most: DynamoDB's Limit.
    pub limit: Option<u32>,
    /// Ascending by sort key.
    pub forward: bool,
    /// True if the read sees every write that completed before it; not on global indexes.
    pub consistent: bool,
    /// The key after which to go on: an earlier [`QueryOutput::last_evaluated_key`].
    pub start_key: Option<Item>,
    /// Level of detail of consumed capacity in the response.
    pub return_consumed: ReturnConsumed,
}

impl Query {
    /// Creates a query for the first page of the items with these keys, ascending.
    #[must_use]
    pub fn new(table: Arc<str>, keys: Vec<KeyCondition>) -> Self {
        Self {
            table,
            index: None,
            keys,
            filter: None,
            select: Select::Default,
            limit: None,
            forward: true,
            consistent: false,
            start_key: None,
            return_consumed: ReturnConsumed::None,
        }
    }
}

/// Answer to [`Query`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct QueryOutput {
    /// The items that passed the filter.
    pub items: Payload,
    /// How many items passed the filter.
    pub count: u32,
    /// How many items were evaluated.
    pub scanned_count: u32,
    /// Where to go on; absent when the range was exhausted. A page may be empty and still have it.
    pub last_evaluated_key: Option<Item>,
    /// Beside the result.
    pub meta: ResponseMeta,
}

/// One of the parts in which a scan runs in parallel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Which one, from 0.
    pub number: u32,
    /// How many there are: 1 to 1,000,000.
    pub total: u32,
}

/// Scan.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scan {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// Name of the index, or the table itself.
    pub index: Option<Arc<str>>,
    /// Drops evaluated items before they are returned.
    pub filter: Option<Condition>,
    /// The attributes to return.
    pub select: Select,
    /// How many items to evaluate at the most: DynamoDB's Limit.
    pub limit: Option<u32>,
    /// The part to scan; the whole where `None`.
    pub segment: Option<Segment>,
    /// True if the read sees every write that completed before it; not on global indexes.
    pub consistent: bool,
    /// The key after which to go on: an earlier [`ScanOutput::last_evaluated_key`](QueryOutput::last_evaluated_key).
    pub start_key: Option<Item>,
    /// Level of detail of consumed capacity in the response.
    pub return_consumed: ReturnConsumed,
}

impl Scan {
    /// Creates a scan for the first page of the whole table.
    #[must_use]
    pub fn new(table: Arc<str>) -> Self {
        Self {
            table,
            index: None,
            filter: None,
            select: Select::Default,
            limit: None,
            segment: None,
            consistent: false,
            start_key: None,
            return_consumed: ReturnConsumed::None,
        }
    }
}

/// Answer to [`Scan`]: the same as of a query.
pub type ScanOutput = QueryOutput;

/// An item collection that a write touched: all items of a table with local indexes that share a partition key.
///
/// See [Item collections](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ItemCollectionMetrics {
    /// The partition key.
    pub key: Item,
    /// Between which sizes the collection is, in gigabytes: an estimate.
    pub size_gb: (f64, f64),
}

impl ItemCollectionMetrics {
    /// Creates a collection and the bounds of its size.
    #[must_use]
    pub fn new(key: Item, size_gb: (f64, f64)) -> Self {
        Self { key, size_gb }
    }
}
