//! What the output of the derives calls. Not for use by hand: it changes without notice.

mod planned;
mod read;
mod variant;
#[cfg(feature = "serde")]
pub mod via_serde;
#[cfg(not(feature = "serde"))]
#[path = "without_serde.rs"]
pub mod via_serde;
mod write;

pub use crate::backend::IndexKind;
pub use crate::codec::{Attribute, DecodeError, Reader, RowReader, Writer};
pub use crate::entity::{
    AccessPattern, Attr, Entity, Field, IndexAt, Layout, NestedField, NestedFields, Place, Table, VersionOf,
};
pub use crate::error::Error;
pub use crate::key::{
    IntoPartRange, KeyError, KeyPart, KeyRole, KeyStyle, KeyWriter, Many, One, PartFormat, PartShape, PartValue,
    Segment, Template, ValueFor,
};
pub use crate::op::{IndexParts, Key, KeyPlan, Update};
pub use crate::reach;
pub use crate::schema::{
    self, Carries, EntitySchema, FieldSchema, IndexKeySchema, IndexKeys, IndexSchema, KeyAttr, KeySource, LayoutSchema,
    NativeKey, PatternSchema, TableSchema, carries_whole, check_entity, check_table,
};
pub use crate::value::{Item, Type};
pub use planned::Planned;
pub use read::{field, kind_of, read, required};
pub use variant::{begin_variant, end_variant, only_variant, unknown_variant, variant};
pub use write::{KeyItem, attribute, composed_key, key_item, optional_part, part_value, range_name, same_layout, tag};
