//! Descriptions of tables.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use super::{
    CapacityMode, EncryptionKind, IndexDefinition, KeyAttribute, OnDemandThroughput, StreamView, TableClass, Throughput,
};

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

/// Description of a table.
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
    /// Descriptions of the indexes, by name.
    pub index_details: BTreeMap<Arc<str>, IndexDescription>,
    /// Items in the table, by DynamoDB's count, which AWS refreshes every six hours or so.
    pub item_count: u64,
    /// Bytes of all items, by the same count.
    pub size_bytes: u64,
    /// When it was created; absent while the table is deleted.
    pub created: Option<SystemTime>,
    /// Its ARN.
    pub arn: Option<String>,
    /// Its id, which no other table ever has.
    pub id: Option<String>,
    /// Provisioned capacity: zero if the table is paid by request.
    pub throughput: Option<ThroughputDescription>,
    /// How it is paid for; absent if it always had provisioned capacity.
    pub billing: Option<BillingSummary>,
    /// The most that it may use, where that is limited.
    pub on_demand: Option<OnDemandThroughput>,
    /// Warm throughput.
    pub warm: Option<WarmThroughputDescription>,
    /// Its class, where that was ever set.
    pub class: Option<TableClass>,
    /// When its class was changed last.
    pub class_changed: Option<SystemTime>,
    /// How it is encrypted, where that is not DynamoDB's own business.
    pub encryption: Option<EncryptionDescription>,
    /// True if it is protected against deletion.
    pub deletion_protection: bool,
    /// Images in the records of its stream, while the stream is enabled.
    pub stream: Option<StreamView>,
    /// ARN of its latest stream, also of one that was disabled not long ago.
    pub stream_arn: Option<Arc<str>>,
    /// Label that tells that stream from others of the table: a time.
    pub stream_label: Option<Arc<str>>,
}

impl TableDescription {
    /// Creates a description with nothing but name and status.
    #[must_use]
    pub fn new(table: Arc<str>, status: TableStatus) -> Self {
        Self {
            table,
            status,
            hash: None,
            range: None,
            indexes: Vec::new(),
            index_details: BTreeMap::new(),
            item_count: 0,
            size_bytes: 0,
            created: None,
            arn: None,
            id: None,
            throughput: None,
            billing: None,
            on_demand: None,
            warm: None,
            class: None,
            class_changed: None,
            encryption: None,
            deletion_protection: false,
            stream: None,
            stream_label: None,
            stream_arn: None,
        }
    }
}

/// The life of a global index, and of what else a table has that takes time to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexStatus {
    /// Not yet usable.
    Creating,
    /// Usable, a change is under way.
    Updating,
    /// No longer usable.
    Deleting,
    /// Usable.
    Active,
}

/// Description of an index, beside its definition.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct IndexDescription {
    /// Its status; local indexes have none.
    pub status: Option<IndexStatus>,
    /// True if items are being copied into it, while it is created after its table.
    pub backfilling: Option<bool>,
    /// Entries, by DynamoDB's count.
    pub item_count: u64,
    /// Bytes of all entries, by the same count.
    pub size_bytes: u64,
    /// Its ARN.
    pub arn: Option<String>,
    /// Provisioned capacity of a global index: zero if the table is paid by request.
    pub throughput: Option<ThroughputDescription>,
    /// The most that it may use, where that is limited.
    pub on_demand: Option<OnDemandThroughput>,
    /// Warm throughput.
    pub warm: Option<WarmThroughputDescription>,
}

/// Provisioned capacity, and how it changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThroughputDescription {
    /// Provisioned capacity.
    pub units: Throughput,
    /// Number of decreases in this day of UTC.
    pub decreases_today: u64,
    /// When it was last made more.
    pub last_increase: Option<SystemTime>,
    /// When it was last made less.
    pub last_decrease: Option<SystemTime>,
}

/// How a table is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BillingSummary {
    /// By request or by provisioned capacity.
    pub mode: CapacityMode,
    /// When it was last switched to payment by request.
    pub to_pay_per_request: Option<SystemTime>,
}

impl BillingSummary {
    /// Creates a summary: the mode and since when.
    #[must_use]
    pub fn new(mode: CapacityMode, to_pay_per_request: Option<SystemTime>) -> Self {
        Self { mode, to_pay_per_request }
    }
}

/// Warm throughput of a table or index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WarmThroughputDescription {
    /// Units per second.
    pub units: Throughput,
    /// Status: in effect or not yet.
    pub status: IndexStatus,
}

impl WarmThroughputDescription {
    /// Creates a description of these units.
    #[must_use]
    pub fn new(units: Throughput, status: IndexStatus) -> Self {
        Self { units, status }
    }
}

/// How a table is encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncryptionDescription {
    /// Status of the encryption.
    pub status: EncryptionStatus,
    /// With what.
    pub kind: Option<EncryptionKind>,
    /// ARN of the key.
    pub key_arn: Option<String>,
}

impl EncryptionDescription {
    /// Creates a description in this state, with no key known.
    #[must_use]
    pub fn new(status: EncryptionStatus) -> Self {
        Self { status, kind: None, key_arn: None }
    }
}

/// The state of a table's encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncryptionStatus {
    /// It is being switched on.
    Enabling,
    /// It is on.
    Enabled,
    /// It is being switched off.
    Disabling,
    /// It is off.
    Disabled,
    /// Its key is being changed.
    Updating,
}
