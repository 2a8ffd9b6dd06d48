//! The derives of tables and entities: what they accept and what items, schemas and requests come out. No backend is needed.

mod fields;
mod indexes;
mod keys;
mod names;
mod shop;
mod updates;

use monotable::Backend;

/// A backend that is never reached: the tests look at requests alone.
pub(crate) struct Nothing;

impl Backend for Nothing {}
