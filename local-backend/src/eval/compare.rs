//! Equality and order of values.

use std::cmp::Ordering;

use monotable::{Map, Members, ValueRef};

/// Whether two values are the same: of one type, numbers by value, sets and maps without order, at any depth.
pub(crate) fn equal(left: ValueRef<'_>, right: ValueRef<'_>) -> bool {
    match (left, right) {
        (ValueRef::S(a), ValueRef::S(b)) | (ValueRef::B(a), ValueRef::B(b)) | (ValueRef::N(a), ValueRef::N(b)) => {
            a == b
        }
        (ValueRef::Null, ValueRef::Null) => true,
        (ValueRef::Bool(a), ValueRef::Bool(b)) => a == b,
        (ValueRef::Ss(a), ValueRef::Ss(b))
        | (ValueRef::Ns(a), ValueRef::Ns(b))
        | (ValueRef::Bs(a), ValueRef::Bs(b)) => equal_sets(a, b),
        (ValueRef::L(a), ValueRef::L(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b)),
        (ValueRef::M(a), ValueRef::M(b)) => equal_maps(a, b),
        _ => false,
    }
}

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

fn equal_sets(a: Members<'_>, b: Members<'_>) -> bool {
    if a.len() != b.len() {
        return false;
    }
    // Stored sets are in one order; a set of a request may not be.
    a.iter().eq(b.iter()) || {
        let (mut a, mut b): (Vec<_>, Vec<_>) = (a.iter().collect(), b.iter().collect());
        a.sort_unstable();
        b.sort_unstable();
        a == b
    }
}

fn equal_maps(a: Map<'_>, b: Map<'_>) -> bool {
    if a.len() != b.len() {
        return false;
    }
    // Maps that one program wrote mostly have one order.
    if a.iter().zip(b.iter()).all(|((name, _), (other, _))| name == other) {
        return a.iter().zip(b.iter()).all(|((_, a), (_, b))| equal(a, b));
    }
    let (mut a, mut b): (Vec<_>, Vec<_>) = (a.iter().collect(), b.iter().collect());
    a.sort_unstable_by_key(|(name, _)| *name);
    b.sort_unstable_by_key(|(name, _)| *name);
    a.iter().zip(&b).all(|((name, a), (other, b))| name == other && equal(*a, *b))
}
