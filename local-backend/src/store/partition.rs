//! A partition: the items whose partition keys are placed in it, their local indexes, and the stream of their changes.

use std::sync::Arc;

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

/// DynamoDB's limit of the size of an item, inclusive.
pub const MAX_ITEM_SIZE: u32 = 400 * 1024;
