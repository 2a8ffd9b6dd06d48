//! Where the items are.
//!
//! A database is a `catalog` of tables. A `table` is a row of `partition`s, by the place of the partition key; its global
//! indexes have partitions of their own, its local ones lie in those of the table. `write` changes an item and what the
//! indexes hold of it, `places` several at once; `build` fills an index that is new; `stream` keeps the changes; `walk` reads
//! ranges; `tokens` are those of transactions. Open `table` first.
//!
//! Locks are taken in this order, and no lock is taken twice by one thread: one shard of the catalog (all of them, in order,
//! to create or delete a table); partitions of tables, by table name and number; one partition of a global index; tokens. A writer
//! holds the partition of its item until the indexes are written, so changes of one item reach an index in their order, and
//! whoever holds all partitions of a table knows that its indexes are complete.

mod build;
mod catalog;
mod details;
mod hash;
mod index;
mod key;
mod partition;
mod places;
mod slot;
mod stream;
mod streaming;
mod table;
mod tokens;
mod walk;
mod write;

pub(crate) use catalog::{Catalog, Tables};
pub(crate) use details::{
    Details, History, IndexDetails, IndexPhase, Leaving, Moment, Phase, Recovery, TimeToLive, uuid,
};
pub(crate) use key::{KeyBytes, place_of};
pub use partition::{MAX_ITEM_SIZE, Row};
pub(crate) use places::{Place, Places};
pub(crate) use stream::{Author, Change, Event, Position, ShardPlace, Stream, Streams};
pub(crate) use table::Table;
pub(crate) use tokens::{Tokens, Use};
pub(crate) use walk::{Items, Span, View};
pub(crate) use write::{IndexChange, Next, Written};
