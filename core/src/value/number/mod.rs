//! DynamoDB's exact decimal numbers.
//!
//! This file holds the type and its encoding; `parse` and `text` are its two textual directions, `convert` meets
//! Rust's integers and floats, `arith` adds and subtracts.

mod arith;
mod convert;
mod parse;
#[cfg(test)]
mod tests;
mod text;

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A number as DynamoDB stores it: exact decimal, up to 38 significant digits, zero or a magnitude from `1E-130` to
/// `9.9999999999999999999999999999999999999E+125`.
///
/// Parsing takes the syntax DynamoDB takes, printing gives the form DynamoDB returns:
///
/// ```
/// use monotable::Number;
///
/// let price: Number = "+0012.50e1".parse()?;
/// assert_eq!(price.to_string(), "125");
/// assert_eq!(price, Number::from(125));
/// assert!("12.5".parse::<Number>()? < price);
/// # Ok::<(), monotable::values::NumberError>(())
/// ```
///
/// It is held inline as its [encoding](Number::as_bytes), so comparing, hashing and copying never look at digits.
// Bytes past `len` are zero. With them, all 22 bytes can be compared as one block: see `Ord`.
#[derive(Clone, Copy)]
pub struct Number {
    len: u8,
    bytes: [u8; MAX_LEN],
}

impl Number {
    /// The number 0.
    pub const ZERO: Number = {
        let mut bytes = [0; MAX_LEN];
        bytes[0] = POSITIVE;
        Number { len: 1, bytes }
    };

    /// Returns the encoding: 1 to 22 bytes that sort bytewise as the numbers do, the same bytes for equal numbers.
    ///
    /// The magnitude is written in base 100. Its first byte is the exponent of the leading digit, then comes one byte
    /// per digit without trailing zeros. Negative numbers are the complement of that, closed by `0xFF` so that a longer
    /// magnitude sorts lower. Zero is `[0x80]`.
    #[inline]
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// Reads what [`as_bytes`](Number::as_bytes) gave; `None` for anything else.
    #[inline]
    #[must_use]
    pub fn from_bytes(encoded: &[u8]) -> Option<Number> {
        if encoded.len() <= 8 { Number::from_word(encoded) } else { Number::from_long(encoded) }
    }

    /// Reads up to 8 bytes, all at once in a register: 12 digits and more.
    #[inline]
    fn from_word(encoded: &[u8]) -> Option<Number> {
        const ONES: u64 = u64::MAX / 255;
        const TOPS: u64 = ONES << 7;
        let len = encoded.len() as u32;
        if len == 0 {
            return None;
        }
        let word = encoded.iter().fold(0, |word, &byte| (word << 8) | u64::from(byte));
        let negative = (word >> (8 * len - 8)) < u64::from(POSITIVE);
        // As a positive number, the first byte on top and cleared: a terminator becomes one of the zeros behind.
        let positive = if negative { !word } else { word };
        let magnitude = (positive << (64 - 8 * len)) & (u64::MAX >> 8);
        let count = 7 - (magnitude.trailing_zeros() / 8).min(7);
        if count + 1 + u32::from(negative) != len {
            return None; // a digit of 0, a second terminator, or none
        }
        if count == 0 {
            return (word == u64::from(POSITIVE)).then_some(Number::ZERO);
        }
        // From here all bytes side by side, those of the digits marked in their top bits.
        let marks = TOPS & (u64::MAX >> 8) & (u64::MAX << (56 - 8 * count));
        let digits = magnitude & !TOPS;
        let in_range = (digits + ONES * 127) & !(digits + ONES * 27) & !magnitude & marks == marks;
        let first = (magnitude >> 48) as u8;
        let last = (magnitude >> (56 - 8 * count)) as u8;
        if !in_range || first == 1 || last == 1 {
            return None;
        }
        let mut bytes = [0; MAX_LEN];
        bytes[..8].copy_from_slice(&(word << (64 - 8 * len)).to_be_bytes());
        Some(Number { len: len as u8, bytes })
    }

