//! Code shared by the examples: a readable report, and requests printed as DynamoDB receives them.
//!
//! The examples themselves are in `examples/examples`: start with `shop/main.rs`. [`ask!`] prints a question, the code that
//! asks it and its request; [`Report`] lays out the answers.

mod report;
mod request;

pub use report::Report;
pub use request::{Described, ToDynamo, as_sent, show_value};

/// Runs the README's examples in `cargo test`.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// Runs the examples in the README of the engine's package.
#[cfg(doctest)]
#[doc = include_str!("../../local-backend/README.md")]
struct ReadmeOfTheEngine;
