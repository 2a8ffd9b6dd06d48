//! Conditions on one part as ranges of whole keys.

use std::ops::Bound;

use super::escape::{self, ESCAPE};
use super::{KeyError, KeyErrorKind, KeyRole, PartShape, bound};
use crate::expr::KeyTest;
use crate::value::PackedValue;

/// Condition on a key attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyMatch {
    /// Nothing: every key matches.
    Any,
    /// Holds for no key, such as an empty range: there is nothing to request.
    Nothing,
    /// A condition.
    Test(KeyTest),
}

/// A condition on one part. Bounds are keys that end in them: everything before the part, and the part as it stands in keys.
#[derive(Clone, Debug)]
pub(super) enum Bounds {
    Range {
        low: Bound<String>,
        high: Bound<String>,
        /// The value right below an excluded `high`, where the type knows it.
        below_high: Option<String>,
    },
    /// The text, not yet escaped.
    StartsWith(String),
}

/// Where in the key the part stands.
pub(super) struct Place<'a> {
    /// Everything before the part. In the default style it ends in a delimiter or is empty.
    pub(super) prefix: &'a str,
    pub(super) escaped: bool,
    pub(super) shape: PartShape,
    /// True if nothing follows the part.
    pub(super) ends_key: bool,
    /// True if longer keys, of other templates, belong to the range too.
    pub(super) below: bool,
}

impl Bounds {
    /// Returns the range of keys. All keys of the template start with the prefix, so between two keys that do is no other.
    pub(super) fn matching(self, place: &Place<'_>) -> Result<KeyMatch, KeyError> {
        let (low, high, below_high) = match self {
            Self::Range { low: Bound::Unbounded, high: Bound::Unbounded, .. } => return begins_with(place.prefix),
            _ if !place.escaped && !place.ends_key => {
                return Err(KeyError::of(
                    KeyErrorKind::Range,
                    "has more behind it in a raw key, where a range of it is no range of keys",
                ));
            }
            Self::Range { .. } if !place.escaped && place.below => {
                return Err(KeyError::of(
                    KeyErrorKind::Range,
                    "is the end of a raw key, where the items below it are no range of keys",
                ));
            }
            Self::StartsWith(mut text) => {
                if place.escaped {
                    escape::escape_from(&mut text, 0);
                }
                text.insert_str(0, place.prefix);
                return begins_with(&text);
            }
            Self::Range { low, high, below_high } => (low, high, below_high),
        };
        if is_empty(&low, &high) || matches!(&high, Bound::Excluded(high) if place.is_least(high)) {
            return Ok(KeyMatch::Nothing);
        }
        match (&low, &high) {
            (Bound::Unbounded, _) if place.prefix.is_empty() => place.below(high),
            (_, Bound::Unbounded) if place.prefix.is_empty() => place.above(low),
            _ => place.between(low, high, below_high),
        }
    }
}

