//! Where the regions of AWS differ, and what they say.
//!
//! AWS rolls out new checks of requests region by region. Most operations have them everywhere; scans and transactions have them
//! in a few regions.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use monotable::values::NumberError;
use monotable::{Error, Type};

use super::{DUPLICATE_NUMBERS, NOT_A_NUMBER, number, parameter, validation};

/// Whose words the engine takes where the regions of AWS differ; set by [`Builder::wording`](crate::Builder::wording).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wording {
    /// Those of most regions.
    #[default]
    Majority,
    /// Those of the regions that have the newest checks in all operations.
    Newest,
}

/// What differs.
pub struct Texts {
    /// What is said of values in scans and transactions.
    pub values: Layer,
    /// Whether the Select rules of a scan have the prefix of errors in the request itself, as those of a query have.
    pub enveloped_scans: bool,
    /// Whether a list or map with too few or too many elements is printed.
    pub echoes: bool,
    /// Whether an update has to be within the limit of items by what it says, too.
    pub measures_updates: bool,
}

impl Wording {
    pub const fn texts(self) -> &'static Texts {
        match self {
            Self::Majority => {
                &Texts { values: Layer::Older, enveloped_scans: false, echoes: true, measures_updates: true }
            }
            Self::Newest => {
                &Texts { values: Layer::Current, enveloped_scans: true, echoes: false, measures_updates: false }
            }
        }
    }
}

/// The checks of values, of which AWS has two. Batches of writes have the older ones in all regions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layer {
    #[default]
    Current,
    Older,
}

impl Layer {
    /// Returns what is wrong with a number that was written as `text`.
    #[cold]
    pub fn number(self, error: NumberError, text: &str) -> Error {
        match self {
            Self::Current => number(error, text),
            Self::Older if text.is_empty() => validation(NOT_A_NUMBER.trim_end_matches([':', ' '])),
            Self::Older => number(wrapped(error, text), text),
        }
    }

    /// Returns what is wrong with the members of a set as they were sent, where that is not for later checks to say.
    pub fn set(self, kind: Type, members: &[Vec<u8>]) -> Option<Error> {
        let mut seen = HashSet::new();
        if self == Self::Current || members.iter().all(|member| seen.insert(member)) {
            return None;
        }
        let listed = |member: &Vec<u8>| match kind {
            Type::Bs => STANDARD.encode(member),
            _ => String::from_utf8_lossy(member).into_owned(),
        };
        let members = || members.iter().map(listed).collect::<Vec<_>>().join(", ");
        Some(match kind {
            Type::Ns => validation(DUPLICATE_NUMBERS.trim_end_matches('.')),
            Type::Bs => parameter(format_args!("Input collection [{}]of type BS contains duplicates.", members())),
            _ => parameter(format_args!("Input collection [{}] contains duplicates.", members())),
        })
    }

    /// The error of a value of ExpressionAttributeValues.
    #[cold]
    pub fn of_placeholder(self, placeholder: &str, error: Error) -> Error {
        match self {
            Self::Current => error,
            Self::Older => validation(format!(
                "ExpressionAttributeValues contains invalid value: {} for key {placeholder}",
                error.message()
            )),
        }
    }
}

/// The older checks calculate with 32 bits: what is far too large wraps to what is far too small.
fn wrapped(error: NumberError, text: &str) -> NumberError {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let Ok(exponent) = exponent.parse::<i32>() else { return NumberError::NotANumber };
    if !matches!(error, NumberError::Overflow | NumberError::Underflow) {
        return error;
    }
    let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
    let significant = digits.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count().max(1);
    let int = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let magnitude = int(significant).wrapping_sub(int(places)).wrapping_add(exponent);
    if magnitude > 0 { NumberError::Overflow } else { NumberError::Underflow }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_of_the_older_checks_have_32_bits() {
        let said = |text: &str| {
            let error = text.parse::<monotable::Number>().unwrap_err();
            let message = Layer::Older.number(error, text).message().to_owned();
            message.split(['.', ':']).next().unwrap_or_default().to_owned()
        };
        let not_a_number = "The parameter cannot be converted to a numeric value";

        assert_eq!(said(""), not_a_number);
        assert_eq!(said("x"), not_a_number);
        assert_eq!(said("1e2147483648"), not_a_number);
        assert_eq!(said("1e2147483647"), "Number underflow");
        assert_eq!(said("1e2147483646"), "Number overflow");
        assert_eq!(said("-1e126"), "Number overflow");
        assert_eq!(said("0.1e-200"), "Number underflow");
        assert_eq!(said(&"1".repeat(39)), "Attempting to store more than 38 significant digits in a Number");
    }
}
