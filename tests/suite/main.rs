//! Tests.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod checked;
mod conformance;
mod derive;
#[cfg(feature = "aws")]
mod differential;
mod floors;
mod ops;
#[cfg(feature = "aws")]
mod server;
mod shorten;
