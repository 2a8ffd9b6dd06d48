//! A faithful DynamoDB in process: the local backend of monotable.

mod base64;
#[allow(dead_code, reason = "the operations of the engine are built on it")]
mod error;
#[allow(dead_code, unused_imports, reason = "the operations of the engine are built on it")]
mod eval;
#[allow(dead_code, reason = "the operations of the engine are built on it")]
mod schema;
#[allow(dead_code, reason = "the partitions of the engine are built on it")]
mod tree;
