//! Helpers of generated decoders.

use crate::codec::{Attribute, DecodeError, Reader};
use crate::entity::Entity;
use crate::error::Error;
use crate::op;
use crate::schema::TableSchema;
use crate::value::Item;

/// Reads the attribute that the reader stands at.
pub fn field<R: Reader + ?Sized, T: Attribute>(reader: &mut R, name: &'static str) -> Result<Option<T>, DecodeError> {
    T::read(reader).map(Some).map_err(|error| error.at(name))
}

/// A field, or what its type has for a missing attribute.
pub fn required<T: Attribute>(value: Option<T>, name: &'static str) -> Result<T, DecodeError> {
    value.or_else(T::absent).ok_or_else(|| DecodeError::missing(name))
}

/// Reads an item that is known to be an `E`.
pub fn read<E: Entity>(item: &Item) -> Result<E, Error> {
    op::read_known(item)
}

/// Which entity of the table an item is: by its tag, or by the shape of its key where it has none.
#[must_use]
pub fn kind_of(table: &TableSchema, item: &Item) -> Option<usize> {
    table.entities.iter().position(|entity| !op::is_foreign(entity, item))
}
