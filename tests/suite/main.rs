//! Tests.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod conformance;
mod derive;
mod ops;
mod ui;
