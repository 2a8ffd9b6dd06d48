//! Static data about layouts, entities and tables: what the derives print and everything else is computed from.
//!
//! A [`LayoutSchema`] knows no entity; an [`EntitySchema`] stands on its layout, a [`TableSchema`] on both. `agree` holds the
//! checks across them that run at compile time; `ranges` tells where items of other kinds can stand.

pub(crate) mod agree;
mod collection;
pub(crate) mod message;
mod ranges;

pub(crate) use collection::sort_template;
pub(crate) use ranges::SharedRanges;

use crate::error::Error;
use crate::key::{KeyRole, Template};
use crate::value::{PackedValue, Type};

/// The physical side of a table: key attributes, tag, time-to-live and indexes.
#[derive(Debug)]
pub struct LayoutSchema {
    /// The layout's type, as the program names it.
    pub name: &'static str,
    /// Partition key.
    pub hash: KeyAttr,
    /// Sort key.
    pub range: Option<KeyAttr>,
    /// The attribute that holds an item's kind.
    pub tag: Option<&'static str>,
    /// The attribute that holds the time of expiry, in seconds since 1970.
    pub ttl: Option<&'static str>,
    /// Secondary indexes.
    pub indexes: &'static [IndexSchema],
}

/// A key attribute and its type: S, N or B.
#[derive(Clone, Copy, Debug)]
pub struct KeyAttr {
    /// Name of the attribute.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
}

/// A secondary index of a layout.
#[derive(Debug)]
pub struct IndexSchema {
    /// The index as the program names it.
    pub name: &'static str,
    /// The index as DynamoDB knows it.
    pub physical: &'static str,
    /// Global or local; an inverted index is a global one.
    pub kind: IndexKind,
    /// Where its keys come from.
    pub keys: IndexKeys,
    /// Partition key attributes.
    pub hash: &'static [KeyAttr],
    /// Sort key attributes.
    pub range: &'static [KeyAttr],
    /// The attributes that it carries beside keys.
    pub carries: Carries,
}

/// Kind of an index: with partitions of its own, or in the table's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IndexKind {
    /// Global secondary index: keys of its own, eventually consistent.
    Global,
    /// Local secondary index: the table's partition key, another sort key.
    Local,
}

/// Where the keys of an index come from. One half of composed and of native ones can be the table's own key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexKeys {
    /// Attributes of their own, rendered from templates.
    Composed,
    /// Attributes as the entities store them.
    Native,
    /// The table's own keys, swapped.
    Inverted,
}

/// Attributes that an index carries beside its keys and the table's.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Carries {
    /// Everything.
    All,
    /// Nothing.
    KeysOnly,
    /// These attributes, the tag and the time-to-live.
    Include(&'static [&'static str]),
}

/// One kind of item.
#[derive(Debug)]
pub struct EntitySchema {
    /// The struct's name.
    pub name: &'static str,
    /// The value of the tag attribute.
    pub tag: &'static str,
    /// Values that older items may hold there instead.
    pub tag_aliases: &'static [&'static str],
    /// The layout.
    pub layout: &'static LayoutSchema,
    /// Fields, in their order in the struct.
    pub fields: &'static [FieldSchema],
    /// Access patterns; the first is the table's own key.
    pub patterns: &'static [PatternSchema],
    /// The attribute of the optimistic lock.
    pub version: Option<&'static str>,
    /// Attributes that older items may have it in instead.
    pub version_aliases: &'static [&'static str],
    /// Composed index keys with the parts that an update must know to write them.
    pub index_keys: &'static [IndexKeySchema],
}

/// A field of an entity.
#[derive(Debug)]
pub struct FieldSchema {
    /// The field's name.
    pub name: &'static str,
    /// The attribute that holds it; empty for a field with the attributes that no other field names.
    pub attribute: &'static str,
    /// DynamoDB's type of it, where the Rust type has only one.
    pub kind: Option<Type>,
    /// True if an item can be without it.
    pub optional: bool,
    /// True if it is stored as null where it has no value.
    pub nullable: bool,
    /// True if it is stored in the keys alone.
    pub in_key: bool,
    /// Attributes that older items may have it in instead.
    pub aliases: &'static [&'static str],
}

/// An access pattern of an entity: the table's key, or an index.
#[derive(Debug)]
pub struct PatternSchema {
    /// The pattern as the program names it.
    pub name: &'static str,
    /// The index as the program names it; the table itself where `None`.
    pub index: Option<&'static str>,
    /// The kind of index that the declaration takes it for.
    pub shape: PatternShape,
    /// Partition key.
    pub hash: KeySource,
    /// Sort key, where there is one.
    pub range: Option<KeySource>,
    /// True if items may be missing from the index.
    pub sparse: bool,
    /// The half of the index key that is the table's own key, and which of its keys that is.
    pub of_table: Option<(KeyRole, KeyRole)>,
}

/// Kind of index that the declaration of an access pattern expects: each has keys of another form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternShape {
    /// The table itself.
    Table,
    /// A global index: partition key, and perhaps a sort key.
    Global,
    /// A local index: a sort key alone.
    Local,
    /// An inverted index: no keys of its own.
    Inverted,
}

