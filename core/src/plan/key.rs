//! From the parts of an access pattern to the key condition of a query.

use std::borrow::Borrow;

use crate::error::Error;
use crate::expr::{KeyCondition, KeyTest};
use crate::key::{
    IntoPartRange, KeyError, KeyMatch, KeyPart, KeyRole, KeyValue, KeyWriter, PartValue, SortCondition, native_match,
    native_value,
};
use crate::schema::{EntitySchema, KeySource, PatternSchema};
use crate::value::{Attribute, PackedValue};

/// The key condition of a query, as its parts are given from left to right. A mistake is kept and reported when the query is
/// sent.
#[derive(Debug)]
pub struct KeyPlan {
    entity: &'static EntitySchema,
    pattern: Option<&'static PatternSchema>,
    hash: Option<KeyWriter>,
    range: Option<SortCondition>,
    /// Conditions on stored attributes, partition key first.
    stored: Vec<KeyCondition>,
    /// Number of stored conditions on the sort key.
    sorted: usize,
    nothing: bool,
    error: Option<KeyError>,
}

impl KeyPlan {
    /// Creates a plan for the pattern at this place, without parts.
    #[must_use]
    pub fn new(entity: &'static EntitySchema, place: usize) -> Self {
        let patterns: &'static [PatternSchema] = entity.patterns;
        let pattern = patterns.get(place);
        let hash = match pattern.map(|pattern| pattern.hash) {
            Some(KeySource::Composed(template)) => Some(KeyWriter::new(template)),
            _ => None,
        };
        let range = match pattern.and_then(|pattern| pattern.range) {
            Some(KeySource::Composed(template)) => Some(SortCondition::new(template)),
            _ => None,
        };
        Self { entity, pattern, hash, range, stored: Vec::new(), sorted: 0, nothing: false, error: None }
    }

    /// Gives the next part of a composed partition key.
    #[must_use]
    pub fn partition<T: KeyPart, V: PartValue<T>>(mut self, value: V) -> Self {
        if let Some(hash) = &mut self.hash {
            hash.value::<T, V>(value);
        }
        self
    }

    /// Gives the next attribute of a partition key of stored attributes.
    #[must_use]
    pub fn partition_stored<T: Attribute, V: PartValue<T>>(mut self, value: V) -> Self {
        let Some((field, name)) = self.stored_name(self.pattern.map(|pattern| pattern.hash), self.stored.len()) else {
            return self;
        };
        match native_value(field, KeyRole::Partition, value.hold().borrow()) {
            Ok(value) => self.stored.push(KeyCondition { name: name.into(), test: KeyTest::Eq(value) }),
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }

    /// Sets the condition on the next part of a composed sort key.
    #[must_use]
    pub fn sort<T: KeyPart, A, R: IntoPartRange<T, A>>(mut self, range: R) -> Self {
        if let Some(sort) = &mut self.range {
            sort.part::<T, _>(range.into_range());
        }
        self
    }

    /// Sets the condition on the next attribute of a sort key of stored attributes.
    #[must_use]
    pub fn sort_stored<T: Attribute + KeyValue, A, R: IntoPartRange<T, A>>(mut self, range: R) -> Self {
        let Some((field, name)) = self.stored_name(self.pattern.and_then(|pattern| pattern.range), self.sorted) else {
            return self;
        };
        self.sorted += 1;
        match native_match::<T, _>(field, KeyRole::Sort, range.into_range()) {
            Ok(KeyMatch::Any) => {}
            Ok(KeyMatch::Nothing) => self.nothing = true,
            Ok(KeyMatch::Test(test)) => self.stored.push(KeyCondition { name: name.into(), test }),
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }

    /// Returns the condition on the partition key alone, and the sort key through its last part that is given.
    pub(crate) fn partition_alone(mut self) -> Result<(Vec<KeyCondition>, Option<String>), Error> {
        let given = match self.range.take() {
            Some(sort) => match sort.given().map(str::to_owned) {
                Some(given) => {
                    sort.finish()?;
                    Some(given)
                }
                None => None,
            },
            None => None,
        };
        Ok((self.finish(false)?.unwrap_or_default(), given))
    }

    fn stored_name(&self, source: Option<KeySource>, place: usize) -> Option<(&'static str, &'static str)> {
        match source {
            Some(KeySource::Native(keys)) => keys.get(place).map(|key| (key.field, key.attribute)),
            _ => None,
        }
    }

    /// Returns the condition; `None` where no key can meet it. `below` takes in the items of other kinds whose keys go on behind
    /// the parts given.
    pub(crate) fn finish(mut self, below: bool) -> Result<Option<Vec<KeyCondition>>, Error> {
        if let Some(error) = self.error.take() {
            return Err(error.into());
        }
        let layout = self.entity.layout;
        let index = self.pattern.and_then(|pattern| layout.index(pattern.index?));
        let (hash_name, range_name) = match index {
            Some(index) => (index.hash.first().map(|key| key.name), index.range.first().map(|key| key.name)),
            None => (Some(layout.hash.name), layout.range.map(|range| range.name)),
        };
        let mut keys = self.stored;
        if let (Some(mut hash), Some(name)) = (self.hash, hash_name) {
            let text = hash.finish(KeyRole::Partition)?;
            keys.insert(0, KeyCondition { name: name.into(), test: KeyTest::Eq(PackedValue::text(text)) });
        }
        if let (Some(sort), Some(name)) = (self.range, range_name) {
            match if below { sort.finish_below() } else { sort.finish() }? {
                KeyMatch::Any => {}
                KeyMatch::Nothing => self.nothing = true,
                KeyMatch::Test(test) => keys.push(KeyCondition { name: name.into(), test }),
            }
        }
        Ok(if self.nothing { None } else { Some(keys) })
    }
}
