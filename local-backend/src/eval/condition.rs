//! Evaluates conditions and filters.

use std::cmp::Ordering;

use monotable::expression::{Comparator, Condition, Operand};
use monotable::{Item, Members, Number, ValueRef};

use super::compare::{equal, order};
use super::path::find;

/// Whether a condition holds for an item, or for no item: then no attribute exists.
///
/// Evaluation has no errors: what cannot be compared does not hold. The condition has passed
/// [`check_condition`](super::check_condition), so that it is not too deep to walk.
pub(crate) fn holds(condition: &Condition, item: Option<&Item>) -> bool {
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
                list.iter().any(|other| Resolved::of(other, item).view().is_some_and(|other| equal(value, other)))
            })
        }
        Condition::Exists(path) => item.and_then(|item| find(item, path)).is_some(),
        Condition::NotExists(path) => item.and_then(|item| find(item, path)).is_none(),
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
        Condition::And(all) => all.iter().all(|condition| holds(condition, item)),
        Condition::Or(any) => any.iter().any(|condition| holds(condition, item)),
        Condition::Not(condition) => !holds(condition, item),
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
    fn of(operand: &'a Operand, item: Option<&'a Item>) -> Self {
        match operand {
            Operand::Value(value) => Self::Value(value.view()),
            Operand::Path(path) => match item.and_then(|item| find(item, path)) {
                Some(value) => Self::Value(value),
                None => Self::Missing,
            },
            Operand::Size(inner) => {
                let size = match &**inner {
                    Operand::Path(path) => item.and_then(|item| find(item, path)).and_then(size),
                    Operand::Value(value) => size(value.view()),
                    _ => None,
                };
                size.map_or(Self::NoSize, |size| Self::Size(Number::from(size)))
            }
            _ => Self::Missing,
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

    const fn is_size(&self) -> bool {
        matches!(self, Self::Size(_) | Self::NoSize)
    }
}

#[inline]
fn compare(left: &Operand, comparator: Comparator, right: &Operand, item: Option<&Item>) -> bool {
    let (left, right) = (Resolved::of(left, item), Resolved::of(right, item));
    match comparator {
        Comparator::Eq => left.view().zip(right.view()).is_some_and(|(a, b)| equal(a, b)),
        Comparator::Ne => match (left.view(), right.view()) {
            // A size is compared with numbers only; with anything else, or where there is none, even `<>` is false.
            (Some(a), Some(b)) if left.is_size() || right.is_size() => order(a, b).is_some_and(Ordering::is_ne),
            (Some(a), Some(b)) => !equal(a, b),
            _ => !matches!((left, right), (Resolved::NoSize, _) | (_, Resolved::NoSize)),
        },
        _ => left.view().zip(right.view()).and_then(|(a, b)| order(a, b)).is_some_and(|order| match comparator {
            Comparator::Lt => order.is_lt(),
            Comparator::Le => order.is_le(),
            Comparator::Gt => order.is_gt(),
            _ => order.is_ge(),
        }),
    }
}

fn both(
    first: &Operand,
    second: &Operand,
    item: Option<&Item>,
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
        (ValueRef::S(text), ValueRef::S(part)) | (ValueRef::B(text), ValueRef::B(part)) => holds_part(text, part),
        (ValueRef::Ss(set), ValueRef::S(part))
        | (ValueRef::Ns(set), ValueRef::N(part))
        | (ValueRef::Bs(set), ValueRef::B(part)) => has(set, part),
        (ValueRef::L(list), part) => list.iter().any(|element| equal(element, part)),
        _ => false,
    }
}

/// Whether `part` stands somewhere in `bytes`, in linear time: both may be 400 KB long.
fn holds_part(bytes: &[u8], part: &[u8]) -> bool {
    let Some(first) = part.first() else { return true };
    if part.len() > bytes.len() {
        return false;
    }
    if part.len() <= SHORT {
        let starts = &bytes[..=bytes.len() - part.len()];
        return starts.iter().enumerate().any(|(at, byte)| byte == first && bytes[at..].starts_with(part));
    }
    // Knuth, Morris and Pratt: `borders[i]` is the length of the longest proper border of `part[..=i]`.
    let mut borders = vec![0; part.len()];
    let mut border = 0;
    for at in 1..part.len() {
        while border > 0 && part[at] != part[border] {
            border = borders[border - 1];
        }
        border += usize::from(part[at] == part[border]);
        borders[at] = border;
    }
    let mut matched = 0;
    bytes.iter().any(|byte| {
        while matched > 0 && *byte != part[matched] {
            matched = borders[matched - 1];
        }
        matched += usize::from(*byte == part[matched]);
        matched == part.len()
    })
}

/// Parts up to this length are compared at each place.
const SHORT: usize = 32;