/// Where an entity's key comes from.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum KeySource {
    /// Text rendered from a template.
    Composed(&'static Template),
    /// Stored attributes, by their names and types.
    Native(&'static [NativeKey]),
}

/// A stored attribute that is a key.
#[derive(Clone, Copy, Debug)]
pub struct NativeKey {
    /// The field's name.
    pub field: &'static str,
    /// The attribute that holds it.
    pub attribute: &'static str,
    /// DynamoDB's type of the Rust type.
    pub kind: Option<Type>,
}

/// A composed key attribute of an index, as updates keep it right.
#[derive(Debug)]
pub struct IndexKeySchema {
    /// The attribute.
    pub attribute: &'static str,
    /// Partition or sort key.
    pub role: KeyRole,
    /// The template that it is rendered from.
    pub template: &'static Template,
    /// What it depends on beside the fields that are its parts.
    pub rules: Option<&'static IndexKeyRules>,
}

/// What a composed key attribute of an index depends on beside the fields that are its parts.
#[derive(Debug)]
pub struct IndexKeyRules {
    /// Parts that are computed from fields.
    pub derived: &'static [&'static DerivedPart],
    /// What decides whether an item is in the index.
    pub only_if: Option<&'static Switch>,
    /// Fields of the other half that decide whether an item has this key.
    pub deciding: &'static [&'static str],
    /// Places of the keys of this index, this one among them: an item has all of them or none.
    pub together: &'static [usize],
}

/// A part of a key that is computed from fields.
#[derive(Debug)]
pub struct DerivedPart {
    /// The name of the part.
    pub name: &'static str,
    /// The fields that it is computed from.
    pub fields: &'static [&'static str],
    /// Returns the encoded text of the part with this number in a template, from the stored values of the fields; `None` where
    /// there is none.
    pub text: fn(&[Option<PackedValue>], &'static Template, usize) -> Result<Option<String>, Error>,
}

/// What decides whether an item is in an index.
#[derive(Debug)]
pub struct Switch {
    /// The fields that it is computed from.
    pub fields: &'static [&'static str],
    /// Returns whether the item is in the index, from the stored values of the fields.
    pub is_on: fn(&[Option<PackedValue>]) -> Result<bool, Error>,
}

/// A table: a closed set of entities over one layout.
#[derive(Debug)]
pub struct TableSchema {
    /// The table's type, as the program names it.
    pub name: &'static str,
    /// The layout.
    pub layout: &'static LayoutSchema,
    /// All that the table can hold.
    pub entities: &'static [&'static EntitySchema],
}

/// A struct that is read from one partition.
#[derive(Debug)]
pub struct CollectionSchema {
    /// The struct's name.
    pub name: &'static str,
    /// The entity whose access pattern gives the partition.
    pub root: &'static EntitySchema,
    /// The place of that pattern among those of the entity.
    pub pattern: usize,
    /// Fields, in their order in the struct.
    pub members: &'static [MemberSchema],
}

/// A field of a collection.
#[derive(Debug)]
pub struct MemberSchema {
    /// The field's name.
    pub field: &'static str,
    /// How many of it there can be.
    pub count: MemberCount,
    /// What it is made of.
    pub kind: MemberKind,
    /// The number of the newest ones that are read, by a query of their own.
    pub last: Option<u32>,
}

/// How many there can be of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MemberCount {
    /// Exactly one.
    One,
    /// One or none: an `Option`.
    Optional,
    /// Any number: a `Vec`.
    Many,
}

/// What a member is made of.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum MemberKind {
    /// Items of one kind.
    Entity(&'static EntitySchema),
    /// Items below a key, as a struct of their own.
    Collection(&'static CollectionSchema),
}

impl LayoutSchema {
    /// Returns the index that the program calls this.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<&'static IndexSchema> {
        let indexes: &'static [IndexSchema] = self.indexes;
        indexes.iter().find(|index| index.name == name)
    }
}

impl EntitySchema {
    /// Returns entity and key templates, for messages: `Order (CUSTOMER#{customer_id} / ORDER#{order_id})`.
    #[must_use]
    pub fn describe(&self) -> String {
        self.patterns.first().map_or_else(|| self.name.to_owned(), |key| key.describe(self.name))
    }

    /// Returns whether this stands in the tag attribute of this entity's items.
    #[must_use]
    pub fn has_tag(&self, tag: &[u8]) -> bool {
        self.tag.as_bytes() == tag || self.tag_aliases.iter().any(|alias| alias.as_bytes() == tag)
    }
}

impl PatternSchema {
    /// Returns entity and the templates of this pattern, for messages.
    #[must_use]
    pub fn describe(&self, entity: &str) -> String {
        match &self.range {
            Some(range) => format!("{entity} ({} / {})", self.hash.describe(), range.describe()),
            None => format!("{entity} ({})", self.hash.describe()),
        }
    }
}

impl KeySource {
    fn describe(&self) -> String {
        match self {
            Self::Composed(template) => template.text.to_owned(),
            Self::Native(keys) => keys.iter().map(|key| key.attribute).collect::<Vec<_>>().join(" + "),
        }
    }
}
