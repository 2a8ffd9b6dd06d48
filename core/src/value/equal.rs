//! Equality of items and values: of one type, numbers by value, attributes, map members and set members in whatever order.

use super::packed::{Cursor, Members, ValueRef};
use super::{Item, PackedValue};

/// Attributes without regard to their order.
impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.packed() == other.packed() || equal_named(self.packed(), other.packed(), 0)
    }
}

impl Eq for Item {}

/// Members of sets and maps without regard to their order.
impl PartialEq for ValueRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        equal(*self, *other, 0)
    }
}

impl PartialEq for PackedValue {
    fn eq(&self, other: &Self) -> bool {
        self.view() == other.view()
    }
}

fn equal(left: ValueRef<'_>, right: ValueRef<'_>, level: usize) -> bool {
    match (left, right) {
        (ValueRef::S(a), ValueRef::S(b)) | (ValueRef::B(a), ValueRef::B(b)) | (ValueRef::N(a), ValueRef::N(b)) => {
            a == b
        }
        (ValueRef::Null, ValueRef::Null) => true,
        (ValueRef::Bool(a), ValueRef::Bool(b)) => a == b,
        (ValueRef::Ss(a), ValueRef::Ss(b))
        | (ValueRef::Ns(a), ValueRef::Ns(b))
        | (ValueRef::Bs(a), ValueRef::Bs(b)) => equal_sets(a, b),
        (ValueRef::L(a), ValueRef::L(b)) if level < MAX_LEVELS => {
            a.count == b.count && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b, level + 1))
        }
        (ValueRef::M(a), ValueRef::M(b)) if level < MAX_LEVELS => {
            a.count == b.count && equal_named(a.bytes, b.bytes, level + 1)
        }
        // Below the depth of anything that is stored, the order counts.
        (ValueRef::L(a), ValueRef::L(b)) => a.bytes == b.bytes,
        (ValueRef::M(a), ValueRef::M(b)) => a.bytes == b.bytes,
        _ => false,
    }
}

fn equal_sets(a: Members<'_>, b: Members<'_>) -> bool {
    // Stored sets are in one order; a set of a request may not be.
    a.count == b.count
        && (a.bytes == b.bytes || {
            let (mut a, mut b): (Vec<_>, Vec<_>) = (a.iter().collect(), b.iter().collect());
            a.sort_unstable();
            b.sort_unstable();
            a == b
        })
}

/// Compares names and values, of which no name occurs twice.
fn equal_named(a: &[u8], b: &[u8], level: usize) -> bool {
    let (mut a, mut b) = (Cursor { bytes: a }, Cursor { bytes: b });
    loop {
        // Items and maps that one program wrote mostly have one order.
        let (left, right) = (a, b);
        match (a.named(), b.named()) {
            (Some((name, a)), Some((other, b))) if name == other => {
                if !equal(a, b, level) {
                    return false;
                }
            }
            (Some(_), Some(_)) => return equal_sorted(left, right, level),
            (a, b) => return a.is_none() && b.is_none(),
        }
    }
}

#[inline(never)]
fn equal_sorted(a: Cursor<'_>, b: Cursor<'_>, level: usize) -> bool {
    let (a, b) = (sorted(a), sorted(b));
    a.len() == b.len() && a.iter().zip(&b).all(|((name, a), (other, b))| name == other && equal(*a, *b, level))
}

fn sorted(mut cursor: Cursor<'_>) -> Vec<(&[u8], ValueRef<'_>)> {
    let mut named = Vec::with_capacity(FEW);
    while let Some(next) = cursor.named() {
        named.push(next);
    }
    named.sort_unstable_by_key(|(name, _)| *name);
    named
}

/// Above DynamoDB's 32 levels.
const MAX_LEVELS: usize = 64;
/// Attributes of most items.
const FEW: usize = 20;
