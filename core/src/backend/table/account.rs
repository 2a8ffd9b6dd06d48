//! Settings of an account in a region, for all its tables.

use std::sync::Arc;

use super::Throughput;

/// ListTables.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ListTables {
    /// The name after which to start, of a table that may not exist.
    pub start_after: Option<String>,
    /// How many names to return, 1 to 100; 100 otherwise.
    pub limit: Option<i32>,
}

impl ListTables {
    /// Lists the first hundred tables.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

/// Names of tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListTablesOutput {
    /// Names, in the order of their bytes.
    pub tables: Vec<Arc<str>>,
    /// The last one of them, if more follow.
    pub last: Option<Arc<str>>,
}

/// Response of DescribeLimits: the capacity that may be provisioned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// For all tables of the account in the region.
    pub account: Throughput,
    /// For a table with its indexes, when it is created.
    pub table: Throughput,
}

impl Limits {
    /// Creates limits.
    #[must_use]
    pub fn new(account: Throughput, table: Throughput) -> Self {
        Self { account, table }
    }
}

/// Where the service can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Endpoint {
    /// Name of the host.
    pub address: String,
    /// For how long that may be kept.
    pub cache_minutes: i64,
}

impl Endpoint {
    /// Creates an endpoint: an address and how long it holds.
    #[must_use]
    pub fn new(address: String, cache_minutes: i64) -> Self {
        Self { address, cache_minutes }
    }
}