impl Place<'_> {
    /// Returns a range without a lower bound, in the first part of a key.
    fn below(&self, high: Bound<String>) -> Result<KeyMatch, KeyError> {
        Ok(KeyMatch::Test(match high {
            Bound::Included(high) => KeyTest::Le(match self.included_high(high)? {
                none if none.is_empty() => return Ok(KeyMatch::Nothing), // no key is empty
                high => PackedValue::text(high),
            }),
            Bound::Excluded(high) => KeyTest::Lt(PackedValue::text(fitting(high)?)),
            Bound::Unbounded => return Ok(KeyMatch::Any),
        }))
    }

    /// Returns a range without an upper bound, in the first part of a key.
    fn above(&self, low: Bound<String>) -> Result<KeyMatch, KeyError> {
        Ok(KeyMatch::Test(match low {
            Bound::Included(low) | Bound::Excluded(low) if low.is_empty() && self.ends_key => return Ok(KeyMatch::Any),
            Bound::Included(low) if low.is_empty() => return Ok(KeyMatch::Any),
            Bound::Included(low) => KeyTest::Ge(PackedValue::text(fitting(low)?)),
            Bound::Excluded(low) => {
                let mut low = fitting(low)?;
                if self.escaped && low.len() < MAX {
                    low.push(ESCAPE);
                }
                KeyTest::Gt(PackedValue::text(low))
            }
            Bound::Unbounded => return Ok(KeyMatch::Any),
        }))
    }

    fn between(
        &self,
        low: Bound<String>,
        high: Bound<String>,
        below_high: Option<String>,
    ) -> Result<KeyMatch, KeyError> {
        let from = match low {
            Bound::Included(low) => Some(fitting(low)?),
            Bound::Excluded(low) => self.excluded_low(low)?,
            Bound::Unbounded => Some(self.prefix.to_owned()),
        };
        if from.as_ref().is_some_and(String::is_empty) && !matches!(high, Bound::Unbounded) {
            // DynamoDB takes no empty bound, and no key is empty.
            return self.below(high);
        }
        let to = match high {
            Bound::Included(high) => Some(self.included_high(high)?),
            Bound::Excluded(high) => self.excluded_high(high, below_high)?,
            // The delimiter at the end of the prefix becomes `$`, which no key of the default style has there.
            Bound::Unbounded => match (bound::end_of_prefix(self.prefix), from) {
                (Some(to), from) => return Ok(between(from, Some(to))),
                (None, Some(from)) => return Ok(KeyMatch::Test(KeyTest::Ge(PackedValue::text(from)))),
                (None, None) => return Ok(KeyMatch::Nothing),
            },
        };
        Ok(between(from, to))
    }

    /// Returns the least key whose part is above `low`.
    fn excluded_low(&self, low: String) -> Result<Option<String>, KeyError> {
        let mut text = fitting(low)?;
        if self.escaped && text.len() < MAX {
            // Behind `low` itself comes the end of the key or the delimiter, both of which sort before `$`.
            text.push(ESCAPE);
            return Ok(Some(text));
        }
        Ok(bound::behind(&text, MAX))
    }

    /// Returns a text at or above all keys whose part is `high`, and below those whose part is greater.
    fn included_high(&self, high: String) -> Result<String, KeyError> {
        let mut text = fitting(high)?;
        // What follows the part in longer keys sorts before `$`. At the size limit there are no longer keys.
        if (self.below || !self.ends_key) && text.len() < MAX {
            text.push(ESCAPE);
        }
        Ok(text)
    }

    /// Returns a text at or above all keys whose part is below `high`, and below those whose part is `high`.
    fn excluded_high(&self, high: String, below_high: Option<String>) -> Result<Option<String>, KeyError> {
        let text = fitting(high)?;
        if !self.ends_key {
            return Ok(Some(text)); // a delimiter follows in all keys with this part
        }
        if let Some(below) = below_high.filter(|_| !self.below) {
            return fitting(below).map(Some);
        }
        if !self.below
            && self.width().is_some()
            && let Some(before) = bound::before_of_same_width(&text)
        {
            return Ok(Some(before));
        }
        Ok(bound::before(&text, MAX))
    }

    /// Returns how many bytes the part takes in every key, if always as many.
    fn width(&self) -> Option<usize> {
        self.shape.width().filter(|width| self.shape.max_len(self.escaped) == Some(*width))
    }

    /// Returns whether no part sorts before that of this key, as far as can be seen.
    fn is_least(&self, key: &str) -> bool {
        let part = key.get(self.prefix.len()..).unwrap_or_default();
        match self.shape {
            PartShape::Chars { class, .. } if self.width().is_some() => part.bytes().all(|byte| byte == class.least()),
            _ => part.is_empty(),
        }
    }
}

fn fitting(key: String) -> Result<String, KeyError> {
    if key.len() > MAX { Err(KeyError::too_long(KeyRole::Sort)) } else { Ok(key) }
}

/// Returns the range of all keys that start with a text.
pub(super) fn begins_with(prefix: &str) -> Result<KeyMatch, KeyError> {
    match prefix.len() {
        0 => Ok(KeyMatch::Any),
        1..=MAX => Ok(KeyMatch::Test(KeyTest::BeginsWith(PackedValue::text(prefix)))),
        _ => Err(KeyError::too_long(KeyRole::Sort)),
    }
}

fn between(from: Option<String>, to: Option<String>) -> KeyMatch {
    match (from, to) {
        (Some(from), Some(to)) if from <= to => {
            KeyMatch::Test(KeyTest::Between(PackedValue::text(from), PackedValue::text(to)))
        }
        // DynamoDB refuses bounds that are the wrong way round.
        _ => KeyMatch::Nothing,
    }
}

/// Returns whether no value is in the range.
pub(super) fn is_empty<V: PartialOrd>(low: &Bound<V>, high: &Bound<V>) -> bool {
    match (low, high) {
        (Bound::Included(low), Bound::Included(high)) => low > high,
        (Bound::Included(low) | Bound::Excluded(low), Bound::Included(high) | Bound::Excluded(high)) => low >= high,
        _ => false,
    }
}

const MAX: usize = KeyRole::Sort.max_len();
