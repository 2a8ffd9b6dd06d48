//! Which items can stand where, computed from schemas at run time.

use super::agree::sources_overlap;
use super::{EntitySchema, IndexKeys, IndexKind, IndexSchema, KeyAttr, KeySource, PatternSchema, TableSchema};
use crate::key::prefix_overlaps;
use crate::value::{Item, ValueRef};

impl TableSchema {
    /// Returns for each entity and each of its patterns the other entities whose items can stand in that key range.
    pub(crate) fn shared_ranges(&self) -> SharedRanges {
        let in_range = |entity: &EntitySchema, pattern: &PatternSchema| {
            let others = self.others(entity).filter(|other| self.reaches(pattern, other));
            others.collect::<Box<[_]>>()
        };
        let of_entity =
            |entity: &&EntitySchema| entity.patterns.iter().map(|pattern| in_range(entity, pattern)).collect();
        self.entities.iter().map(of_entity).collect()
    }

    /// Returns the entities of the table but this one.
    pub(crate) fn others(&self, entity: &EntitySchema) -> impl Iterator<Item = &'static EntitySchema> {
        let entities: &'static [&'static EntitySchema] = self.entities;
        let name = entity.name;
        entities.iter().copied().filter(move |other| other.name != name)
    }

    /// Returns whether items of the other entity can stand in the key range of a pattern.
    fn reaches(&self, pattern: &PatternSchema, other: &EntitySchema) -> bool {
        // Every item is in an inverted index, declared or not.
        if pattern.index.and_then(|name| self.layout.index(name)).is_some_and(IndexSchema::is_inverted) {
            let Some(key) = other.patterns.first() else { return true };
            return key.range.as_ref().is_some_and(|range| meets(pattern, range, Some(&key.hash)));
        }
        let mut same_index = other.patterns.iter().filter(|theirs| theirs.index == pattern.index);
        same_index.any(|theirs| meets(pattern, &theirs.hash, theirs.range.as_ref()))
    }
}

/// For each entity of a table, and each of its patterns: the other entities in that key range.
pub(crate) type SharedRanges = Box<[Box<[Box<[&'static EntitySchema]>]>]>;

/// Returns whether keys of these sources can be in the range of a query by the pattern.
fn meets(pattern: &PatternSchema, hash: &KeySource, range: Option<&KeySource>) -> bool {
    sources_overlap(&pattern.hash, hash)
        && match (&pattern.range, range) {
            (Some(KeySource::Composed(ours)), Some(KeySource::Composed(theirs))) => prefix_overlaps(ours, 0, theirs),
            _ => true,
        }
}

impl IndexSchema {
    fn is_inverted(&self) -> bool {
        self.keys == IndexKeys::Inverted
    }

    /// Returns whether the index has partitions of its own.
    #[must_use]
    pub fn is_global(&self) -> bool {
        self.kind == IndexKind::Global
    }
}

impl EntitySchema {
    /// Returns whether an item has a primary key of this entity's form.
    #[must_use]
    pub fn has_key_of(&self, item: &Item) -> bool {
        let Some(key) = self.patterns.first() else { return false };
        let fits = |source: &KeySource, attribute: &KeyAttr| match (source, item.get(attribute.name)) {
            (KeySource::Composed(template), Some(value @ ValueRef::S(_))) => {
                value.as_str().is_some_and(|text| template.matches(text))
            }
            (KeySource::Native(_), Some(value)) => value.kind() == attribute.kind,
            _ => false,
        };
        fits(&key.hash, &self.layout.hash)
            && match (&key.range, &self.layout.range) {
                (Some(source), Some(attribute)) => fits(source, attribute),
                (None, None) => true,
                _ => false,
            }
    }
}
