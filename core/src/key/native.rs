//! Key attributes that hold a value as it is: texts, numbers and binaries.

use std::borrow::Borrow;
use std::ops::Bound;

use super::bounds::is_empty;
use super::range::{IntoPartRange, PartRange};
use super::{KeyError, KeyMatch, KeyRole, KeyValue, bound};
use crate::expr::KeyTest;
use crate::value::{Attribute, Binary, Number, PackedValue, ValueRef};

/// Returns the value of a key attribute. Fails for what DynamoDB takes for no key: an empty text or binary, one that is too
/// long, a type that is none of S, N and B.
pub fn native_value<T: Attribute>(field: &'static str, role: KeyRole, value: &T) -> Result<PackedValue, KeyError> {
    pack(role, value).and_then(|packed| packed.filled()).map_err(|error| error.in_part(field))
}

/// Returns the condition on a key attribute. DynamoDB takes one per attribute, so a range with both bounds is a BETWEEN, which
/// includes them: an excluded bound becomes its neighbour.
pub fn native_match<T, R>(field: &'static str, role: KeyRole, range: R) -> Result<KeyMatch, KeyError>
where
    T: Attribute + KeyValue,
    R: IntoPartRange<T>,
{
    let matched = match range.into_range() {
        PartRange::Value(value) => {
            pack(role, value.borrow()).and_then(Packed::filled).map(|value| test(KeyTest::Eq(value)))
        }
        PartRange::Range(low, high) => {
            bounds::<T>(role, low.as_ref().map(Borrow::borrow), high.as_ref().map(Borrow::borrow))
        }
        PartRange::StartsWith(text) if text.is_empty() => Ok(KeyMatch::Any),
        PartRange::StartsWith(text) => pack(role, &text).map(|text| test(KeyTest::BeginsWith(text.value))),
    };
    matched.map_err(|error| error.in_part(field))
}

fn bounds<T: Attribute + KeyValue>(role: KeyRole, low: Bound<&T>, high: Bound<&T>) -> Result<KeyMatch, KeyError> {
    // Bounds that the type can name read better than those that only DynamoDB's types know.
    let below = match (low, high) {
        (Bound::Included(_) | Bound::Excluded(_), Bound::Excluded(high)) => high.predecessor(),
        _ => None,
    };
    let below = below.map(|below| pack(role, &below)).transpose()?;
    matching(role, pack_bound(role, low)?, pack_bound(role, high)?, below)
}

fn pack_bound<T: Attribute>(role: KeyRole, bound: Bound<&T>) -> Result<Bound<Packed>, KeyError> {
    Ok(match bound {
        Bound::Included(value) => Bound::Included(pack(role, value)?),
        Bound::Excluded(value) => Bound::Excluded(pack(role, value)?),
        Bound::Unbounded => Bound::Unbounded,
    })
}

fn pack<T: Attribute>(role: KeyRole, value: &T) -> Result<Packed, KeyError> {
    let value = PackedValue::of(value).map_err(|error| KeyError::new(format!("cannot be stored: {error}")))?;
    let len = match value.view() {
        ValueRef::S(bytes) | ValueRef::B(bytes) => bytes.len(),
        ValueRef::N(_) => 0,
        other => return Err(KeyError::new(format!("is {}; a key attribute is S, N or B", other.kind()))),
    };
    if len > role.max_len() { Err(KeyError::too_long(role)) } else { Ok(Packed { value }) }
}

fn matching(
    role: KeyRole,
    low: Bound<Packed>,
    high: Bound<Packed>,
    below_high: Option<Packed>,
) -> Result<KeyMatch, KeyError> {
    // No key is empty, and DynamoDB takes no empty bound.
    let low = match low {
        Bound::Included(low) | Bound::Excluded(low) if low.is_empty() => Bound::Unbounded,
        low => low,
    };
    if is_empty(&low, &high) || matches!(&high, Bound::Included(high) | Bound::Excluded(high) if high.is_empty()) {
        return Ok(KeyMatch::Nothing);
    }
    Ok(match (low, high) {
        (Bound::Unbounded, Bound::Unbounded) => KeyMatch::Any,
        (Bound::Included(low), Bound::Unbounded) => test(KeyTest::Ge(low.value)),
        (Bound::Excluded(low), Bound::Unbounded) => test(KeyTest::Gt(low.value)),
        (Bound::Unbounded, Bound::Included(high)) => test(KeyTest::Le(high.value)),
        (Bound::Unbounded, Bound::Excluded(high)) => test(KeyTest::Lt(high.value)),
        (low, high) => {
            let low = match low {
                Bound::Excluded(low) => low.behind(role),
                Bound::Included(low) => Some(low),
                Bound::Unbounded => None,
            };
            let high = match high {
                Bound::Excluded(high) => below_high.or_else(|| high.before(role)),
                Bound::Included(high) => Some(high),
                Bound::Unbounded => None,
            };
            match (low, high) {
                (Some(low), Some(high)) if low <= high => test(KeyTest::Between(low.value, high.value)),
                _ => KeyMatch::Nothing,
            }
        }
    })
}

fn test(test: KeyTest) -> KeyMatch {
    KeyMatch::Test(test)
}

/// A text, number or binary. The packed bytes of each sort as DynamoDB sorts them.
struct Packed {
    value: PackedValue,
}

impl Packed {
    fn bytes(&self) -> &[u8] {
        match self.value.view() {
            ValueRef::S(bytes) | ValueRef::N(bytes) | ValueRef::B(bytes) => bytes,
            _ => &[],
        }
    }

    fn is_empty(&self) -> bool {
        self.bytes().is_empty()
    }

    fn filled(self) -> Result<PackedValue, KeyError> {
        if self.is_empty() { Err(KeyError::empty()) } else { Ok(self.value) }
    }

    /// Returns the greatest value below this one that a key of this role can hold.
    fn before(&self, role: KeyRole) -> Option<Self> {
        self.neighbour(
            |text| bound::before(text, role.max_len()),
            |bytes| bound::bytes_before(bytes, role.max_len()),
            bound::number_before,
        )
    }

    /// Returns the least value above this one that a key of this role can hold.
    fn behind(&self, role: KeyRole) -> Option<Self> {
        self.neighbour(
            |text| bound::behind(text, role.max_len()),
            |bytes| bound::bytes_behind(bytes, role.max_len()),
            bound::number_behind,
        )
    }

    fn neighbour(
        &self,
        text: impl Fn(&str) -> Option<String>,
        bytes: impl Fn(&[u8]) -> Option<Vec<u8>>,
        number: impl Fn(&Number) -> Option<Number>,
    ) -> Option<Self> {
        let value = match self.value.view() {
            ValueRef::B(value) => PackedValue::of(&Binary(bytes(value)?)).ok()?,
            view @ ValueRef::N(_) => PackedValue::of(&number(&view.as_number()?)?).ok()?,
            view => PackedValue::text(text(view.as_str()?)?),
        };
        Some(Self { value })
    }
}

impl PartialEq for Packed {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl PartialOrd for Packed {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.bytes().cmp(other.bytes()))
    }
}
