//! A faithful DynamoDB in process: the local backend of monotable, for tests and local work.

mod backend;
mod base64;
mod clock;
#[allow(dead_code, reason = "the operations of the engine are built on it")]
mod error;
#[allow(dead_code, unused_imports, reason = "the operations of the engine are built on it")]
mod eval;
mod op;
#[allow(dead_code, reason = "the operations of the engine are built on it")]
mod schema;
mod store;
#[allow(dead_code, reason = "the partitions of the engine are built on it")]
mod tree;

#[cfg(test)]
mod tests;

pub use backend::{Builder, LocalBackend};
pub use clock::ManualClock;
