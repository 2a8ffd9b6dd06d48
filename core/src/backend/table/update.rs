//! UpdateTable.

use std::sync::Arc;

use super::{
    CapacityMode, Encryption, IndexCapacity, IndexDefinition, OnDemandThroughput, StreamView, TableClass, Throughput,
    WarmThroughput,
};

/// UpdateTable: what is absent stays as it is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpdateTable {
    /// Name or ARN of the table.
    pub table: Arc<str>,
    /// How the table is to be paid for.
    pub capacity_mode: Option<CapacityMode>,
    /// Provisioned capacity of the table.
    pub provisioned: Option<Throughput>,
    /// The most that a table which is paid by request may use.
    pub on_demand: Option<OnDemandThroughput>,
    /// Warm throughput of the table.
    pub warm: Option<WarmThroughput>,
    /// Changes of global indexes; at most one of them may create or delete an index.
    pub indexes: Vec<IndexUpdate>,
    /// The stream.
    pub stream: Option<StreamUpdate>,
    /// How the table is encrypted.
    pub encryption: Option<Encryption>,
    /// The class of the table.
    pub class: Option<TableClass>,
    /// True if the table is protected against deletion.
    pub deletion_protection: Option<bool>,
}

impl UpdateTable {
    /// Changes nothing yet, which DynamoDB refuses.
    #[must_use]
    pub fn new(table: Arc<str>) -> Self {
        Self {
            table,
            capacity_mode: None,
            provisioned: None,
            on_demand: None,
            warm: None,
            indexes: Vec::new(),
            stream: None,
            encryption: None,
            class: None,
            deletion_protection: None,
        }
    }
}

/// A change of a global index.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum IndexUpdate {
    /// A new one, which is filled from the items of the table.
    Create(IndexDefinition, IndexCapacity),
    /// Other capacity for the index of this name.
    Update(Arc<str>, IndexCapacity),
    /// None any more of this name.
    Delete(Arc<str>),
}

/// A change of a table's stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamUpdate {
    /// On, if it is off.
    Enable(StreamView),
    /// Off, if it is on.
    Disable,
}
