//! Short forms of static data.

use crate::key::{KeyPart, PartFormat, PartShape, Segment};
use crate::schema::{FieldSchema, KeyAttr};
use crate::value::Type;

/// A part of a template. That the format is for the type is a check of its own, with its own words.
#[must_use]
pub const fn segment<T: KeyPart>(field: &'static str, format: PartFormat) -> Segment {
    Segment::Part { field, format, shape: PartShape::of::<T>(format) }
}

/// A field of an entity.
#[must_use]
pub const fn field_schema(
    name: &'static str,
    attribute: &'static str,
    kind: Option<Type>,
    optional: bool,
    nullable: bool,
    in_key: bool,
) -> FieldSchema {
    FieldSchema { name, attribute, kind, optional, nullable, in_key }
}

/// The first attribute of a half of an index key; empty where there is none, which `check_pattern` refuses.
#[must_use]
pub const fn key_name(keys: &'static [KeyAttr]) -> &'static str {
    match keys {
        [first, ..] => first.name,
        [] => "",
    }
}
