//! Which items can stand where, computed from schemas at run time.

use super::agree::sources_overlap;
use super::{EntitySchema, IndexKeys, IndexKind, IndexSchema, KeyAttr, KeySource, PatternSchema, TableSchema};
use crate::key::prefix_overlaps;
use crate::value::{Item, ValueRef};

impl TableSchema {
    /// Returns for each entity the patterns (as bits, the first 64) in whose key range items of other entities can stand.
    pub(crate) fn shared_ranges(&self) -> Box<[u64]> {
        self.entities
            .iter()
            .map(|entity| {
                let patterns = entity.patterns.iter().take(64).enumerate();
                patterns.fold(0, |mask, (place, pattern)| mask | (u64::from(self.is_shared(entity, pattern)) << place))
            })
            .collect()
    }

    fn is_shared(&self, entity: &EntitySchema, pattern: &PatternSchema) -> bool {
        let others = self.entities.iter().filter(|other| other.name != entity.name);
        let inverted = pattern.index.and_then(|name| self.layout.index(name)).is_some_and(IndexSchema::is_inverted);
        others.into_iter().any(|other| {
            // Every item is in an inverted index, declared or not.
            if inverted {
                let Some(key) = other.patterns.first() else { return true };
                return match &key.range {
                    Some(range) => meets(pattern, range, Some(&key.hash)),
                    None => false,
                };
            }
            let same_index = other.patterns.iter().filter(|theirs| theirs.index == pattern.index);
            same_index.into_iter().any(|theirs| meets(pattern, &theirs.hash, theirs.range.as_ref()))
        })
    }
}

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
