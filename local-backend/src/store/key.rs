//! The bytes by which items are found and sorted.
//!
//! In a table: place of the partition key (4 bytes), partition key, sort key. In an index: place and attributes of the index's
//! partition key, attributes of its sort key, then the key of the table, which tells entries with equal index keys apart: behind
//! its own place if the index is global, since that is the order in which DynamoDB has been seen to return such entries.
//! Every attribute ends by itself, so that no two keys run into each other and bytes sort as the attributes do.

use monotable::Item;
use monotable::request::control::KeyAttribute;
use monotable::values::ValueRef;

use super::hash::Placer;
use crate::eval::{MAX_HASH, MAX_RANGE, key_bytes};

/// The bytes of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyBytes(Vec<u8>);

impl KeyBytes {
    /// A key as it stands in a tree.
    pub(crate) fn from_tree(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// Starts a key with the attributes of its partition key.
    pub(crate) fn of_partition<'v>(seed: u64, hash: impl IntoIterator<Item = ValueRef<'v>>) -> Self {
        let mut bytes = Vec::with_capacity(CAPACITY);
        bytes.extend_from_slice(&[0; PLACE]);
        let mut placer = Placer::new(seed);
        for value in hash {
            placer.add(value);
            key_bytes(value, &mut bytes);
        }
        bytes[..PLACE].copy_from_slice(&placer.place().to_be_bytes());
        Self(bytes)
    }

    /// The key of an item by these attributes; `None` if it lacks one of them, or has one that no key can have. A write is
    /// refused before it comes to the latter; what was written before there was an index may hold anything.
    pub(crate) fn of_item(seed: u64, hash: &[KeyAttribute], range: &[KeyAttribute], item: &Item) -> Option<Self> {
        let mut bytes = Vec::with_capacity(CAPACITY);
        bytes.extend_from_slice(&[0; PLACE]);
        let mut placer = Placer::new(seed);
        for_each(hash, item, MAX_HASH, |value| {
            placer.add(value);
            key_bytes(value, &mut bytes);
        })?;
        bytes[..PLACE].copy_from_slice(&placer.place().to_be_bytes());
        for_each(range, item, MAX_RANGE, |value| key_bytes(value, &mut bytes))?;
        Some(Self(bytes))
    }

    /// The same key followed by a place.
    pub(crate) fn followed_by_place(mut self, place: u32) -> Self {
        self.0.extend_from_slice(&place.to_be_bytes());
        self
    }

    /// The same key followed by these attributes; `None` if the item lacks one of them.
    pub(crate) fn followed_by(mut self, attributes: &[KeyAttribute], item: &Item) -> Option<Self> {
        for_each(attributes, item, MAX_HASH, |value| key_bytes(value, &mut self.0))?;
        Some(self)
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The place of the partition key.
    pub(crate) fn place(&self) -> u32 {
        place_of(&self.0)
    }
}

/// The place with which a key begins.
pub(crate) fn place_of(key: &[u8]) -> u32 {
    key.first_chunk().map_or(0, |place| u32::from_be_bytes(*place))
}

/// Calls `add` with the values of these attributes, as long as they can be those of a key of this size.
fn for_each<'i>(
    attributes: &[KeyAttribute],
    item: &'i Item,
    most: usize,
    mut add: impl FnMut(ValueRef<'i>),
) -> Option<()> {
    let mut size = 0;
    for attribute in attributes {
        let value = item.get(&attribute.name)?;
        if value.kind() != attribute.kind || matches!(value, ValueRef::S([]) | ValueRef::B([])) {
            return None;
        }
        if let ValueRef::S(bytes) | ValueRef::B(bytes) = value {
            size += bytes.len();
        }
        if size > most {
            return None;
        }
        add(value);
    }
    Some(())
}

/// Bytes of the place at the start of a key.
const PLACE: usize = 4;

/// Room for the keys of most tables.
const CAPACITY: usize = 96;
