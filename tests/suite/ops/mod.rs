//! The typed operations: on the engine, and on a backend whose answers are written down beforehand. `fixture` is the shop they
//! work on, `script` that backend.

mod aliases;
mod arbitrary;
mod batches;
mod collections;
mod computed;
#[cfg(feature = "aws")]
mod faults;
pub(crate) mod fixture;
mod forms;
mod lenient;
mod locks;
mod loops;
#[cfg(feature = "aws")]
mod over_aws;
mod pages;
mod partitions;
mod places;
mod queries;
mod scans;
mod script;
mod skipped;
mod table_halves;
mod tables;
mod transactions;
mod update_is_put;
mod updates;
mod upserts;
mod variants;
mod wide_update_is_put;
mod writes;
