//! Between entities and items.

use super::Entity;
use crate::error::{Error, ErrorKind};
use crate::plan::intake::AnyForm;
use crate::plan::item::is_foreign;
use crate::value::{Item, PackedWriter, Writer};

pub(crate) fn item_of<E: Entity>(entity: &E, version: u64) -> Result<Item, Error> {
    let mut writer = PackedWriter::new();
    entity.write(&mut writer as &mut dyn Writer, version).map_err(|error| error.with_entity(E::SCHEMA.describe()))?;
    Ok(writer.into_item())
}

pub(crate) fn entity_of<E: Entity>(item: &Item) -> Result<E, Error> {
    if is_foreign(E::SCHEMA, item) {
        return Err(
            Error::new(ErrorKind::Decode, "the stored item is of another kind").with_entity(E::SCHEMA.describe())
        );
    }
    read(item)
}

/// Reads an item that is known to be an `E`.
pub(crate) fn read<E: Entity>(item: &Item) -> Result<E, Error> {
    E::read(&mut item.reader()).map_err(|error| Error::decode(E::SCHEMA.describe(), error))
}

/// Reads an item in any form that is known to be an `E`.
pub(crate) const fn any_form<E: Entity>() -> Option<AnyForm<E>> {
    Some((E::read_dyn, |error| Error::decode(E::SCHEMA.describe(), error)))
}
