//! The derives of tables and entities: what they accept and what items, schemas and requests come out. No backend is needed.

mod fields;
mod forms;
mod indexes;
mod key_parts;
mod keys;
mod names;
mod shop;
mod two_derives;
mod types;
mod updates;

use monotable::{Backend, ErrorKind};

/// A backend that is never reached: the tests look at requests alone.
pub(crate) struct Nothing;

impl Backend for Nothing {}

#[test]
fn a_backend_without_an_inner_one_names_the_operation_that_it_lacks() {
    let refused = crate::conformance::run::wait(Nothing.describe_limits()).unwrap_err();

    assert_eq!((refused.kind(), refused.message()), (ErrorKind::Unsupported, "this backend has no DescribeLimits"));
}
