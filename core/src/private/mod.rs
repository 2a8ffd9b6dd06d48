//! Items that the output of the derives calls. Not for use by hand: it changes without notice.

mod data;
mod derived;
mod keys;
mod part;
mod planned;
mod read;
mod table;
mod variant;
#[cfg(feature = "serde")]
pub mod via_serde;
#[cfg(not(feature = "serde"))]
#[path = "without_serde.rs"]
pub mod via_serde;
mod write;

pub use crate::error::Error;
pub use crate::key::{
    IntoPartRange, KeyError, KeyPart, KeyRole, KeyStyle, KeyWriter, Many, One, PartFormat, PartShape, PartValue,
    Segment, Template, ValueFor,
};
pub use crate::op::Update;
pub use crate::plan::{Holder, IndexParts, KeyPlan};
pub use crate::schema::agree::{carries, check_collection, check_fields, check_pattern, check_table};
pub use crate::schema::{
    self, Carries, CollectionSchema, DerivedPart, EntitySchema, FieldSchema, IndexKeyRules, IndexKeySchema, IndexKeys,
    IndexKind, IndexSchema, KeyAttr, KeySource, LayoutSchema, MemberCount, MemberKind, MemberSchema, NativeKey,
    PatternSchema, PatternShape, Switch, TableSchema,
};
pub use crate::typed::collection::{Member, NoParts, Parts, Several, Single};
pub use crate::typed::{
    AccessPattern, Attr, Collection, Entity, Field, IndexAt, Key, Layout, NestedField, NestedFields, Place, Storable,
    Table, ToStore, VersionOf, reach,
};
pub use crate::value::{Attribute, DecodeError, EncodeError, Item, Reader, RowReader, Type, Writer};
pub use data::{
    Stored, Text, field_schema, index_key_schema, layout_of, native_key, pattern, pattern_of, root_of, segment,
};
pub use derived::{derived_text, input, present};
pub use keys::{Held, KeyItem, hold, key_item, range_name};
pub use part::{
    Fold, OfText, check_forms, display_part, folded, folded_shape, folded_text, form_part, form_text, parse_name,
    parse_part, parse_text, parse_whole, read_text, render_form, render_text, text_name, write_text,
};
pub use planned::Planned;
pub use read::{OfRest, from_key, from_key_if_any, key_text, kind_of, read, read_rest};
pub use table::{
    NO_COLLECTION, NO_ENTITY, NO_INDEX, NO_LAYOUT, NO_TABLE, NoLayout, NoPattern, found, member, other_kind,
};
pub use variant::{begin_variant, end_variant, only_variant, unknown_variant, variant};
pub use write::{encoded, index_key, partition_key, sort_key, tag, write_rest};
