//! Filling an index of a table that has items.

use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};

use super::details::{IndexPhase, Moment};
use super::partition::Row;
use super::slot::{Slot, partition_of};
use super::table::{IndexStore, Table};
use crate::schema::IndexSchema;
use crate::tree::Tree;

impl Table {
    /// Fills the indexes that are not filled yet.
    ///
    /// Writers know of the index from the moment it is in the schema, which no writer of before that moment outlives. They
    /// are kept out of a partition while some of its items are copied; so an item is copied as it is, and whoever changes
    /// it afterwards finds its entry.
    pub(crate) fn build_indexes(&self) {
        for (index, store) in self.schema.indexes.iter().zip(&self.indexes) {
            if let IndexStore::Global { slots, built } = store
                && !built.load(Ordering::Acquire)
            {
                self.build(index, slots, built);
            }
        }
    }

    fn build(&self, index: &IndexSchema, slots: &[Slot<Tree<Row>>], built: &AtomicBool) {
        for partition in self.partitions.iter() {
            let mut last: Option<Vec<u8>> = None;
            loop {
                // Taken anew for every run, so that writers wait for one run at the most.
                let partition = partition.read();
                let from = last.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
                let mut end = None;
                for (key, row) in partition.items.range(from, Bound::Unbounded).take(RUN) {
                    end = Some(key.to_vec());
                    if let Some(entry) = self.index_key_of(index, &row.item) {
                        slots[partition_of(entry.place())].write().insert(entry.as_slice(), self.entry(index, row));
                    }
                }
                match end {
                    Some(end) => last = Some(end),
                    None => break,
                }
            }
        }
        built.store(true, Ordering::Release);
    }

    /// Returns whether an index has an entry for every item that belongs into it.
    pub(crate) fn is_built(&self, name: &str) -> bool {
        self.schema.indexes.iter().zip(&self.indexes).any(|(index, store)| match store {
            _ if *index.name != *name => false,
            IndexStore::Local(_) => true,
            IndexStore::Global { built, .. } => built.load(Ordering::Acquire),
        })
    }

    /// Returns whether an index is being made by UpdateTable at this moment.
    pub(crate) fn is_building(&self, name: &str, at: Moment) -> bool {
        let phase = self.details.indexes.get(name).map(|index| index.phase);
        phase.is_some_and(|phase| matches!(phase, IndexPhase::Building { .. }) && !phase.is_over(at))
    }
}

/// Items that are copied before writers get a turn.
const RUN: usize = 256;
