//! Requests and responses of the operations on tables.

use std::sync::Arc;

use crate::expr::Name;
use crate::value::Type;

/// A key attribute and its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyAttribute {
    /// Name of the attribute.
    pub name: Name,
    /// [`Type::S`], [`Type::N`] or [`Type::B`].
    pub kind: Type,
}

/// Which attributes an index carries beside its keys and the table's.
///
/// See [Attribute projections](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Projections).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Projection {
    /// All.
    All,
    /// None.
    KeysOnly,
    /// These.
    Include(Vec<Name>),
}

/// Whether an index has partitions of its own or lies in the table's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IndexKind {
    /// Global secondary index: keys of its own, eventually consistent.
    Global,
    /// Local secondary index: the table's partition key, another sort key.
    Local,
}

/// A secondary index of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexDefinition {
    /// Name of the index.
    pub name: Arc<str>,
    /// Global or local.
    pub kind: IndexKind,
    /// Partition key: one attribute, up to four on a global index.
    pub hash: Vec<KeyAttribute>,
    /// Sort key: none or one attribute, up to four on a global index.
    pub range: Vec<KeyAttribute>,
    /// What the index carries.
    pub projection: Projection,
}

/// How a table is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BillingMode {
    /// By request.
    #[default]
    PayPerRequest,
    /// By provisioned capacity, which holds for the table and each of its global indexes.
    Provisioned {
        /// Read capacity units per second.
        read: u64,
        /// Write capacity units per second.
        write: u64,
    },
}

/// What the records of a table's stream carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamView {
    /// The key of the changed item.
    KeysOnly,
    /// The item as it is after the change.
    NewImage,
    /// The item as it was before the change.
    OldImage,
    /// Both.
    NewAndOldImages,
}

/// CreateTable.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CreateTable {
    /// Name of the table.
    pub table: Arc<str>,
    /// Partition key.
    pub hash: KeyAttribute,
    /// Sort key.
    pub range: Option<KeyAttribute>,
    /// Secondary indexes.
    pub indexes: Vec<IndexDefinition>,
    /// How the table is paid for.
    pub billing: BillingMode,
    /// The stream, if there is to be one.
    pub stream: Option<StreamView>,
    /// Whether the table is protected against deletion.
    pub deletion_protection: bool,
}

impl CreateTable {
    /// A table paid by request, without indexes.
    #[must_use]
    pub fn new(table: Arc<str>, hash: KeyAttribute, range: Option<KeyAttribute>) -> Self {
        Self {
            table,
            hash,
            range,
            indexes: Vec::new(),
            billing: BillingMode::PayPerRequest,
            stream: None,
            deletion_protection: false,
        }
    }
}

/// DescribeTable.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DescribeTable {
    /// Name or ARN of the table.
    pub table: Arc<str>,
}

impl DescribeTable {
    /// Describes the table of this name.
    #[must_use]
    pub fn new(table: Arc<str>) -> Self {
        Self { table }
    }
}

/// DeleteTable.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeleteTable {
    /// Name or ARN of the table.
    pub table: Arc<str>,
}

impl DeleteTable {
    /// Deletes the table of this name.
    #[must_use]
    pub fn new(table: Arc<str>) -> Self {
        Self { table }
    }
}

/// UpdateTimeToLive.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpdateTimeToLive {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// The attribute that holds the expiry in seconds since 1970.
    pub attribute: Name,
    /// On or off.
    pub enabled: bool,
}

impl UpdateTimeToLive {
    /// Switches time-to-live on.
    #[must_use]
    pub fn enable(table: Arc<str>, attribute: Name) -> Self {
        Self { table, attribute, enabled: true }
    }
}

/// The life of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableStatus {
    /// Not yet usable.
    Creating,
    /// Usable, a change is under way.
    Updating,
    /// Usable.
    Active,
    /// No longer usable.
    Deleting,
    /// Any other state, such as archived.
    Other,
}

/// What a table is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TableDescription {
    /// Name of the table.
    pub table: Arc<str>,
    /// Its status.
    pub status: TableStatus,
    /// Partition key; absent while the table is deleted.
    pub hash: Option<KeyAttribute>,
    /// Sort key.
    pub range: Option<KeyAttribute>,
    /// Secondary indexes.
    pub indexes: Vec<IndexDefinition>,
    /// Items in the table, by DynamoDB's count, which AWS refreshes every six hours or so.
    pub item_count: u64,
    /// Bytes of all items, by the same count.
    pub size_bytes: u64,
    /// What the records of its stream carry, while the stream is enabled.
    pub stream: Option<StreamView>,
    /// ARN of its latest stream, also of one that was disabled not long ago.
    pub stream_arn: Option<Arc<str>>,
    /// What tells that stream from others of the table: a time.
    pub stream_label: Option<Arc<str>>,
}

impl TableDescription {
    /// A description with nothing but name and status.
    #[must_use]
    pub fn new(table: Arc<str>, status: TableStatus) -> Self {
        Self {
            table,
            status,
            hash: None,
            range: None,
            indexes: Vec::new(),
            item_count: 0,
            size_bytes: 0,
            stream: None,
            stream_arn: None,
            stream_label: None,
        }
    }
}
