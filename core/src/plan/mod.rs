//! The work of the operations, without type parameters: compiled once, whatever the entities are.
//!
//! Named as the operations are in `op`, which has a shell for each of these plans. `store` is how a backend is called, `retry` how
//! a loop goes on; `key` turns the parts of an access pattern into key conditions, `read` and `intake` go from page to page,
//! `cursor` is the position between two of them; `index_parts` keeps index keys right, `transact` is what the operations of a
//! transaction have in common.

mod aliases;
pub(crate) mod asked;
pub(crate) mod batch_get;
pub(crate) mod batch_write;
pub(crate) mod collection;
pub(crate) mod condition;
mod create_table;
pub(crate) mod cursor;
pub(crate) mod delete;
pub(crate) mod get;
mod index_parts;
pub(crate) mod intake;
pub(crate) mod item;
mod key;
pub(crate) mod partition;
pub(crate) mod put;
pub(crate) mod query;
mod random;
pub(crate) mod read;
mod retry;
pub(crate) mod scan;
pub(crate) mod signer;
pub(crate) mod store;
pub(crate) mod transact;
pub(crate) mod transact_get;
pub(crate) mod transact_write;
pub(crate) mod update;
pub(crate) mod upsert;

pub use collection::Holder;
pub use cursor::Position;
pub use index_parts::IndexParts;
pub use intake::Unreadable;
pub use key::KeyPlan;
pub use retry::Retry;
pub use store::{Call, Observer};
