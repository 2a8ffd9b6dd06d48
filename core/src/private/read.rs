//! Helpers of generated decoders.

use super::write::is_own;
use crate::error::Error;
use crate::key::{KeyPart, Template};
use crate::plan::item;
use crate::schema::{EntitySchema, TableSchema};
use crate::typed::Entity;
use crate::typed::codec;
use crate::typed::reach::RestOfItem;
use crate::value::{Attribute, DecodeError, Item, Reader, Value};

/// Reads an item that is known to be an `E`.
pub fn read<E: Entity>(item: &Item) -> Result<E, Error> {
    codec::read(item)
}

/// Returns which entity of the table an item is: by its tag, or by the shape of its key where it has none.
#[must_use]
pub fn kind_of(table: &TableSchema, item: &Item) -> Option<usize> {
    item::kind_of(table, item)
}

/// Reads the text of a key attribute, for the fields that it alone holds.
pub fn key_text<R: Reader + ?Sized>(reader: &mut R, attribute: &str) -> Result<Option<String>, DecodeError> {
    reader.string().map(|text| Some(text.to_owned())).map_err(|error| error.at(attribute))
}

/// Reads a field from the key attribute that holds it.
pub fn from_key<T: KeyPart>(
    template: &'static Template,
    part: usize,
    attribute: &str,
    text: Option<&str>,
) -> Result<T, DecodeError> {
    let text = text.ok_or_else(|| DecodeError::missing(attribute))?;
    let value = template.split(text).and_then(|parts| match parts.get(part) {
        Some(text) => template.parse_part(part, text),
        None => template.parse_part(part, ""),
    });
    value.map_err(|error| DecodeError::from(error).at(attribute))
}

/// Reads a field from the key attribute of a sparse index, which an item may not have.
pub fn from_key_if_any<T: KeyPart>(
    template: &'static Template,
    part: usize,
    attribute: &str,
    text: Option<&str>,
) -> Result<Option<T>, DecodeError> {
    text.map(|text| from_key(template, part, attribute, Some(text))).transpose()
}

/// The map of what no field names; one error where it is none.
pub type OfRest<T> = <T as RestOfItem>::Itself;

/// Reads an attribute that no field names.
pub fn read_rest<M: RestOfItem, R: Reader + ?Sized>(
    entity: &EntitySchema,
    rest: &mut M,
    name: String,
    reader: &mut R,
) -> Result<(), DecodeError> {
    if is_own(entity, &name) {
        return reader.skip();
    }
    let value = Value::read(reader).map_err(|error| error.at(&name))?;
    rest.put(name, value);
    Ok(())
}
