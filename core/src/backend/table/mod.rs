//! Requests and responses of the operations on tables.
//!
//! Here are keys, indexes and what creates a table of them; `update` changes it, `capacity` is what it may read and write,
//! `description` what is told of it; `settings` are what it has beside its items, `account` what holds for all tables.

mod account;
mod capacity;
mod description;
mod settings;
mod update;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::expr::Name;
use crate::schema::IndexKind;
use crate::value::Type;

pub use account::{Endpoint, Limits, ListTables, ListTablesOutput};
pub use capacity::{CapacityMode, IndexCapacity, OnDemandThroughput, Throughput, WarmThroughput};
pub use description::{
    BillingSummary, EncryptionDescription, EncryptionStatus, IndexDescription, IndexStatus, TableDescription,
    TableStatus, ThroughputDescription, WarmThroughputDescription,
};
pub use settings::{
    ContinuousBackups, DeleteResourcePolicy, ListTagsOfResource, ListTagsOfResourceOutput, PutResourcePolicy,
    ResourcePolicy, TagResource, TimeToLiveDescription, TimeToLiveStatus, UntagResource, UpdateContinuousBackups,
    UpdateTimeToLive,
};
pub use update::{IndexUpdate, StreamUpdate, UpdateTable};

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
    /// Attributes that the index carries.
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

/// Images in the records of a table's stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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

/// How the storage of a table is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TableClass {
    /// Standard.
    #[default]
    Standard,
    /// For what is seldom read and written.
    StandardInfrequentAccess,
}

/// Encryption with a key of KMS, in place of one of DynamoDB's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Encryption {
    /// On or off; off if it is absent.
    pub enabled: Option<bool>,
    /// KMS is all that there is.
    pub kind: Option<EncryptionKind>,
    /// Id, alias or ARN of the key; the account's default for DynamoDB otherwise.
    pub key: Option<Arc<str>>,
}

impl Encryption {
    /// Creates a setting, on or off, with the default key.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self { enabled: Some(enabled), ..Self::default() }
    }
}

/// Where the key of an encryption is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncryptionKind {
    /// With DynamoDB.
    Aes256,
    /// With the Key Management Service.
    Kms,
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
    /// True if the table is protected against deletion.
    pub deletion_protection: bool,
    /// The most that a table which is paid by request may use.
    pub on_demand: Option<OnDemandThroughput>,
    /// Warm throughput of the table.
    pub warm: Option<WarmThroughput>,
    /// The capacity of global indexes by name, where it is not that of the table.
    pub index_capacity: BTreeMap<Arc<str>, IndexCapacity>,
    /// The class of the table.
    pub class: Option<TableClass>,
    /// How the table is encrypted.
    pub encryption: Option<Encryption>,
    /// Tags by key.
    pub tags: BTreeMap<String, String>,
    /// The policy of the table, which is JSON.
    pub policy: Option<Arc<str>>,
}

impl CreateTable {
    /// Creates a table paid by request, without indexes.
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
            on_demand: None,
            warm: None,
            index_capacity: BTreeMap::new(),
            class: None,
            encryption: None,
            tags: BTreeMap::new(),
            policy: None,
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
