//! A faithful DynamoDB in process: the local backend of monotable, for tests and local work.

mod backend;
mod base64;
mod clock;
mod error;
mod eval;
mod op;
mod schema;
mod store;
#[allow(dead_code, reason = "the partitions of the engine are built on it")]
mod tree;

#[cfg(test)]
mod tests;

pub use backend::{Builder, LocalBackend};
pub use clock::ManualClock;
