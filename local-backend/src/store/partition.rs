//! A partition: the items whose partition keys are placed in it, their local indexes, and the stream of their changes.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use monotable::Item;

use super::stream::Stream;
use crate::tree::Tree;

/// An item, or what an index holds of it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The attributes.
    pub item: Item,
    /// DynamoDB's size of the item, counted once.
    pub size: u32,
}

impl Row {
    /// Counts the size of an item.
    pub fn new(item: Item) -> Self {
        let size = u32::try_from(item.size()).unwrap_or(u32::MAX);
        Self { item, size }
    }
}

/// A partition of a table. A clone shares everything and costs a few counts.
#[derive(Clone)]
pub(crate) struct Partition {
    pub(crate) items: Tree<Row>,
    /// The local indexes, in their order among the local ones.
    pub(crate) local: Vec<Tree<Row>>,
    /// The table's stream, while it is enabled.
    pub(super) stream: Option<Arc<Stream>>,
    /// DynamoDB's size of all items.
    pub(crate) size: u64,
}

impl Partition {
    pub(super) fn set_stream(&mut self, stream: Option<&Arc<Stream>>) {
        self.stream = stream.cloned();
    }
}

/// A lock on cache lines of its own, so that users of neighbouring partitions do not slow each other down.
#[repr(align(128))]
#[derive(Default)]
pub(crate) struct Slot<T>(RwLock<T>);

impl<T> Slot<T> {
    pub(crate) fn new(content: T) -> Self {
        Self(RwLock::new(content))
    }

    /// A panic elsewhere leaves complete states only: trees are changed in one call each.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, T> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, T> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// DynamoDB's limit of the size of an item, inclusive.
pub const MAX_ITEM_SIZE: u32 = 400 * 1024;

/// Partitions of a table, and of each of its global indexes. A power of two.
pub(crate) const PARTITIONS: usize = 1 << PARTITION_BITS;

/// So many bits of a place say which partition it is in; the leading ones, so that partitions are ranges of places.
const PARTITION_BITS: u32 = 6;

/// Which partition a place is in.
pub(crate) fn partition_of(place: u32) -> usize {
    (place >> (u32::BITS - PARTITION_BITS)) as usize
}
