//! Evaluates conditions and filters.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};

use memchr::memmem;
use monotable::expression::{Comparator, Condition, Operand};
use monotable::values::{Members, ValueRef};
use monotable::{Item, Number};

use super::compare::order;
use super::path::Lookup;

/// Returns whether a condition holds for an item, or for no item: then no attribute exists.
///
/// Evaluation has no errors: what cannot be compared does not hold. The condition has passed
/// [`check_condition`](super::check_condition), so that it is not too deep to walk.
pub(crate) fn holds(condition: &Condition, item: Option<&Item>) -> bool {
    let Some(item) = item else { return is_so(condition, None) };
    if item.packed_len() <= SMALL {
        return is_so(condition, Some(&Lookup::few(item)));
    }
    let mut paths = 0;
    condition.paths(&mut |_| paths += 1);
    is_so(condition, Some(&Lookup::many(item, paths)))
}

fn is_so(condition: &Condition, item: Looked<'_, '_>) -> bool {
    match condition {
        Condition::Compare(left, comparator, right) => compare(left, *comparator, right, item),
        Condition::Between(operand, low, high) => {
            let operand = Resolved::of(operand, item);
            let within = |bound: &Operand, outside: Ordering| {
                let bound = Resolved::of(bound, item);
                operand.view().zip(bound.view()).and_then(|(a, b)| order(a, b)).is_some_and(|order| order != outside)
            };
            within(low, Ordering::Less) && within(high, Ordering::Greater)
        }
        Condition::In(operand, list) => {
            let operand = Resolved::of(operand, item);
            operand.view().is_some_and(|value| {
                list.iter().any(|other| Resolved::of(other, item).view().is_some_and(|other| value == other))
            })
        }
        Condition::Exists(path) => item.and_then(|item| item.find(path)).is_some(),
        Condition::NotExists(path) => item.and_then(|item| item.find(path)).is_none(),
        Condition::IsType(operand, kind) => {
            Resolved::of(operand, item).view().is_some_and(|value| value.kind() == *kind)
        }
        Condition::BeginsWith(operand, prefix) => both(operand, prefix, item, |value, prefix| match (value, prefix) {
            (ValueRef::S(value), ValueRef::S(prefix)) | (ValueRef::B(value), ValueRef::B(prefix)) => {
                value.starts_with(prefix)
            }
            _ => false,
        }),
        Condition::Contains(operand, part) => both(operand, part, item, contains),
        Condition::And(all) => all.iter().all(|condition| is_so(condition, item)),
        Condition::Or(any) => any.iter().any(|condition| is_so(condition, item)),
        Condition::Not(condition) => !is_so(condition, item),
        // `Condition` may grow; an unknown condition must not let a write through.
        _ => false,
    }
}

/// An operand with its value, if it has one.
enum Resolved<'a> {
    Value(ValueRef<'a>),
    Missing,
    Size(Number),
    /// The size of something that has none.
    NoSize,
}

impl<'a> Resolved<'a> {
    #[inline]
    fn of<'b: 'a>(operand: &'a Operand, item: Looked<'_, 'b>) -> Self {
        match operand {
            Operand::Size(inner) => {
                let size = value(inner, item).and_then(size);
                size.map_or(Self::NoSize, |size| Self::Size(Number::from(size)))
            }
            operand => value(operand, item).map_or(Self::Missing, Self::Value),
        }
    }

    #[inline]
    fn view(&self) -> Option<ValueRef<'_>> {
        match self {
            Self::Value(value) => Some(*value),
            Self::Size(number) => Some(ValueRef::N(number.as_bytes())),
            Self::Missing | Self::NoSize => None,
        }
    }
}

#[inline]
fn compare(left: &Operand, comparator: Comparator, right: &Operand, item: Looked<'_, '_>) -> bool {
    if matches!(left, Operand::Size(_)) || matches!(right, Operand::Size(_)) {
        return compare_sizes(left, comparator, right, item);
    }
    let operands = (left, right);
    let (left, right) = (value(left, item), value(right, item));
    let equal = || left.zip(right).is_some_and(|(a, b)| equal(a, b, operands, item));
    match comparator {
        Comparator::Eq => equal(),
        Comparator::Ne => !equal(),
        _ => left.zip(right).and_then(|(a, b)| order(a, b)).is_some_and(|order| fits(order, comparator)),
    }
}

