//! Conversion between Rust types and attributes.
//!
//! [`Attribute`] writes to a [`Writer`] and reads from a [`Reader`]: open those first. One derive so serves the packed rows
//! of an engine and the JSON of the wire, without a tree in between. `std_types` implements it for the standard library,
//! `error` says where decoding failed.

mod scalars;
mod std_types;
#[cfg(test)]
mod tests;
mod tuples;
mod wraps;

pub use std_types::{MapKey, SetMember};
pub use wraps::Wraps;
