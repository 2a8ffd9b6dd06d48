//! The typed operations: thin generic shells over plain requests.
//!
//! Open `store` first: everything starts there. One file per operation; `plan` turns key parts into key conditions, `cursor`
//! and `pages` go from page to page, `intake` takes the items of one, `failed` is the error of conditional writes. `retry` is
//! how batches and transactions go on after what passes by itself; `transact_op` makes the operations of single items those of
//! a transaction.

mod batch_get;
mod batch_write;
mod check;
mod codec;
mod cursor;
mod delete;
mod detailed;
mod failed;
mod get;
mod index_parts;
mod intake;
mod key;
mod lists;
mod pages;
mod plan;
mod put;
mod query;
mod random;
mod read;
mod retry;
mod scan;
mod signer;
mod store;
mod transact_failed;
mod transact_get;
mod transact_op;
mod transact_write;
mod update;
mod update_plan;
mod update_request;

pub use batch_get::{BatchGet, Unread};
pub use batch_write::{BatchWrite, Unwritten};
pub use check::Check;
pub(crate) use codec::{entity_of, is_foreign, item_of, read as read_known};
pub use cursor::{Cursor, Position};
pub use delete::Delete;
pub use detailed::Detailed;
pub use failed::Failed;
pub use get::Get;
pub use index_parts::IndexParts;
pub use key::{Key, KeyFor};
pub use lists::{Lists, Longer};
pub use pages::{Keys, Page, Stream};
pub use plan::KeyPlan;
pub use put::Put;
pub use query::{KeysOnly, Query, Whole, Yields};
pub use retry::Retry;
pub use scan::{Scan, ScanEntity};
pub use store::{Call, Observer, Store};
pub use transact_failed::TransactFailed;
pub(crate) use transact_get::Found;
pub use transact_get::TransactGet;
pub use transact_op::Op;
pub use transact_write::Transact;
pub use update::UpdateCall;
pub use update_plan::Update;

/// A boxed future, as every awaited operation returns.
pub type Pending<T> = std::pin::Pin<Box<dyn std::future::Future<Output = T> + Send>>;
