//! What an index holds of an item.

use monotable::Item;
use monotable::request::control::Projection;
use monotable::schema::IndexKind;
use monotable::values::ValueRef;

use super::hash::Placer;
use super::key::KeyBytes;
use super::partition::{MAX_ITEM_SIZE, Row};
use super::table::Table;
use crate::schema::{IndexSchema, KeySchema};

impl Table {
    /// The key of an item in the table, which the item has: it was checked before.
    pub(crate) fn key_of(&self, item: &Item) -> Option<KeyBytes> {
        let KeySchema { hash, range } = &self.schema.keys;
        KeyBytes::of_item(self.seed, hash, range, item)
    }

    /// The key of an item in an index; `None` if it lacks one of the index's attributes, and so is not in the index.
    pub(crate) fn index_key_of(&self, index: &IndexSchema, item: &Item) -> Option<KeyBytes> {
        self.index_key_with(index, item, || self.rank_of(item))
    }

    /// The same with the [rank](Self::rank_of) of the item, for those who need it more than once.
    pub(super) fn index_key_with(
        &self,
        index: &IndexSchema,
        item: &Item,
        rank: impl FnOnce() -> Option<u32>,
    ) -> Option<KeyBytes> {
        let KeySchema { hash, range } = &self.schema.keys;
        let mut key = KeyBytes::of_item(self.seed, &index.keys.hash, &index.keys.range, item)?;
        if index.kind == IndexKind::Global {
            // Entries of a local index lie beside each other in the table, too; those of a global one come from everywhere.
            key = key.followed_by_place(rank()?);
        }
        key.followed_by(hash, item)?.followed_by(range, item)
    }

    /// Returns where an item is among those with the same key in a global index: the place that the attributes of its key in the table
    /// would have together. The same for all items that have this key.
    pub(super) fn rank_of(&self, item: &Item) -> Option<u32> {
        let mut placer = Placer::new(self.seed);
        for attribute in self.schema.keys.attributes() {
            placer.add(item.get(&attribute.name)?);
        }
        Some(placer.place())
    }

    /// The start of all keys with these values of the partition key's attributes.
    pub(crate) fn partition_key<'v>(&self, hash: impl IntoIterator<Item = ValueRef<'v>>) -> KeyBytes {
        KeyBytes::of_partition(self.seed, hash)
    }

    /// Returns what the index holds of an item that is in it.
    pub(super) fn entry(&self, index: &IndexSchema, row: &Row) -> Row {
        match &index.projection {
            Projection::All => row.clone(),
            _ => Row::new(row.item.select(|name| self.projects(index, name))),
        }
    }

    /// Returns whether an index carries an attribute.
    pub(crate) fn projects(&self, index: &IndexSchema, name: &[u8]) -> bool {
        let is_key = |keys: &KeySchema| keys.attributes().any(|attribute| attribute.name.as_bytes() == name);
        match &index.projection {
            Projection::All => true,
            Projection::Include(names) if names.iter().any(|included| included.as_bytes() == name) => true,
            _ => is_key(&index.keys) || is_key(&self.schema.keys),
        }
    }

    /// Returns whether an item and what the local indexes hold of it are together beyond the size limit.
    pub(crate) fn exceeds_with_indexes(&self, row: &Row) -> bool {
        let locals = || self.schema.indexes.iter().filter(|index| index.kind == IndexKind::Local);
        if row.size <= MAX_ITEM_SIZE / (1 + MAX_LOCAL_INDEXES) || locals().next().is_none() {
            return false;
        }
        let held = locals().filter(|index| index.keys.attributes().all(|key| row.item.get(&key.name).is_some()));
        held.map(|index| self.entry(index, row).size).sum::<u32>() + row.size > MAX_ITEM_SIZE
    }
}

/// Local indexes of a table.
const MAX_LOCAL_INDEXES: u32 = 5;
