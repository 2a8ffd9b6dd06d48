//! A faithful DynamoDB in process, for tests and local work: the embedded engine of [`monotable`].
//!
//! ```
//! use monotable::request::{CreateTable, GetItem, KeyAttribute, PutItem};
//! use monotable::{Backend, Item, Type, Value};
//! use monotable_local::LocalBackend;
//!
//! # async fn example() -> Result<(), monotable::Error> {
//! let backend = LocalBackend::new();
//! let pk = KeyAttribute { name: "PK".into(), kind: Type::S };
//! backend.create_table(CreateTable::new("shop".into(), pk, None)).await?;
//!
//! let order: Item = [("PK", Value::from("ORDER#1")), ("total", Value::from(25))].into_iter().collect();
//! backend.put_item(PutItem::new("shop".into(), order.clone())).await?;
//!
//! let key: Item = [("PK", Value::from("ORDER#1"))].into_iter().collect();
//! let found = backend.get_item(GetItem::new("shop".into(), key)).await?.item;
//! assert_eq!(found, Some(order));
//! # Ok(())
//! # }
//! # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! # let done = std::future::Future::poll(std::pin::pin!(example()), &mut context);
//! # assert!(matches!(done, std::task::Poll::Ready(Ok(()))));
//! ```
//!
//! What DynamoDB refuses, it refuses, with the same exception and text; what DynamoDB counts (item sizes, pages, capacity
//! units), it counts the same way. It answers at once, needs no executor, and calls on different partitions of a table do not
//! wait for each other.
//!
//! - [`LocalBackend`] is the engine: a [`Backend`](monotable::Backend), with
//!   [`fork`](LocalBackend::fork) for a copy of the whole database per test and
//!   [`sweep_expired`](LocalBackend::sweep_expired) for time-to-live. Streams are in shards as DynamoDB's are, one for each
//!   partition that it gives a table of that capacity, which close and are trimmed as the clock goes.
//! - [`ManualClock`] is time that tests move.
//! - With the feature `http`, `LocalServer` puts the engine behind DynamoDB's JSON protocol, for any AWS SDK and the AWS CLI;
//!   the program `monotable-local` is the same for people, and `answer` the same without a socket.
//!
//! It is not a database: everything is in memory and gone with the last clone. It is not AWS either: nothing is throttled,
//! global indexes are never behind their table, and tables are there as soon as they are created, unless
//! [`table_delay`](Builder::table_delay) says otherwise.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod backend;
mod clock;
mod database;
mod error;
mod eval;
#[cfg(feature = "http")]
mod http;
mod op;
#[cfg(any(test, feature = "http"))]
#[cfg_attr(not(feature = "http"), allow(dead_code, unused_imports, reason = "the wire calls the rest"))]
mod parse;
mod schema;
mod store;
mod tree;

#[cfg(test)]
mod tests;

pub use backend::{Builder, LocalBackend};
pub use clock::ManualClock;
#[cfg(feature = "http")]
pub use http::{Answer, LocalServer, ServerBuilder, answer};
