//! Metrics of item collections: what the writes of a request touched in tables with local indexes.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::Item;
use monotable::request::ItemCollectionMetrics;
use monotable::schema::IndexKind;

use crate::store::{KeyBytes, Table};

/// The collections so far, each once, by the names that the request calls the tables.
pub(super) struct Collections {
    wanted: bool,
    tables: BTreeMap<Arc<str>, Vec<ItemCollectionMetrics>>,
}

impl Collections {
    pub(super) fn new(wanted: bool) -> Self {
        Self { wanted, tables: BTreeMap::new() }
    }

    /// Notes the collection of an item that was written. `item` is the item or its key.
    pub(super) fn add(&mut self, name: &Arc<str>, table: &Table, key: &KeyBytes, item: &Item) {
        let Some(metrics) = touched(self.wanted, table, key, item) else { return };
        let known = self.tables.entry(Arc::clone(name)).or_default();
        if known.iter().all(|other| other.key != metrics.key) {
            known.push(metrics);
        }
    }

    pub(super) fn finish(self) -> BTreeMap<Arc<str>, Vec<ItemCollectionMetrics>> {
        self.tables
    }
}

/// The collection of an item that was written, where that is wanted and the table has local indexes.
pub(super) fn touched(wanted: bool, table: &Table, key: &KeyBytes, item: &Item) -> Option<ItemCollectionMetrics> {
    if !wanted || !table.schema.indexes.iter().any(|index| index.kind == IndexKind::Local) {
        return None;
    }
    let is_hash = |name: &[u8]| table.schema.keys.hash.iter().any(|hash| hash.name.as_bytes() == name);
    let least = (table.size_around(key) / GB) as f64;
    Some(ItemCollectionMetrics::new(item.select(is_hash), (least, least + 1.0)))
}

const GB: u64 = 1024 * 1024 * 1024;
