//! Between entities and items.

use super::Entity;
use crate::error::{Error, ErrorKind};
use crate::expr::{Path, Step};
use crate::plan::intake::AnyForm;
use crate::plan::item::{self, about, is_foreign};
use crate::value::{Attribute, DecodeError, Item, PackedWriter, Writer};

pub(crate) fn item_of<E: Entity>(entity: &E, version: u64) -> Result<Item, Error> {
    let mut writer = PackedWriter::new();
    entity.write(&mut writer as &mut dyn Writer, version).map_err(|error| error.with_entity(E::SCHEMA.describe()))?;
    Ok(writer.into_item())
}

pub(crate) fn entity_of<E: Entity>(item: &Item) -> Result<E, Error> {
    let entity = if is_foreign(E::SCHEMA, item) {
        Err(Error::new(ErrorKind::Decode, "the stored item is of another kind"))
    } else {
        read(item)
    };
    entity.map_err(|error| about(error, E::SCHEMA, item).with_item(item.clone()))
}

/// Reads the entity that a write gave back.
pub(crate) fn returned<E: Entity>(item: Option<&Item>) -> Result<Option<E>, Error> {
    item.map(entity_of).transpose().map_err(Error::applied)
}

/// Reads an item that is known to be an `E`.
pub(crate) fn read<E: Entity>(item: &Item) -> Result<E, Error> {
    E::read(&mut item.reader()).map_err(|error| Error::decode(E::SCHEMA.describe(), error))
}

/// Reads an item in any form that is known to be an `E`.
pub(crate) const fn any_form<E: Entity>() -> Option<AnyForm<E>> {
    Some((E::read_dyn, |error| Error::decode(E::SCHEMA.describe(), error)))
}

/// Reads the value at a place of an item; the error has its path.
pub(crate) fn value_at<T: Attribute>(item: &Item, path: &Path) -> Result<T, DecodeError> {
    let value = match item::value_at(item, path) {
        Some(value) => value.read(),
        None => T::absent().ok_or_else(DecodeError::absent),
    };
    value.map_err(|error| {
        let inner = path.steps.iter().rev().fold(error, |error, step| match step {
            Step::Name(name) => error.at(name),
            Step::Index(index) => error.at_index(*index as usize),
        });
        inner.at(&path.head)
    })
}