    fn from_long(encoded: &[u8]) -> Option<Number> {
        let (&first, rest) = encoded.split_first()?;
        let negative = first < POSITIVE;
        let (digits, mask) = if negative {
            let (&last, digits) = rest.split_last()?;
            if last != TERMINATOR {
                return None;
            }
            (digits, 0xFF)
        } else if rest.is_empty() {
            return (first == POSITIVE).then_some(Number::ZERO);
        } else {
            (rest, 0)
        };
        // A byte of 0 wraps to 255, so one comparison covers both ends.
        let digit = |byte: u8| (byte ^ mask).wrapping_sub(1);
        let (leading, trailing) = (digit(*digits.first()?), digit(*digits.last()?));
        let canonical = digits.len() <= MAX_DIGITS
            && leading != 0
            && trailing != 0
            && digits.iter().fold(true, |all, &byte| all & (digit(byte) < BASE))
            && decimal_digits(digits.len(), leading, trailing) <= MAX_PRECISION;
        if !canonical {
            return None;
        }
        let mut bytes = [0; MAX_LEN];
        bytes.get_mut(..encoded.len())?.copy_from_slice(encoded);
        Some(Number { len: encoded.len() as u8, bytes })
    }

    /// Returns the bytes this number adds to the size of its item, as DynamoDB counts them for the limit of 400 KB and for
    /// capacity units.
    ///
    /// One byte, one more per two digits on each side of the point, one more for a minus sign.
    #[must_use]
    pub fn size(&self) -> usize {
        if self.is_zero() {
            return 1;
        }
        let (top, bottom) = self.decimal_range();
        // Zeros between the digits and the point count on the left, if a fraction follows, but not on the right.
        let (left, right) = if bottom >= 0 {
            (top - bottom + 1, 0)
        } else if top >= 0 {
            (top + 1, -bottom)
        } else {
            (0, top - bottom + 1)
        };
        1 + left.unsigned_abs().div_ceil(2) as usize
            + right.unsigned_abs().div_ceil(2) as usize
            + usize::from(self.is_negative())
    }

    /// Returns whether this is 0.
    #[inline]
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.len == 1
    }

    /// Returns whether this is less than 0.
    #[inline]
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.bytes[0] < POSITIVE
    }

    /// Returns whether this has no fraction.
    #[inline]
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.is_zero() || self.digit_count() as i32 <= self.exponent() + 1
    }

    /// Returns the number with these base-100 digits, the first of which stands at `100^exponent`. Zeros around them are fine.
    fn from_digits(negative: bool, exponent: i32, digits: &[u8]) -> Result<Number, NumberError> {
        let Some(start) = digits.iter().position(|&digit| digit != 0) else {
            return Ok(Number::ZERO);
        };
        let end = digits.iter().rposition(|&digit| digit != 0).map_or(start, |last| last + 1);
        let exponent = exponent - start as i32;
        let digits = &digits[start..end];
        // The range is whole in base 100: it ends at 99.99..*100^62 and at 1*100^-65.
        if exponent > MAX_EXPONENT {
            return Err(NumberError::Overflow);
        }
        if exponent < MIN_EXPONENT {
            return Err(NumberError::Underflow);
        }
        let (leading, trailing) = (digits[0], digits[digits.len() - 1]);
        if decimal_digits(digits.len(), leading, trailing) > MAX_PRECISION {
            return Err(NumberError::TooManyDigits);
        }
        let mut bytes = [0; MAX_LEN];
        bytes[0] = first_byte(exponent);
        // 38 decimal digits are at most 20 of base 100, so the indexes fit.
        for (byte, digit) in bytes[1..].iter_mut().zip(digits) {
            *byte = digit + 1;
        }
        Ok(Number::signed(negative, digits.len() + 1, bytes))
    }

    /// Returns the number whose magnitude is encoded in the first `len` of `bytes`; it must not be zero if `negative`.
    #[inline]
    fn signed(negative: bool, len: usize, mut bytes: [u8; MAX_LEN]) -> Number {
        if !negative {
            return Number { len: len as u8, bytes };
        }
        for byte in &mut bytes[..len] {
            *byte = !*byte;
        }
        bytes[len] = TERMINATOR;
        Number { len: len as u8 + 1, bytes }
    }

    /// Returns what turns a byte of the encoding into that of the magnitude.
    #[inline]
    fn mask(&self) -> u8 {
        if self.is_negative() { 0xFF } else { 0 }
    }

    /// Returns the exponent to base 100 of the leading digit; without meaning for zero.
    #[inline]
    fn exponent(&self) -> i32 {
        i32::from(self.bytes[0] ^ self.mask()) - i32::from(POSITIVE) + MIN_EXPONENT
    }

    /// Returns how many base-100 digits there are; none for zero.
    #[inline]
    fn digit_count(&self) -> usize {
        usize::from(self.len) - 1 - usize::from(self.is_negative())
    }

    /// Returns the base-100 digits, leading first.
    #[inline]
    fn digits(&self) -> impl DoubleEndedIterator<Item = u8> + Clone {
        let mask = self.mask();
        let digits = self.bytes.get(1..=self.digit_count()).unwrap_or_default();
        digits.iter().map(move |byte| (byte ^ mask) - 1)
    }

    /// Returns the exponents to base 10 of the first and of the last digit that is not zero; without meaning for zero.
    fn decimal_range(&self) -> (i32, i32) {
        let mut digits = self.digits();
        let (leading, trailing) = match (digits.next(), digits.next_back()) {
            (Some(first), Some(last)) => (first, last),
            (Some(only), None) => (only, only),
            _ => (0, 0),
        };
        let exponent = self.exponent();
        let last = exponent + 1 - self.digit_count() as i32;
        (2 * exponent + i32::from(leading >= 10), 2 * last + i32::from(trailing.is_multiple_of(10)))
    }
}

