//! A faithful DynamoDB in process: the local backend of monotable.

#[allow(dead_code, reason = "the partitions of the engine are built on it")]
mod tree;
