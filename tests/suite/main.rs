//! Tests.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod conformance;
mod derive;
mod ops;
#[cfg(feature = "aws")]
mod server;
mod ui;
