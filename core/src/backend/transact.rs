//! Requests and responses of the transactions: several items of several tables in one call, all of them or none.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{BatchMeta, ItemCollectionMetrics, ReturnConsumed};
use crate::expr::{Condition, Path, Update};
use crate::value::Item;

/// TransactGetItems: up to 100 items as they are at one moment.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TransactGetItems {
    /// Items to read, each once.
    pub gets: Vec<TransactGet>,
    /// Level of detail of consumed capacity in the response.
    pub return_consumed: ReturnConsumed,
}

/// One item of a [`TransactGetItems`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TransactGet {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// The primary key.
    pub key: Item,
    /// The attributes to return; all where `None`.
    pub projection: Option<Vec<Path>>,
}

impl TransactGetItems {
    /// Reads of these items.
    #[must_use]
    pub fn new(gets: Vec<TransactGet>) -> Self {
        Self { gets, return_consumed: ReturnConsumed::None }
    }
}

impl TransactGet {
    /// Creates a read of the whole item.
    #[must_use]
    pub fn new(table: Arc<str>, key: Item) -> Self {
        Self { table, key, projection: None }
    }
}

/// Answer to [`TransactGetItems`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TransactGetItemsOutput {
    /// The items in the order of the request, where there are any.
    pub items: Vec<Option<Item>>,
    /// Beside the result.
    pub meta: BatchMeta,
}

/// TransactWriteItems: up to 100 actions, all of them or none. Their conditions and updates see the items as they were before.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TransactWriteItems {
    /// Actions, at most one for an item.
    pub actions: Vec<TransactWrite>,
    /// Makes the call idempotent for ten minutes: the same request with the same token is done once. The AWS SDK makes one
    /// up for each call without.
    pub token: Option<String>,
    /// Level of detail of consumed capacity in the response.
    pub return_consumed: ReturnConsumed,
    /// True if the response tells the sizes of the item collections that were touched.
    pub return_collections: bool,
}

/// One action of a [`TransactWriteItems`].
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct TransactWrite {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// The action and its item.
    pub action: TransactAction,
    /// Only on this condition, and else nothing of the whole transaction.
    pub condition: Option<Condition>,
    /// True if a failed condition brings the item back, in
    /// [`CancellationReason::item`](crate::request::CancellationReason::item).
    pub return_old_on_failure: bool,
}

/// Action of a [`TransactWrite`].
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum TransactAction {
    /// Writes a whole item.
    Put {
        /// The item.
        item: Item,
    },
    /// Changes attributes of an item, or creates it.
    Update {
        /// The primary key.
        key: Item,
        /// The changes, at least one.
        update: Update,
    },
    /// Deletes an item.
    Delete {
        /// The primary key.
        key: Item,
    },
    /// Leaves an item alone, and requires the condition to hold for it.
    Check {
        /// The primary key.
        key: Item,
    },
}

impl TransactWriteItems {
    /// Creates a transaction of these actions, without a token.
    #[must_use]
    pub fn new(actions: Vec<TransactWrite>) -> Self {
        Self { actions, token: None, return_consumed: ReturnConsumed::None, return_collections: false }
    }
}

impl TransactWrite {
    /// Creates an action without a condition; [`TransactAction::Check`] needs one.
    #[must_use]
    pub fn new(table: Arc<str>, action: TransactAction) -> Self {
        Self { table, action, condition: None, return_old_on_failure: false }
    }

    /// Writes a whole item.
    #[must_use]
    pub fn put(table: Arc<str>, item: Item) -> Self {
        Self::new(table, TransactAction::Put { item })
    }

    /// Changes attributes of an item, or creates it.
    #[must_use]
    pub fn update(table: Arc<str>, key: Item, update: Update) -> Self {
        Self::new(table, TransactAction::Update { key, update })
    }

    /// Deletes an item.
    #[must_use]
    pub fn delete(table: Arc<str>, key: Item) -> Self {
        Self::new(table, TransactAction::Delete { key })
    }

    /// Requires a condition to hold for an item.
    #[must_use]
    pub fn check(table: Arc<str>, key: Item, condition: Condition) -> Self {
        Self::new(table, TransactAction::Check { key }).when(condition)
    }

    /// Sets the condition.
    #[must_use]
    pub fn when(mut self, condition: Condition) -> Self {
        self.condition = Some(condition);
        self
    }
}

/// Answer to [`TransactWriteItems`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TransactWriteItemsOutput {
    /// The item collections that were touched, where asked for, of tables with local indexes.
    pub collections: BTreeMap<Arc<str>, Vec<ItemCollectionMetrics>>,
    /// Beside the result.
    pub meta: BatchMeta,
}
