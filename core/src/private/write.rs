//! Helpers of generated encoders.

use crate::error::{Error, ErrorKind};
use crate::key::{KeyRole, KeyWriter};
use crate::schema::{EntitySchema, FieldSchema, KeySource};
use crate::typed::Entity;
use crate::typed::reach::RestOfItem;
use crate::value::{EncodeError, Writer};

/// Returns what was written, with the error of the typed operations.
pub fn encoded(written: Result<(), EncodeError>) -> Result<(), Error> {
    written.map_err(|error| Error::new(ErrorKind::Encode, "a value cannot be stored").with_source(error))
}

/// Writes the tag, where the layout has one.
pub fn tag<E: Entity>(writer: &mut dyn Writer) {
    if let Some(attribute) = E::SCHEMA.layout.tag {
        writer.name(attribute);
        writer.string(E::SCHEMA.tag);
    }
}

/// Writes the composed partition key of the table; `parts` gives its parts.
pub fn partition_key(
    writer: &mut dyn Writer,
    entity: &'static EntitySchema,
    parts: impl FnOnce(&mut KeyWriter),
) -> Result<(), Error> {
    table_key(writer, entity, KeyRole::Partition, parts)
}

/// Writes the composed sort key of the table; `parts` gives its parts.
pub fn sort_key(
    writer: &mut dyn Writer,
    entity: &'static EntitySchema,
    parts: impl FnOnce(&mut KeyWriter),
) -> Result<(), Error> {
    table_key(writer, entity, KeyRole::Sort, parts)
}

fn table_key(
    writer: &mut dyn Writer,
    entity: &'static EntitySchema,
    role: KeyRole,
    parts: impl FnOnce(&mut KeyWriter),
) -> Result<(), Error> {
    let Some((name, mut key)) = composed(entity, role) else { return Ok(()) };
    parts(&mut key);
    put_key(writer, name, role, key)
}

/// Writes a composed key attribute of an index, by its place among them. `parts` gives the parts; `None` leaves the attribute
/// out, for a sparse index.
pub fn index_key(
    writer: &mut dyn Writer,
    entity: &'static EntitySchema,
    place: usize,
    parts: impl FnOnce(&mut KeyWriter) -> Option<()>,
) -> Result<(), Error> {
    let Some(schema) = entity.index_keys.get(place) else { return Ok(()) };
    let mut key = KeyWriter::new(schema.template);
    match parts(&mut key) {
        Some(()) => put_key(writer, schema.attribute, schema.role, key),
        None => Ok(()),
    }
}

fn put_key(writer: &mut dyn Writer, name: &str, role: KeyRole, mut key: KeyWriter) -> Result<(), Error> {
    let text = key.finish(role)?;
    writer.name(name);
    writer.string(&text);
    Ok(())
}

/// Returns attribute and empty key of a composed half of the primary key.
pub(super) fn composed(entity: &'static EntitySchema, role: KeyRole) -> Option<(&'static str, KeyWriter)> {
    let pattern = entity.patterns.first()?;
    let (name, source) = match role {
        KeyRole::Partition => (entity.layout.hash.name, pattern.hash),
        KeyRole::Sort => (entity.layout.range?.name, pattern.range?),
    };
    match source {
        KeySource::Composed(template) => Some((name, KeyWriter::new(template))),
        KeySource::Native(_) => None,
    }
}

/// Writes the attributes that no field names. Fails for keys, the tag and what a field is called, now or by one of the
/// `aliases`: they are written by others, and read back elsewhere.
pub fn write_rest<M: RestOfItem>(
    entity: &EntitySchema,
    aliases: &[&str],
    rest: &M,
    writer: &mut dyn Writer,
) -> Result<(), EncodeError> {
    use crate::value::Attribute;
    for (name, value) in rest.entries() {
        if is_own(entity, name) {
            return Err(EncodeError::new("it is a key or the tag, which `rest` cannot hold").at(name));
        }
        // what a key alone holds leaves its attribute to the rest
        let stored = |field: &FieldSchema| field.attribute == name && !field.in_key;
        if aliases.contains(&name.as_str()) || entity.fields.iter().any(stored) {
            return Err(EncodeError::new("it is a field of its own, so `rest` cannot hold it").at(name));
        }
        value.__put_always(name, writer)?;
    }
    Ok(())
}

/// Returns whether an attribute is a key that the entity composes, or the tag.
pub(super) fn is_own(entity: &EntitySchema, name: &str) -> bool {
    let layout = entity.layout;
    layout.hash.name == name
        || layout.range.is_some_and(|range| range.name == name)
        || layout.tag == Some(name)
        || entity.index_keys.iter().any(|key| key.attribute == name)
}
