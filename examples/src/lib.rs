//! What the examples share: a report that people want to read, and requests as DynamoDB sees them.
//!
//! The examples themselves are in `examples/examples`: start with `shop/main.rs`. [`ask!`] prints a question, the code that
//! asks it and its request; [`Report`] lays out the answers.

mod report;
mod request;

pub use report::Report;
pub use request::{Described, ToDynamo, as_sent, show_value};

/// The README's examples are programs; `cargo test` runs them.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The same for the README of the engine's package.
#[cfg(doctest)]
#[doc = include_str!("../../local-backend/README.md")]
struct ReadmeOfTheEngine;
