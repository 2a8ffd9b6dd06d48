//! Items without their types: the kind of one, and its key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::Error;
use crate::expr::{Path, Step};
use crate::schema::{EntitySchema, LayoutSchema, TableSchema};
use crate::value::{Item, PackedValue, ValueRef};

/// Returns whether an item is of another kind: by its tag, or by the shape of its key where it has none.
pub(crate) fn is_foreign(entity: &EntitySchema, item: &Item) -> bool {
    let Some(attribute) = entity.layout.tag else { return !entity.has_key_of(item) };
    match item.get(attribute) {
        Some(ValueRef::S(tag)) => !entity.has_tag(tag),
        Some(_) => true,
        None => !entity.has_key_of(item),
    }
}

/// Returns which entity of the table an item is: by its tag, or by the shape of its key where it has none.
pub(crate) fn kind_of(table: &TableSchema, item: &Item) -> Option<usize> {
    table.entities.iter().position(|entity| !is_foreign(entity, item))
}

/// Returns the primary key of an item.
pub(crate) fn key_of(layout: &LayoutSchema, item: &Item) -> Item {
    let (hash, range) = (layout.hash.name, layout.range.map(|range| range.name));
    item.select(|name| name == hash.as_bytes() || range.is_some_and(|range| name == range.as_bytes()))
}

/// Returns the value at a place of an item, if there is one.
pub(crate) fn value_at(item: &Item, path: &Path) -> Option<PackedValue> {
    let mut value = item.get(&path.head)?;
    for step in &path.steps {
        value = match (step, value) {
            (Step::Name(name), ValueRef::M(map)) => map.get(name)?,
            (Step::Index(index), ValueRef::L(list)) => list.iter().nth(*index as usize)?,
            _ => return None,
        };
    }
    Some(value.into())
}

/// Returns the primary key of an item as text, for those who ask an error for it.
pub(crate) fn key_text(layout: &LayoutSchema, item: &Item) -> String {
    let names = std::iter::once(layout.hash.name).chain(layout.range.map(|range| range.name));
    let texts = names.map(|name| match item.get(name) {
        Some(ValueRef::S(text)) => String::from_utf8_lossy(text).into_owned(),
        Some(value @ ValueRef::N(_)) => value.as_number().map_or_else(String::new, |number| number.to_string()),
        Some(ValueRef::B(bytes)) => URL_SAFE_NO_PAD.encode(bytes),
        _ => String::new(),
    });
    texts.collect::<Vec<_>>().join(" / ")
}

/// Returns the error with the entity and the key that it is about.
#[cold]
pub(crate) fn about(error: Error, entity: &EntitySchema, item: &Item) -> Error {
    error.with_entity(entity.describe()).with_key(key_text(entity.layout, item))
}
