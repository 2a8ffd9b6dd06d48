//! Deleting everything in a partition.

use std::sync::Arc;

use super::failed::is_its_error;
use super::{Pending, Query};
use crate::error::{Error, ErrorKind};
use crate::plan::partition::{self, Stopped};
use crate::typed::reach::{Everything, PartitionOf};
use crate::typed::{AccessPattern, Entity, Table};
use crate::value::Item;

impl<P: AccessPattern, T: Table> Query<PartitionOf<P>, Everything<T>> {
    /// Deletes everything that this reads, items of unknown kinds and of later pages too, and returns how many items that were.
    ///
    /// Keys are read page by page and deleted in calls of up to 25, each item on its own: this is no transaction, and an item that
    /// is written meanwhile may be left. Where it stops, the error says what was done; the same call again goes on from there.
    #[must_use]
    pub fn delete_all(mut self) -> Pending<Result<u64, Undeleted>> {
        self.plan.keys_only = true;
        let store = Arc::clone(&self.plan.store);
        Box::pin(async move {
            let ready = self.plan.ready().map_err(|error| Undeleted { error, deleted: 0, left: Vec::new() })?;
            let done = partition::delete_all(ready, store, P::Entity::SCHEMA).await;
            done.map_err(|Stopped { error, deleted, left }| Undeleted { error, deleted, left })
        })
    }
}

/// Why a partition was not deleted as a whole, and what was done.
///
/// `?` turns it into an [`Error`]. The same call again deletes what is left.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let mut deleted = 0;
/// loop {
///     match shop.partition(Order::of(1)).delete_all().await {
///         Ok(rest) => break deleted += rest,
///         Err(stopped) if stopped.is_retryable() => deleted += stopped.deleted(),
///         Err(stopped) => return Err(stopped.into()),
///     }
/// }
/// assert_eq!(deleted, 1);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "it says what was not deleted"]
pub struct Undeleted {
    error: Error,
    deleted: u64,
    left: Vec<Item>,
}

impl Undeleted {
    /// Returns what kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Returns whether the rest may be deleted a moment later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// Returns how many items were deleted.
    #[must_use]
    pub fn deleted(&self) -> u64 {
        self.deleted
    }

    /// Returns the primary keys that were read and are not known to be deleted. What was not read yet is left as well.
    #[must_use]
    pub fn left(&self) -> &[Item] {
        &self.left
    }

    /// Returns the error.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }
}

is_its_error!([] Undeleted);
