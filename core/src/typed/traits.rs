//! Layouts, tables and entities.

use super::reach::FieldRules;
use super::sealed::Sealed;
use crate::error::Error;
use crate::key::KeyError;
use crate::plan::IndexParts;
use crate::schema::{EntitySchema, IndexSchema, LayoutSchema, TableSchema};
use crate::value::{DecodeError, Item, Reader, RowReader, Writer};

/// The physical side of a table: its key attributes, tag, time-to-live and indexes.
///
/// `#[derive(Table)]` implements it: on the table's enum, or on a unit struct where entities of several crates share a layout.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the layout of a table",
    label = "not a layout",
    note = "write `#[derive(monotable::Table)]` on `{Self}`"
)]
pub trait Layout: 'static {
    /// The layout as data.
    const LAYOUT: &'static LayoutSchema;
}

/// An index of a layout, by its place among the indexes.
pub trait IndexAt<const PLACE: usize>: Layout {
    /// [`Strong`](crate::typed::reach::Strong) on a local index, [`Eventual`](crate::typed::reach::Eventual) on a global one.
    type Reads;
    /// The index as data.
    const INDEX: &'static IndexSchema;
}

/// A value that a store can put and delete: an entity, or the enum of a table, which is one of its entities. Derived.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity of a table",
    label = "not an entity",
    note = "write `#[derive(monotable::Entity)]` on `{Self}`"
)]
pub trait Storable: Sized + Send + 'static {
    /// `()`, or `u64` for an entity with an optimistic lock: what a put returns.
    type Version: VersionOf;

    /// Returns the kind of item that it is, and the item.
    #[doc(hidden)]
    fn stored(&self) -> (&'static EntitySchema, &dyn ToStore);

    /// Reads an item that a write returned.
    #[doc(hidden)]
    fn found(item: &Item) -> Result<Self, Error>;
}

/// An item that is to be stored.
#[doc(hidden)]
pub trait ToStore {
    /// Returns the item, with this version in the attribute of the optimistic lock.
    fn item(&self, version: u64) -> Result<Item, Error>;

    /// Returns its primary key.
    fn key(&self, schema: &EntitySchema) -> Result<Item, KeyError>;

    /// Returns the loaded version, where there is an optimistic lock.
    fn lock(&self) -> u64;
}

/// A table: a closed set of entities over one layout. Derived on an enum with one variant for each entity.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "not a table",
    note = "write `#[derive(monotable::Table)]` on an enum with one variant for each entity"
)]
pub trait Table: Storable {
    /// The physical side.
    type Layout: Layout;
    /// The table as data.
    const SCHEMA: &'static TableSchema;

    /// Reads the entity that an item is; `None` for a kind that the table does not know.
    fn from_item(item: &Item) -> Result<Option<Self>, Error>;

    /// Returns the item as it is stored.
    fn to_item(&self) -> Result<Item, Error> {
        let (_, stored) = self.stored();
        stored.item(stored.lock())
    }

    /// Returns the primary key of the item.
    fn primary_key(&self) -> Result<Item, KeyError> {
        let (schema, stored) = self.stored();
        stored.key(schema)
    }
}

/// One kind of item in a table. Derived.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity of a table",
    label = "not an entity",
    note = "write `#[derive(monotable::Entity)]` on `{Self}`"
)]
pub trait Entity: Sized + Send + 'static {
    /// The physical side.
    type Layout: Layout;
    /// Its attributes, for conditions and updates; `Use` says where they are used.
    type Fields<Use>;
    /// `()`, or `u64` with an optimistic lock: what a put returns.
    type Version: VersionOf;
    /// The entity as data.
    const SCHEMA: &'static EntitySchema;

    /// Returns its attributes.
    fn fields<Use>() -> Self::Fields<Use>;

    /// Writes keys, tag and attributes; `version` stands in the attribute of the optimistic lock.
    fn write(&self, writer: &mut dyn Writer, version: u64) -> Result<(), Error>;

    /// Reads a packed item.
    fn read(reader: &mut RowReader<'_>) -> Result<Self, DecodeError>;

    /// Reads an item in any form.
    fn read_dyn(reader: &mut dyn Reader) -> Result<Self, DecodeError>;

    /// Returns the primary key.
    fn primary_key(&self) -> Result<Item, KeyError>;

    /// Returns the loaded version, where there is an optimistic lock.
    fn version(&self) -> u64 {
        0
    }

    /// Returns the item as it is stored.
    fn to_item(&self) -> Result<Item, Error> {
        super::codec::item_of(self, self.version())
    }

    /// Reads the entity of a stored item. Fails with [`ErrorKind::Decode`](crate::ErrorKind::Decode) where the item is of
    /// another kind or does not fit.
    fn from_item(item: &Item) -> Result<Self, Error> {
        super::codec::entity_of(item)
    }
}

/// Result of writing an entity, by its optimistic lock: nothing, or the new version.
pub trait VersionOf: Sealed + Send + 'static {
    /// True if there is a lock.
    const LOCKED: bool;
    /// Returns the result of a put that stored this version.
    fn stored(version: u64) -> Self;
}

impl VersionOf for () {
    const LOCKED: bool = false;
    fn stored(_: u64) -> Self {}
}

impl VersionOf for u64 {
    const LOCKED: bool = true;
    fn stored(version: u64) -> Self {
        version
    }
}

/// A named way to reach items of an entity: the table's key, or an index. Derived.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an access pattern",
    label = "not the type of an access pattern",
    note = "it is in the module of its entity: `Order::by_status(..)` is an `order::ByStatus`, and `Order::of(..)` an `order::Of`"
)]
pub trait AccessPattern: 'static {
    /// The entity that it reaches.
    type Entity: Entity;
    /// [`Strong`](crate::typed::reach::Strong) where a consistent read is possible.
    type Reads;
    /// [`Carried`](crate::reach::Carried): whole entities or not.
    type Carries;
    /// Its place in [`EntitySchema::patterns`].
    const PLACE: usize;
    /// True if everything in the partition is meant, and not the items of one kind.
    #[doc(hidden)]
    const PARTITION: bool = false;
}

/// A nested struct whose members conditions and updates can name. `#[derive(Attribute)]` implements it for structs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no named members that a path could go into",
    label = "`.then(..)` goes into a struct with `#[derive(Attribute)]`",
    note = "go into a list with `.at(index)` and into a map with `.entry(\"key\")`"
)]
pub trait NestedFields {
    /// Its members, below the attribute that `Root` marks.
    type Members<Root, Use>;
    /// Returns its members, below this path.
    fn members<Root, Use>(path: &crate::expr::Path) -> Self::Members<Root, Use>;
}

/// An attribute of an entity, as a type named after the field. Derived.
pub trait Attr: 'static {
    /// Whose attribute it is.
    type Entity: Entity;
    /// The field's type.
    type Type;
    /// The field's type, without `Option`.
    type Value;
    /// The rules for its use.
    type Rules: FieldRules;
    /// The name of the attribute.
    const NAME: &'static str;
    /// True if there is an attribute; a field may be kept in keys alone.
    const STORED: bool = true;
    /// True if no value is stored as null, and not left out.
    const NULL: bool = false;

    /// Renders the value where composed index keys have it as a part.
    fn render(value: Option<&Self::Value>, parts: &mut IndexParts) {
        let _ = (value, parts);
    }
}