impl PartialEq for Number {
    #[inline]
    fn eq(&self, other: &Number) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    #[inline]
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    #[inline]
    fn cmp(&self, other: &Number) -> Ordering {
        // The zeros behind the encoding change nothing: no digit of a positive number is written as 0, and no negative
        // number is the beginning of another.
        self.bytes.cmp(&other.bytes)
    }
}

impl Hash for Number {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.bytes);
    }
}

impl Default for Number {
    fn default() -> Number {
        Number::ZERO
    }
}

/// Why something is not a [`Number`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is no decimal number, or the float is not finite.
    NotANumber,
    /// More than 38 significant digits.
    TooManyDigits,
    /// A magnitude of `1E+126` or more, or a sum that 38 digits cannot hold exactly.
    Overflow,
    /// A magnitude below `1E-130`.
    Underflow,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NumberError::NotANumber => "not a decimal number",
            NumberError::TooManyDigits => "a number has at most 38 significant digits",
            NumberError::Overflow => "the number is too large, or needs more than 38 significant digits",
            NumberError::Underflow => "the number is too close to zero",
        })
    }
}

impl Error for NumberError {}

/// Returns the first byte of an encoded magnitude.
#[inline]
fn first_byte(exponent: i32) -> u8 {
    POSITIVE.wrapping_add((exponent - MIN_EXPONENT) as u8)
}

/// Returns how many significant decimal digits stand in `count` base-100 digits.
#[inline]
fn decimal_digits(count: usize, leading: u8, trailing: u8) -> usize {
    2 * count - usize::from(leading < 10) - usize::from(trailing.is_multiple_of(10))
}

/// Lowest first byte of a number that is not negative.
const POSITIVE: u8 = 0x80;
/// Ends a negative number; above every complemented digit.
const TERMINATOR: u8 = 0xFF;
const BASE: u8 = 100;
/// Exponents to base 100 of 9.99..E+125 and of 1E-130: 128 in all, so that with the sign they fill one byte.
const MAX_EXPONENT: i32 = 62;
const MIN_EXPONENT: i32 = -65;
/// Significant decimal digits.
const MAX_PRECISION: usize = 38;
/// Base-100 digits: 38 decimal ones may begin and end in the middle of a pair.
const MAX_DIGITS: usize = 20;
/// Exponent, digits, terminator.
const MAX_LEN: usize = 22;
