//! What operations on several items consume, table by table.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::request::{BatchMeta, ConsumedCapacity, ReturnConsumed};

use super::capacity;
use crate::store::{Table, Written};

/// The sums so far, by the names that the request calls the tables; empty where they were not asked for.
pub(super) struct Tally {
    mode: ReturnConsumed,
    tables: BTreeMap<Arc<str>, ConsumedCapacity>,
}

impl Tally {
    pub(super) fn new(mode: ReturnConsumed) -> Self {
        Self { mode, tables: BTreeMap::new() }
    }

    /// A read of one item on its own.
    pub(super) fn read(&mut self, table: &Arc<str>, size: u32, consistent: bool) {
        self.add(table, |mode| capacity::of_get(mode, size, consistent).consumed);
    }

    /// A write of one item on its own.
    pub(super) fn write(&mut self, table: &Arc<str>, written_to: &Table, written: &Written) {
        self.add(table, |mode| capacity::of_write(mode, written_to, written).consumed);
    }

    /// A read of one item within a transaction.
    pub(super) fn transact_read(&mut self, table: &Arc<str>, size: u32) {
        self.add(table, |mode| capacity::of_transact_read(mode, size).consumed);
    }

    /// A write of one item within a transaction.
    pub(super) fn transact_write(&mut self, table: &Arc<str>, written_to: &Table, written: &Written) {
        self.add(table, |mode| capacity::of_transact_write(mode, written_to, written).consumed);
    }

    pub(super) fn finish(self) -> BatchMeta {
        let mut meta = BatchMeta::default();
        meta.consumed = self.tables;
        meta
    }

    fn add(&mut self, table: &Arc<str>, consumed: impl FnOnce(ReturnConsumed) -> Option<ConsumedCapacity>) {
        if self.mode != ReturnConsumed::None
            && let Some(consumed) = consumed(self.mode)
        {
            self.tables.entry(Arc::clone(table)).or_default().add(&consumed);
        }
    }
}
