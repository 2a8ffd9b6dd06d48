//! Helpers of generated key functions.

use std::borrow::Borrow;
use std::marker::PhantomData;

use super::write::composed;
use crate::key::{KeyError, KeyRole, KeyWriter, ValueFor, native_value};
use crate::schema::EntitySchema;
use crate::value::{Attribute, Item, PackedWriter, Writer};

/// The value of a key argument.
pub struct Held<T, H>(H, PhantomData<fn() -> T>);

/// Takes the value of a key argument.
pub fn hold<A, T, V: ValueFor<A, T>>(value: V) -> Held<T, V::Held> {
    Held(value.hold(), PhantomData)
}

impl<T, H: Borrow<T>> Held<T, H> {
    /// Returns the value.
    pub fn get(&self) -> &T {
        self.0.borrow()
    }
}

/// Builds a primary key as an item.
pub struct KeyItem {
    entity: &'static EntitySchema,
    writer: PackedWriter,
    error: Option<KeyError>,
}

/// Returns an empty primary key.
#[must_use]
pub fn key_item(entity: &'static EntitySchema) -> KeyItem {
    KeyItem { entity, writer: PackedWriter::with_capacity(96), error: None }
}

impl KeyItem {
    /// Adds the composed partition key; `parts` gives its parts.
    #[must_use]
    pub fn partition_key(self, parts: impl FnOnce(&mut KeyWriter)) -> Self {
        self.composed(KeyRole::Partition, parts)
    }

    /// Adds the composed sort key; `parts` gives its parts.
    #[must_use]
    pub fn sort_key(self, parts: impl FnOnce(&mut KeyWriter)) -> Self {
        self.composed(KeyRole::Sort, parts)
    }

    fn composed(mut self, role: KeyRole, parts: impl FnOnce(&mut KeyWriter)) -> Self {
        if let Some((name, mut key)) = composed(self.entity, role) {
            parts(&mut key);
            match key.finish(role) {
                Ok(text) => {
                    self.writer.name(name);
                    self.writer.string(&text);
                }
                Err(error) => self.error = self.error.or(Some(error)),
            }
        }
        self
    }

    /// Adds a key attribute that holds a field as it is stored.
    #[must_use]
    pub fn stored<T: Attribute>(mut self, role: KeyRole, field: &'static str, value: &T) -> Self {
        let name = match role {
            KeyRole::Partition => self.entity.layout.hash.name,
            KeyRole::Sort => range_name(self.entity),
        };
        match native_value(field, role, value) {
            Ok(value) => {
                self.writer.name(name);
                self.writer.copy_packed(&value);
            }
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }

    /// Returns the key.
    pub fn finish(self) -> Result<Item, KeyError> {
        match self.error {
            None => Ok(self.writer.into_item()),
            Some(error) => Err(error),
        }
    }
}

/// Returns the name of the table's sort key; empty where it has none, which `check_pattern` refuses.
#[must_use]
pub const fn range_name(entity: &EntitySchema) -> &'static str {
    match &entity.layout.range {
        Some(range) => range.name,
        None => "",
    }
}
