//! A database: its tables, and what they go by.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use monotable::Clock;

use crate::error::{Texts, Wording};
use crate::store::{Catalog, Stream, Streams, Tokens};

/// The tables, and what they go by.
pub struct Database {
    pub catalog: Catalog,
    pub clock: Arc<dyn Clock>,
    pub seed: u64,
    /// The streams of tables that were deleted, as long as they can be read.
    pub streams: Streams,
    /// The latest transactions, by their tokens.
    pub transactions: Tokens<Transacted>,
    /// Region and account, as ARNs name them.
    pub home: Arc<Home>,
    /// How long it takes to create, change and delete a table.
    pub delay: Duration,
    /// Whose words it takes.
    pub wording: Wording,
}

impl Database {
    /// What is said where regions differ.
    pub fn texts(&self) -> &'static Texts {
        self.wording.texts()
    }

    /// Returns when that is done which begins now.
    pub fn until(&self, now: SystemTime) -> SystemTime {
        now.checked_add(self.delay).unwrap_or(now)
    }
}

/// A transaction that was done.
pub struct Transacted {
    /// Tells whether another request is the same.
    pub fingerprint: u64,
    /// The sizes by which its actions were charged.
    pub sizes: Box<[u32]>,
}

/// Where a database seems to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    pub region: String,
    pub account: String,
}

impl Home {
    /// The ARN of a table.
    pub fn table_arn(&self, table: &str) -> String {
        format!("arn:aws:dynamodb:{}:{}:table/{table}", self.region, self.account)
    }

    /// The ARN of a stream.
    pub fn stream_arn(&self, stream: &Stream) -> String {
        format!("{}/stream/{}", self.table_arn(&stream.table), stream.label)
    }
}

impl Default for Home {
    fn default() -> Self {
        Self { region: "us-east-1".to_owned(), account: "000000000000".to_owned() }
    }
}
