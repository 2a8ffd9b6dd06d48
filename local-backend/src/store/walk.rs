//! Reads: one item, or the items of a range of keys.

use std::ops::{Bound, ControlFlow};

use super::key::KeyBytes;
use super::partition::{Partition, Row};
use super::slot::{Slot, partition_of};
use super::table::{IndexStore, Table};
use crate::schema::{IndexSchema, KeySchema};
use crate::tree::Tree;

/// A range of keys.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub(crate) low: Bound<Vec<u8>>,
    pub(crate) high: Bound<Vec<u8>>,
}

impl Span {
    /// Returns whether a key is in the range.
    pub(crate) fn has(&self, key: &[u8]) -> bool {
        let low = match &self.low {
            Bound::Included(low) => low.as_slice() <= key,
            Bound::Excluded(low) => low.as_slice() < key,
            Bound::Unbounded => true,
        };
        let high = match &self.high {
            Bound::Included(high) => key <= high.as_slice(),
            Bound::Excluded(high) => key < high.as_slice(),
            Bound::Unbounded => true,
        };
        low && high
    }
}

/// A table, or one of its indexes by position in the schema.
#[derive(Clone, Copy)]
pub(crate) struct View<'t> {
    pub(crate) table: &'t Table,
    pub(crate) index: Option<usize>,
}

/// The items of the table that stand beside the entries of a walk; none beside a global index.
pub(crate) type Items<'p> = Option<&'p Tree<Row>>;

impl Table {
    /// The item with this key.
    pub(crate) fn get(&self, key: &KeyBytes) -> Option<Row> {
        self.partition(key.place()).read().items.get(key.as_slice()).cloned()
    }

    /// Calls `found` with the keys of the items that `is_wanted`, without holding a lock meanwhile.
    pub(crate) fn keys_where(&self, is_wanted: impl Fn(&Row) -> bool, mut found: impl FnMut(KeyBytes)) {
        for partition in self.partitions.iter() {
            // A clone of the tree: writers may go on while it is searched.
            let items = partition.read().items.clone();
            let all = items.range(Bound::Unbounded, Bound::Unbounded);
            all.filter(|(_, row)| is_wanted(row)).for_each(|(key, _)| found(KeyBytes::from_tree(key)));
        }
    }
}

impl<'t> View<'t> {
    /// The schema of the index that is read.
    pub(crate) fn index_schema(&self) -> Option<&'t IndexSchema> {
        self.index.map(|index| &self.table.schema.indexes[index])
    }

    /// The keys that are read by: those of the index, or of the table.
    pub(crate) fn keys(&self) -> &'t KeySchema {
        self.index_schema().map_or(&self.table.schema.keys, |index| &index.keys)
    }

    /// Visits the rows of one partition key in order, or from the other end, until `visit` breaks. All are of one moment.
    pub(crate) fn walk(
        &self,
        place: u32,
        span: &Span,
        forward: bool,
        mut visit: impl FnMut(&[u8], &Row, Items<'_>) -> ControlFlow<()>,
    ) {
        self.with_tree(partition_of(place), |tree, items| {
            let mut range = tree.range(as_slice(&span.low), as_slice(&span.high));
            while let Some((key, row)) = if forward { range.next() } else { range.next_back() } {
                if visit(key, row, items).is_break() {
                    break;
                }
            }
        });
    }

    /// Visits the rows with places from the span's first to its last, partition by partition. The rows of one partition are of one
    /// moment.
    pub(crate) fn scan(&self, span: &Span, mut visit: impl FnMut(&[u8], &Row, Items<'_>) -> ControlFlow<()>) {
        let first = bytes(&span.low).map_or(0, |key| partition_of(super::key::place_of(key)));
        let last = bytes(&span.high).map_or(usize::MAX, |key| partition_of(super::key::place_of(key)));
        for partition in (first..self.table.partitions.len()).take_while(|partition| *partition <= last) {
            let flow = self.with_tree(partition, |tree, items| {
                tree.range(as_slice(&span.low), as_slice(&span.high)).try_for_each(|(key, row)| visit(key, row, items))
            });
            if flow.is_break() {
                return;
            }
        }
    }

    fn with_tree<R>(&self, partition: usize, read: impl FnOnce(&Tree<Row>, Items<'_>) -> R) -> R {
        let table: &Slot<Partition> = &self.table.partitions[partition];
        match self.index.map(|index| &self.table.indexes[index]) {
            None => {
                let partition = table.read();
                read(&partition.items, Some(&partition.items))
            }
            Some(IndexStore::Local(local)) => {
                let partition = table.read();
                read(&partition.local[*local], Some(&partition.items))
            }
            Some(IndexStore::Global { slots, .. }) => read(&slots[partition].read(), None),
        }
    }
}

fn as_slice(bound: &Bound<Vec<u8>>) -> Bound<&[u8]> {
    bound.as_ref().map(Vec::as_slice)
}

fn bytes(bound: &Bound<Vec<u8>>) -> Option<&[u8]> {
    match bound {
        Bound::Included(key) | Bound::Excluded(key) => Some(key),
        Bound::Unbounded => None,
    }
}
