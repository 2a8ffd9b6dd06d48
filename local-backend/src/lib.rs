//! A faithful DynamoDB in process, for tests and local work: the embedded engine of [`monotable`].
//!
//! ```
//! use monotable::request::{GetItem, PutItem};
//! use monotable::request::control::{CreateTable, KeyAttribute};
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
//! - [`Wording`] says whose words it takes where the regions of AWS differ.
//! - [`ManualClock`] is time that tests move.
//! - The package `monotable-server` puts the engine behind DynamoDB's JSON protocol, for any AWS SDK and the AWS CLI: `LocalServer`
//!   in tests, and the program `monotable` for people.
//!
//! It is not a database: everything is in memory and gone with the last clone. It is not AWS either: nothing is throttled,
//! global indexes are never behind their table, and tables are there as soon as they are created, unless
//! [`table_delay`](Builder::table_delay) says otherwise.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod backend;
mod clock;
#[allow(missing_docs, private_interfaces, reason = "public for the server alone")]
mod database;
#[allow(missing_docs, private_interfaces, unreachable_pub, reason = "public for the server alone")]
mod error;
mod eval;
#[allow(missing_docs, private_interfaces, unreachable_pub, reason = "public for the server alone")]
mod op;
#[allow(missing_docs, private_interfaces, unreachable_pub, reason = "public for the server alone")]
mod parse;
mod schema;
mod store;
mod tree;

#[cfg(test)]
mod tests;

pub use backend::{Builder, LocalBackend};
pub use clock::ManualClock;
pub use error::Wording;

/// What the server calls: operations, parsers and errors of the engine. Not for use by hand: it changes without notice.
#[doc(hidden)]
pub mod __server {
    pub use crate::database::{Database, Home};
    pub use crate::store::{MAX_ITEM_SIZE, Row};

    pub mod error {
        pub use crate::error::*;
    }
    pub mod eval {
        pub use crate::eval::{MAX_TRANSACTED_DEPTH, check_item};
    }
    pub mod op {
        pub use crate::op::*;
    }
    pub mod parse {
        pub use crate::parse::*;
    }
}
