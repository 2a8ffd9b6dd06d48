//! Helpers of generated tables, and what stands in for declarations with mistakes: data that no program gets to use.

use crate::error::{Error, ErrorKind};
use crate::key::{KeyError, KeyStyle, Template};
use crate::plan::item;
use crate::schema::{
    Carries, CollectionSchema, EntitySchema, IndexKeys, IndexKind, IndexSchema, KeyAttr, KeySource, LayoutSchema,
    PatternSchema, PatternShape, TableSchema,
};
use crate::typed::reach::{Carried, LaidOutAs, Strong};
use crate::typed::{AccessPattern, Entity, Layout, Table};
use crate::value::{DecodeError, Item, Reader, RowReader, Type, Writer};

/// Reads the entity of an item as a member of its table.
pub fn member<E, T>(
    item: &Item,
    entity: &EntitySchema,
    read: fn(&mut RowReader<'_>) -> Result<E, DecodeError>,
    wrap: fn(E) -> T,
) -> Result<Option<T>, Error> {
    match read(&mut item.reader()) {
        Ok(entity) => Ok(Some(wrap(entity))),
        Err(error) => Err(Error::decode(entity.describe(), error)),
    }
}

/// The layout of an entity that does not name one.
pub enum NoLayout {}

impl Layout for NoLayout {
    const LAYOUT: &'static LayoutSchema = &NO_LAYOUT;
}

impl<T, E> LaidOutAs<T, E> for NoLayout {}

/// The data of a layout with mistakes.
pub static NO_LAYOUT: LayoutSchema = LayoutSchema {
    name: "",
    hash: KeyAttr { name: "", kind: Type::S },
    range: None,
    tag: None,
    ttl: None,
    indexes: &[],
};

/// The data of an index of such a layout.
pub static NO_INDEX: IndexSchema = IndexSchema {
    name: "",
    physical: "",
    kind: IndexKind::Global,
    keys: IndexKeys::Inverted,
    hash: &[],
    range: &[],
    carries: Carries::All,
};

/// The data of a table with mistakes.
pub static NO_TABLE: TableSchema = TableSchema { name: "", layout: &NO_LAYOUT, entities: &[] };

/// The data of an entity with mistakes.
pub static NO_ENTITY: EntitySchema = EntitySchema {
    name: "",
    tag: "",
    tag_aliases: &[],
    layout: &NO_LAYOUT,
    fields: &[],
    patterns: &[PatternSchema {
        name: "",
        index: None,
        shape: PatternShape::Table,
        hash: KeySource::Composed(&NO_TEMPLATE),
        range: None,
        sparse: false,
        of_table: None,
    }],
    version: None,
    version_aliases: &[],
    index_keys: &[],
};

/// Returns what stands for the kinds that a table does not know.
#[must_use]
pub const fn other_kind(name: &'static str, layout: &'static LayoutSchema) -> EntitySchema {
    EntitySchema {
        name,
        tag: "",
        tag_aliases: &[],
        layout,
        fields: &[],
        patterns: &[],
        version: None,
        version_aliases: &[],
        index_keys: &[],
    }
}

/// Reads an item that a write returned, as the enum of a table.
pub fn found<T: Table>(item: &Item) -> Result<T, Error> {
    let unknown = || Error::new(ErrorKind::Decode, "the stored item is of a kind that the table does not know");
    let found = T::from_item(item).and_then(|found| found.ok_or_else(unknown));
    found.map_err(|error| error.with_key(item::key_text(T::SCHEMA.layout, item)).with_item(item.clone()))
}

/// The data of a collection with mistakes.
pub static NO_COLLECTION: CollectionSchema = CollectionSchema { name: "", root: &NO_ENTITY, pattern: 0, members: &[] };

/// The access pattern of such a collection.
pub enum NoPattern {}

#[diagnostic::do_not_recommend]
impl AccessPattern for NoPattern {
    type Entity = NoEntity;
    type Reads = Strong;
    type Carries = Carried<2>;
    const PLACE: usize = 0;
}

/// The entity of such an access pattern.
pub enum NoEntity {}

#[diagnostic::do_not_recommend]
impl Entity for NoEntity {
    type Layout = NoLayout;
    type Fields<Use> = ();
    type Version = ();
    const SCHEMA: &'static EntitySchema = &NO_ENTITY;

    fn fields<Use>() {}

    fn write(&self, _: &mut dyn Writer, _: u64) -> Result<(), Error> {
        match *self {}
    }

    fn read(_: &mut RowReader<'_>) -> Result<Self, DecodeError> {
        Err(DecodeError::missing(""))
    }

    fn read_dyn(_: &mut dyn Reader) -> Result<Self, DecodeError> {
        Err(DecodeError::missing(""))
    }

    fn primary_key(&self) -> Result<Item, KeyError> {
        match *self {}
    }
}

static NO_TEMPLATE: Template = Template::new(&[], KeyStyle::Escaped, "");
