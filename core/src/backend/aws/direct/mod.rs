//! The operations on items with bodies of our own: requests go straight to DynamoDB's JSON, and answers come straight from it,
//! past the SDK's maps.
//!
//! `exchange` is how a call of the SDK is made to carry them; open it first. `request` writes bodies, `answer` reads them, and
//! the rest is one function for each operation. All else stays the SDK's: endpoints, credentials, signatures, timeouts,
//! retries, and what it makes of an error.

mod answer;
mod batch;
mod exchange;
mod read;
mod request;
#[cfg(test)]
#[cfg(feature = "aws-http")]
#[allow(clippy::needless_pass_by_value, reason = "closures read better without a borrow")]
mod tests;
mod transact;
mod write;

pub(super) use batch::{batch_get_item, batch_write_item};
pub(super) use exchange::{is_watched, prepared};
pub(super) use read::{get_item, query, scan};
pub(super) use transact::{transact_get_items, transact_write_items};
pub(super) use write::{delete_item, put_item, update_item};
