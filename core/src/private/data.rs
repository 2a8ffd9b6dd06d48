//! Short forms of static data.

use crate::key::{KeyPart, KeyRole, PartFormat, PartShape, Segment, Template};
use crate::schema::{
    EntitySchema, FieldSchema, IndexKeyRules, IndexKeySchema, KeyAttr, KeySource, LayoutSchema, NativeKey,
    PatternSchema, PatternShape,
};
use crate::typed::reach::{StoredKeyType, TextKeyType};
use crate::typed::{AccessPattern, Collection, Entity, Layout};
use crate::value::Type;

/// The type of a part of a composed key; one error where it cannot be one.
pub type Text<T> = <T as TextKeyType>::Part;

/// The type of a stored key; one error where it cannot be one.
pub type Stored<T> = <T as StoredKeyType>::Part;

/// Returns a part of a template. That the format is for the type is a check of its own, with its own words.
#[must_use]
pub const fn segment<T: KeyPart>(field: &'static str, format: PartFormat) -> Segment {
    Segment::Part { field, format, shape: PartShape::of::<T>(format) }
}

/// Returns a field that every item has, in an attribute of its own.
#[must_use]
pub const fn field_schema(name: &'static str, attribute: &'static str, kind: Option<Type>) -> FieldSchema {
    FieldSchema { name, attribute, kind, optional: false, nullable: false, in_key: false, aliases: &[] }
}

impl FieldSchema {
    /// Returns the schema of a field that older items have under other names.
    #[must_use]
    pub const fn once_called(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// Marks the field as one that an item can be without.
    #[doc(hidden)]
    #[must_use]
    pub const fn or_missing(self) -> Self {
        Self { optional: true, ..self }
    }

    /// Marks the field as one that can be null.
    #[doc(hidden)]
    #[must_use]
    pub const fn or_null(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// Marks the field as one that is stored in the keys alone.
    #[doc(hidden)]
    #[must_use]
    pub const fn in_keys(self) -> Self {
        Self { in_key: true, ..self }
    }
}

/// Returns an access pattern of an entity.
#[must_use]
pub const fn pattern(
    name: &'static str,
    index: Option<&'static str>,
    shape: PatternShape,
    hash: KeySource,
    range: Option<KeySource>,
    sparse: bool,
) -> PatternSchema {
    PatternSchema { name, index, shape, hash, range, sparse, of_table: None }
}

impl PatternSchema {
    /// Marks a half of the index key as the table's own key.
    #[doc(hidden)]
    #[must_use]
    pub const fn of_table(self, half: KeyRole, own: KeyRole) -> Self {
        Self { of_table: Some((half, own)), ..self }
    }
}

/// Returns a stored field that is a key.
#[must_use]
pub const fn native_key(field: &'static str, attribute: &'static str, kind: Option<Type>) -> NativeKey {
    NativeKey { field, attribute, kind }
}

/// Returns a composed half of an index key. A half that the index does not have has no name; `check_pattern` refuses it.
#[must_use]
pub const fn index_key_schema(keys: &'static [KeyAttr], role: KeyRole, template: &'static Template) -> IndexKeySchema {
    let attribute = match keys {
        [first, ..] => first.name,
        [] => "",
    };
    IndexKeySchema { attribute, role, template, rules: None }
}

impl IndexKeySchema {
    /// Adds what the key depends on beside its parts.
    #[doc(hidden)]
    #[must_use]
    pub const fn with(self, rules: &'static IndexKeyRules) -> Self {
        Self { rules: Some(rules), ..self }
    }
}

/// Returns the layout of an entity. That the type is a layout is judged where the entity names it.
#[must_use]
pub const fn layout_of<E: Entity>() -> &'static LayoutSchema {
    <E::Layout as Layout>::LAYOUT
}

/// Returns the entity whose access pattern gives the partition of a collection.
#[must_use]
pub const fn root_of<C: Collection>() -> &'static EntitySchema {
    <<C::By as AccessPattern>::Entity as Entity>::SCHEMA
}

/// Returns the place of that access pattern.
#[must_use]
pub const fn pattern_of<C: Collection>() -> usize {
    C::By::PLACE
}
