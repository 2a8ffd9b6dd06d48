//! Partition keys and sort keys.

use std::fmt;

/// Which key attribute a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyRole {
    /// The partition key.
    Partition,
    /// The sort key.
    Sort,
}

impl KeyRole {
    /// Returns how many bytes DynamoDB allows.
    #[must_use]
    pub const fn max_len(self) -> usize {
        match self {
            Self::Partition => 2048,
            Self::Sort => 1024,
        }
    }
}

impl fmt::Display for KeyRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Partition => "partition",
            Self::Sort => "sort",
        })
    }
}
