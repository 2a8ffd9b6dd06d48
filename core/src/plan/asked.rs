//! Which part of a write's condition did not hold, as far as the old item tells.

use crate::error::{Error, Unmet};
use crate::schema::EntitySchema;
use crate::value::{Item, ValueRef};

/// What a write asks of the item that is there, beside the conditions of the program.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked {
    /// No item has the key.
    pub(crate) missing: bool,
    /// The version that was loaded, of an entity with an optimistic lock.
    pub(crate) version: Option<(&'static EntitySchema, u64)>,
}

impl Asked {
    /// Says in the error of a write which part of its condition did not hold.
    #[cold]
    pub(crate) fn explain(self, error: Error) -> Error {
        if !error.is_condition_failed() {
            return error;
        }
        let unmet = match (error.item(), self.version) {
            (None, _) => Unmet::ItemMissing,
            (Some(_), _) if self.missing => Unmet::ItemExists,
            (Some(item), Some((entity, version))) if version_of(item, entity) != Some(version) => Unmet::Version,
            _ => Unmet::Condition,
        };
        error.with_unmet(unmet)
    }
}

/// Returns the version of a stored item; none and null are 0.
fn version_of(item: &Item, entity: &EntitySchema) -> Option<u64> {
    let names = entity.version.iter().chain(entity.version_aliases);
    match names.filter_map(|name| item.get(name)).next() {
        None | Some(ValueRef::Null) => Some(0),
        Some(value) => value.as_number()?.to_string().parse().ok(),
    }
}
