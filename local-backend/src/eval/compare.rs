//! The order of values.

use std::cmp::Ordering;

use monotable::values::ValueRef;

/// The order of two texts, numbers or binaries; no other values have one, nor have values of different types.
pub(crate) fn order(left: ValueRef<'_>, right: ValueRef<'_>) -> Option<Ordering> {
    match (left, right) {
        // Numbers are encoded so that their bytes sort as they do, and without a second encoding of the same number.
        (ValueRef::S(a), ValueRef::S(b)) | (ValueRef::B(a), ValueRef::B(b)) | (ValueRef::N(a), ValueRef::N(b)) => {
            Some(a.cmp(b))
        }
        _ => None,
    }
}
