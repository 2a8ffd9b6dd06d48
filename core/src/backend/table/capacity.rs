//! Capacity of tables and indexes.

/// How a table is paid for, without the units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CapacityMode {
    /// By request.
    PayPerRequest,
    /// By provisioned capacity.
    Provisioned,
}

/// Provisioned capacity: read and write units per second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Throughput {
    /// Read capacity units.
    pub read: u64,
    /// Write capacity units.
    pub write: u64,
}

/// The most that a table or index which is paid by request may use; -1 stands for no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnDemandThroughput {
    /// Read request units; unchanged where it is absent.
    pub read: Option<i64>,
    /// Write request units; unchanged where it is absent.
    pub write: Option<i64>,
}

/// Warm throughput of a table or index: what it can serve at once, without growing first.
///
/// See [Warm throughput](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WarmThroughput {
    /// Read units per second; unchanged where it is absent.
    pub read: Option<u64>,
    /// Write units per second; unchanged where it is absent.
    pub write: Option<u64>,
}

/// The capacity of a global index, as far as it has its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexCapacity {
    /// Where the table has provisioned capacity; the same as the table's where a created index has none of its own.
    pub provisioned: Option<Throughput>,
    /// Where the table is paid by request.
    pub on_demand: Option<OnDemandThroughput>,
    /// Units that are warm.
    pub warm: Option<WarmThroughput>,
}

impl IndexCapacity {
    /// Creates provisioned capacity of these units.
    #[must_use]
    pub fn provisioned(read: u64, write: u64) -> Self {
        Self { provisioned: Some(Throughput { read, write }), ..Self::default() }
    }
}