fn equal(a: ValueRef<'_>, b: ValueRef<'_>, operands: (&Operand, &Operand), item: Looked<'_, '_>) -> bool {
    match (a, b, item) {
        (ValueRef::L(_), ValueRef::L(_), Some(item)) | (ValueRef::M(_), ValueRef::M(_), Some(item)) => {
            item.once(fingerprint(operands), || a == b)
        }
        _ => a == b,
    }
}

/// The same for the same operands; values are known by where they lie, since one that stands in many places lies in one.
fn fingerprint((left, right): (&Operand, &Operand)) -> u64 {
    let mut hasher = DefaultHasher::new();
    for operand in [left, right] {
        match operand {
            Operand::Value(value) => value.address().hash(&mut hasher),
            operand => operand.hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// A size is compared with numbers only: with anything else, and where there is none, not even `<>` holds. It does where the
/// other side is missing, as it does for all values.
fn compare_sizes(left: &Operand, comparator: Comparator, right: &Operand, item: Looked<'_, '_>) -> bool {
    match (&Resolved::of(left, item), &Resolved::of(right, item)) {
        (Resolved::NoSize, _) | (_, Resolved::NoSize) => false,
        (Resolved::Missing, _) | (_, Resolved::Missing) => comparator == Comparator::Ne,
        (left, right) => {
            let both = left.view().zip(right.view());
            both.and_then(|(a, b)| order(a, b)).is_some_and(|order| fits(order, comparator))
        }
    }
}

const fn fits(order: Ordering, comparator: Comparator) -> bool {
    match comparator {
        Comparator::Eq => order.is_eq(),
        Comparator::Ne => order.is_ne(),
        Comparator::Lt => order.is_lt(),
        Comparator::Le => order.is_le(),
        Comparator::Gt => order.is_gt(),
        Comparator::Ge => order.is_ge(),
        _ => false,
    }
}

/// The value of an operand that is not a size.
#[inline]
fn value<'a, 'b: 'a>(operand: &'a Operand, item: Looked<'_, 'b>) -> Option<ValueRef<'a>> {
    match operand {
        Operand::Value(value) => Some(value.view()),
        Operand::Path(path) => item?.find(path),
        _ => None,
    }
}

fn both(
    first: &Operand,
    second: &Operand,
    item: Looked<'_, '_>,
    test: impl Fn(ValueRef<'_>, ValueRef<'_>) -> bool,
) -> bool {
    let (first, second) = (Resolved::of(first, item), Resolved::of(second, item));
    first.view().zip(second.view()).is_some_and(|(first, second)| test(first, second))
}

/// `size()`: texts in UTF-16 code units, binaries in bytes, all else in members.
fn size(value: ValueRef<'_>) -> Option<usize> {
    match value {
        ValueRef::S(text) => Some(utf16_units(text)),
        ValueRef::B(bytes) => Some(bytes.len()),
        ValueRef::Ss(set) | ValueRef::Ns(set) | ValueRef::Bs(set) => Some(set.len()),
        ValueRef::L(list) => Some(list.len()),
        ValueRef::M(map) => Some(map.len()),
        ValueRef::N(_) | ValueRef::Bool(_) | ValueRef::Null => None,
    }
}

/// A character is one unit, or two if UTF-8 takes four bytes for it. Continuation bytes are no characters.
fn utf16_units(text: &[u8]) -> usize {
    text.iter().map(|byte| usize::from(*byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0)).sum()
}

fn contains(value: ValueRef<'_>, part: ValueRef<'_>) -> bool {
    let has = |set: Members<'_>, part: &[u8]| set.iter().any(|member| member == part);
    match (value, part) {
        (ValueRef::S(text), ValueRef::S(part)) | (ValueRef::B(text), ValueRef::B(part)) => {
            memmem::find(text, part).is_some()
        }
        (ValueRef::Ss(set), ValueRef::S(part))
        | (ValueRef::Ns(set), ValueRef::N(part))
        | (ValueRef::Bs(set), ValueRef::B(part)) => has(set, part),
        (ValueRef::L(list), part) => list.iter().any(|element| element == part),
        _ => false,
    }
}

/// The item of a condition, if there is one.
type Looked<'l, 'a> = Option<&'l Lookup<'a>>;

/// Bytes of items of which all paths are looked for one by one.
const SMALL: usize = 512;
