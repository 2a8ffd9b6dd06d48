//! Helpers of generated encoders and key functions.

use crate::codec::{Attribute, Writer};
use crate::entity::{Entity, Layout};
use crate::error::{Error, ErrorKind};
use crate::key::{KeyError, KeyPart, KeyRole, KeyWriter, PartValue, native_value};
use crate::schema::EntitySchema;
use crate::value::{Item, PackedWriter};

/// One attribute, left out where it is absent.
pub fn attribute<T: Attribute>(writer: &mut dyn Writer, name: &'static str, value: &T) -> Result<(), Error> {
    if value.is_absent() {
        return Ok(());
    }
    writer.name(name);
    value.write(writer).map_err(|error| unstorable(error.at(name)))
}

#[cold]
pub(super) fn unstorable(error: crate::EncodeError) -> Error {
    Error::new(ErrorKind::Encode, "a value cannot be stored").with_source(error)
}

/// The tag, where the layout has one.
pub fn tag<E: Entity>(writer: &mut dyn Writer) {
    if let Some(attribute) = E::SCHEMA.layout.tag {
        writer.name(attribute);
        writer.string(E::SCHEMA.tag);
    }
}

/// A composed key attribute. `parts` gives the parts; `None` leaves the attribute out, for a sparse index.
pub fn composed_key(
    writer: &mut dyn Writer,
    attribute: &'static str,
    role: KeyRole,
    mut key: KeyWriter,
    parts: impl FnOnce(&mut KeyWriter) -> Option<()>,
) -> Result<(), Error> {
    if parts(&mut key).is_none() {
        return Ok(());
    }
    let text = key.finish(role)?;
    writer.name(attribute);
    writer.string(&text);
    Ok(())
}

/// A part of a sparse index key that may be missing.
pub fn optional_part<T: KeyPart>(key: &mut KeyWriter, value: Option<&T>) -> Option<()> {
    key.part(value?);
    Some(())
}

/// The value of a key argument.
pub fn part_value<T, V: PartValue<T>>(value: V) -> V::Held {
    value.hold()
}

/// Builds a primary key as an item.
pub struct KeyItem {
    writer: PackedWriter,
    error: Option<KeyError>,
}

/// An empty primary key.
#[must_use]
pub fn key_item() -> KeyItem {
    KeyItem { writer: PackedWriter::with_capacity(96), error: None }
}

impl KeyItem {
    /// A composed key attribute; `parts` gives its parts.
    #[must_use]
    pub fn composed(
        mut self,
        attribute: &'static str,
        role: KeyRole,
        mut key: KeyWriter,
        parts: impl FnOnce(&mut KeyWriter),
    ) -> Self {
        parts(&mut key);
        match key.finish(role) {
            Ok(text) => {
                self.writer.name(attribute);
                self.writer.string(&text);
            }
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }

    /// A key attribute that holds a field as it is stored.
    #[must_use]
    pub fn stored<T: Attribute>(
        mut self,
        attribute: &'static str,
        role: KeyRole,
        field: &'static str,
        value: &T,
    ) -> Self {
        match native_value(field, role, value) {
            Ok(value) => {
                self.writer.name(attribute);
                self.writer.copy_packed(&value);
            }
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }

    /// The key.
    pub fn finish(self) -> Result<Item, KeyError> {
        match self.error {
            None => Ok(self.writer.into_item()),
            Some(error) => Err(error),
        }
    }
}

/// Two layouts that must be one.
pub const fn same_layout<L: Layout>(_: std::marker::PhantomData<(L, L)>) {}

/// The name of the table's sort key; empty where it has none, which `check_entity` has refused.
#[must_use]
pub const fn range_name(entity: &EntitySchema) -> &'static str {
    match &entity.layout.range {
        Some(range) => range.name,
        None => "",
    }
}
