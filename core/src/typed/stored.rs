//! Values that a store puts and deletes: entities, and the enum of a table.

use super::{Entity, Storable, ToStore, codec};
use crate::error::Error;
use crate::key::KeyError;
use crate::plan::item::key_of;
use crate::schema::EntitySchema;
use crate::value::Item;

impl<E: Entity> ToStore for E {
    fn item(&self, version: u64) -> Result<Item, Error> {
        codec::item_of(self, version)
    }

    fn key(&self, _: &EntitySchema) -> Result<Item, KeyError> {
        self.primary_key()
    }

    fn lock(&self) -> u64 {
        self.version()
    }
}

/// An item of a kind that the table does not know.
impl ToStore for Item {
    fn item(&self, _: u64) -> Result<Item, Error> {
        Ok(self.clone())
    }

    fn key(&self, schema: &EntitySchema) -> Result<Item, KeyError> {
        Ok(key_of(schema.layout, self))
    }

    fn lock(&self) -> u64 {
        0
    }
}

#[diagnostic::do_not_recommend]
impl<E: Entity> Storable for E {
    type Version = E::Version;

    fn stored(&self) -> (&'static EntitySchema, &dyn ToStore) {
        (E::SCHEMA, self)
    }

    fn found(item: &Item) -> Result<Self, Error> {
        codec::entity_of(item)
    }
}
