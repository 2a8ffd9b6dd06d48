//! The behaviour of DynamoDB, written once over `&dyn Backend` and run on every backend: on the engine in process, on a
//! wrapper around it, and with the
//! feature `aws` on the AWS SDK against the engine over a socket, against the engine without one (`connector`), the same through
//! the SDK's own types, and against the server that `MONOTABLE_TEST_ENDPOINT` names.
//!
//! A topic is a file, a scenario a function of a `Database`, and `scenarios!` at its top registers them on all backends; one
//! that is not listed is dead code to the compiler. `database` holds the fixtures, `words` the vocabulary for values,
//! conditions and updates, `refusal` the comparison of errors, `run` the backends, `ledger` the known differences; `generated`
//! draws operations instead of telling a story.

#[macro_use]
pub(crate) mod run;
#[macro_use]
mod words;

mod capacity;
mod change;
#[cfg(feature = "aws")]
pub(crate) mod connector;
mod database;
mod ledger;
mod refusal;

mod batches;
mod conditions;
mod expression_checks;
mod failed_conditions;
mod generated;
#[cfg(feature = "aws")]
pub(crate) use generated::Random;
mod indexes;
mod items;
mod keys;
mod local_indexes;
mod multi_attribute;
mod numbers;
mod pages;
mod queries;
mod ranges;
mod scans;
mod sizes;
mod streams;
mod streams_read;
mod streams_refused;
mod streams_switched;
mod table_arns;
mod table_settings;
mod table_updates;
mod tables;
mod transactions;
mod transactions_charged;
mod transactions_read;
mod transactions_refused;
mod typed;
mod update_lists;
mod update_returns;
mod updates;
mod values;
