//! The typed operations: shells of a few lines, whose work is in `plan`.
//!
//! `store` is where every operation starts; then a file per operation. `pages` is what reads return, `detailed` what they say
//! beside it, `failed` and `transact_failed` are the errors of writes; `transact_op` makes the operations on single items those
//! of a transaction.

mod batch_get;
mod batch_write;
mod check;
mod cursor;
mod delete;
mod detailed;
mod failed;
mod get;
mod lenient;
mod lists;
mod load;
mod pages;
mod partition;
mod put;
mod query;
mod readable;
mod scan;
mod store;
mod transact_failed;
mod transact_get;
mod transact_op;
mod transact_write;
mod update;
mod update_call;

pub use batch_get::{BatchGet, Unread};
pub use batch_write::{BatchWrite, Unwritten};
pub use check::Check;
pub use cursor::Cursor;
pub use delete::Delete;
pub use detailed::Detailed;
pub use failed::Failed;
pub use get::Get;
pub use lists::{Lists, Longer};
pub use load::{Load, Loaded};
pub use pages::{Keys, Page, Stream};
pub use partition::Undeleted;
pub use put::Put;
pub use query::Query;
pub use readable::{Lenient, Readable};
pub use scan::{Scan, ScanEntity};
pub use store::Store;
pub use transact_failed::TransactFailed;
pub use transact_get::TransactGet;
pub use transact_write::Transact;
pub use update::Update;
pub use update_call::UpdateCall;

/// A boxed future, as every awaited operation returns.
pub type Pending<T> = std::pin::Pin<Box<dyn std::future::Future<Output = T> + Send>>;
