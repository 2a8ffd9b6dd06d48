//! Rust's integers and floats.
//!
//! Integers take no detour over text: rows are full of them.

use std::fmt::{self, Write};

use super::{BASE, MAX_EXPONENT, MAX_LEN, Number, NumberError, first_byte};

impl Number {
    /// Returns the number as an `i64`; `None` if it has a fraction or does not fit.
    #[inline]
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        let magnitude = self.integer_magnitude()?;
        if self.is_negative() { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
    }

    /// Returns the number as a `u64`; `None` if it has a fraction or does not fit.
    #[inline]
    #[must_use]
    pub fn to_u64(&self) -> Option<u64> {
        if self.is_negative() { None } else { self.integer_magnitude() }
    }

    /// Returns the number as an `i128`; `None` if it has a fraction or does not fit.
    #[must_use]
    pub fn to_i128(&self) -> Option<i128> {
        let magnitude = self.wide_magnitude()?;
        if self.is_negative() { 0i128.checked_sub_unsigned(magnitude) } else { i128::try_from(magnitude).ok() }
    }

    /// Returns the number as a `u128`; `None` if it has a fraction or does not fit.
    #[must_use]
    pub fn to_u128(&self) -> Option<u128> {
        if self.is_negative() { None } else { self.wide_magnitude() }
    }

    /// Returns `self * 10^places`, rounded down to a whole number; `None` if it does not fit.
    pub(crate) fn rounded_down(&self, places: i32) -> Option<i128> {
        let (coefficient, exponent) = self.coefficient();
        let shift = exponent + places;
        let coefficient = i128::try_from(coefficient).ok()?;
        let coefficient = if self.is_negative() { -coefficient } else { coefficient };
        let Some(power) = 10_i128.checked_pow(shift.unsigned_abs()) else {
            // coefficients have 38 digits, so that beyond them only the sign is left
            return if coefficient == 0 || shift < 0 { Some(coefficient.signum().min(0)) } else { None };
        };
        if shift < 0 { Some(coefficient.div_euclid(power)) } else { coefficient.checked_mul(power) }
    }

    /// Returns the `f64` nearest to the number.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        let (coefficient, exponent) = self.coefficient();
        let magnitude = match POWERS_OF_TEN.get(exponent.unsigned_abs() as usize) {
            // Both operands are exact, so the one operation rounds correctly.
            Some(power) if coefficient <= MAX_EXACT && exponent < 0 => coefficient as f64 / power,
            Some(power) if coefficient <= MAX_EXACT => coefficient as f64 * power,
            _ => {
                let mut text = ShortText::default();
                // No failure: 38 digits and an exponent are shorter than the buffer, and are a float.
                let written = write!(text, "{coefficient}e{exponent}");
                written.ok().and_then(|()| text.as_str().parse().ok()).unwrap_or(f64::NAN)
            }
        };
        if self.is_negative() { -magnitude } else { magnitude }
    }

    #[inline]
    pub(super) fn from_integer(negative: bool, magnitude: u64) -> Number {
        Number::from_scaled(negative, magnitude, 0)
    }

    /// `magnitude / 100^shift`, for a `shift` of up to 20.
    // The bytes are put together in a register: written one by one they would have to reach memory before the number
    // could be moved.
    #[inline]
    pub(super) fn from_scaled(negative: bool, magnitude: u64, shift: u32) -> Number {
        const CHUNK: u64 = 100_000_000;
        let digits = if magnitude < CHUNK {
            u128::from(four_digits(magnitude))
        } else {
            let (high, low) = (magnitude / CHUNK, magnitude % CHUNK);
            let high = (u128::from(four_digits(high / CHUNK)) << 32) | u128::from(four_digits(high % CHUNK));
            (high << 32) | u128::from(four_digits(low))
        };
        if digits == 0 {
            return Number::ZERO;
        }
        // One byte per digit, at the low end: to the high end with them, and 1 on each from the first to the last that
        // is not zero.
        let leading = digits.leading_zeros() / 8;
        let digits = digits << (8 * leading);
        let count = 16 - digits.trailing_zeros() / 8;
        let digits = digits + ((u128::MAX / 255) & high_bytes(count));
        // 10 digits are the most, so the exponent and a terminator have room.
        let first = first_byte(15 - leading as i32 - shift as i32);
        let mut encoded = (u128::from(first) << 120) | (digits >> 8);
        let mut len = count + 1;
        if negative {
            len += 1;
            encoded ^= high_bytes(len); // the zero behind the digits becomes the terminator
        }
        let mut bytes = [0; MAX_LEN];
        bytes[..16].copy_from_slice(&encoded.to_be_bytes());
        Number { len: len as u8, bytes }
    }

    /// Converts 128 bits, of which not every value has at most 38 digits.
    fn from_wide(negative: bool, magnitude: u128) -> Result<Number, NumberError> {
        if let Ok(magnitude) = u64::try_from(magnitude) {
            return Ok(Number::from_integer(negative, magnitude));
        }
        let mut digits = [0; WIDE_DIGITS];
        let mut rest = magnitude;
        for chunk in digits.rchunks_mut(9) {
            // 64 bits at a time: division of 128 bits is slow
            let mut low = (rest % POWER_18) as u64;
            rest /= POWER_18;
            for digit in chunk.iter_mut().rev() {
                *digit = (low % 100) as u8;
                low /= 100;
            }
        }
        Number::from_digits(negative, WIDE_DIGITS as i32 - 1, &digits)
    }

    /// Returns the magnitude if it is an integer of at most 64 bits.
    #[inline]
    pub(super) fn integer_magnitude(&self) -> Option<u64> {
        if self.is_zero() {
            return Some(0);
        }
        let (count, places) = (self.digit_count(), usize::try_from(self.exponent() + 1).ok()?);
        if count > places || places > POWERS_OF_BASE.len() {
            return None;
        }
        let mut digits = self.digits();
        let mut magnitude = 0;
        for digit in digits.by_ref().take(9) {
            magnitude = magnitude * u64::from(BASE) + u64::from(digit); // below 10^18
        }
        match digits.next() {
            Some(tenth) => magnitude.checked_mul(u64::from(BASE))?.checked_add(u64::from(tenth)),
            None => magnitude.checked_mul(POWERS_OF_BASE[places - count]),
        }
    }

    /// Returns the magnitude if it is an integer of at most 128 bits.
    fn wide_magnitude(&self) -> Option<u128> {
        let (coefficient, exponent) = self.coefficient();
        let exponent = u32::try_from(exponent).ok()?;
        coefficient.checked_mul(10u128.checked_pow(exponent)?)
    }

    /// Returns the magnitude as `coefficient * 10^exponent`, the coefficient not divisible by 10; (0, 0) for zero.
    fn coefficient(&self) -> (u128, i32) {
        let mut digits = self.digits();
        let Some(last) = digits.next_back() else {
            return (0, 0);
        };
        // Without a trailing zero there are at most 38 decimal digits, and they fit.
        let before = digits.fold(0, |sum: u128, digit| sum * u128::from(BASE) + u128::from(digit));
        let exponent = 2 * (self.exponent() + 1 - self.digit_count() as i32);
        if last.is_multiple_of(10) {
            (before * 10 + u128::from(last / 10), exponent + 1)
        } else {
            (before * u128::from(BASE) + u128::from(last), exponent)
        }
    }
}

macro_rules! from_unsigned {
    ($($int:ty)*) => {$(
        impl From<$int> for Number {
            #[inline]
            fn from(value: $int) -> Number {
                Number::from_integer(false, value as u64)
            }
        }
    )*};
}

macro_rules! from_signed {
    ($($int:ty)*) => {$(
        impl From<$int> for Number {
            #[inline]
            fn from(value: $int) -> Number {
                Number::from_integer(value < 0, value.unsigned_abs() as u64)
            }
        }
    )*};
}

// `usize` and `isize` have at most 64 bits on every target of Rust.
from_unsigned!(u8 u16 u32 u64 usize);
from_signed!(i8 i16 i32 i64 isize);

impl TryFrom<u128> for Number {
    type Error = NumberError;

    /// Fails with [`NumberError::TooManyDigits`] for most values of 39 digits.
    fn try_from(value: u128) -> Result<Number, NumberError> {
        Number::from_wide(false, value)
    }
}

impl TryFrom<i128> for Number {
    type Error = NumberError;

    /// Fails with [`NumberError::TooManyDigits`] for most values of 39 digits.
    fn try_from(value: i128) -> Result<Number, NumberError> {
        Number::from_wide(value < 0, value.unsigned_abs())
    }
}

macro_rules! try_from_float {
    ($($float:ty, $exact:expr $(, $short:expr)?;)*) => {$(
        impl TryFrom<$float> for Number {
            type Error = NumberError;

            /// Takes the shortest decimal that gives this float back when it is parsed, so `0.1` is 0.1. Fails for NaN,
            /// infinities and what is out of range.
            fn try_from(value: $float) -> Result<Number, NumberError> {
                let integer = value as i64;
                if integer.unsigned_abs() <= $exact && integer as $float == value {
                    return Ok(Number::from(integer));
                }
                if !value.is_finite() {
                    return Err(NumberError::NotANumber);
                }
                $(
                    if let Some(number) = $short(value) {
                        return Ok(number);
                    }
                )?
                let mut text = ShortText::default();
                write!(text, "{value:e}").map_err(|_| NumberError::NotANumber)?;
                text.as_str().parse()
            }
        }
    )*};
}

// Up to these bounds every integer is a float of its own, so it is its own shortest text.
try_from_float! {
    f32, 1 << 24;
    f64, 1 << 53, few_places;
}

/// Floats of few decimal places, such as prices, without a detour over text.
fn few_places(value: f64) -> Option<Number> {
    for (places, power) in POWERS_OF_TEN.iter().enumerate().take(7).skip(1) {
        let scaled = (value.abs() * power).round();
        if scaled >= 1e15 {
            return None;
        }
        // No two decimals of up to 15 digits are the same float. So if this one is `value`, no other is, and it is the
        // shortest: of longer ones only those that add zeros would be in its place. The division rounds correctly
        // since both operands are exact.
        if scaled / power == value.abs() {
            let even = if places % 2 == 0 { 1 } else { 10 };
            return Some(Number::from_scaled(value < 0.0, scaled as u64 * even, places.div_ceil(2) as u32));
        }
    }
    None
}

/// Returns the base-100 digits of a number below 10^8, one per byte.
#[inline]
fn four_digits(value: u64) -> u64 {
    // Two halves of four decimal digits, divided by 100 side by side; 5243 / 2^19 is 1/100 to 4 digits.
    let halves = ((value / 10_000) << 32) | (value % 10_000);
    let quotients = ((halves * 5243) >> 19) & 0x7F_0000_007F;
    let digits = (quotients << 8) | (halves - quotients * 100);
    (digits >> 16) | (digits & 0xFFFF)
}

/// Ones in the first `count` bytes, 1 to 16 of them.
#[inline]
fn high_bytes(count: u32) -> u128 {
    u128::MAX << (128 - 8 * count)
}

/// A text of up to 48 bytes, on the stack.
struct ShortText {
    bytes: [u8; 48],
    len: usize,
}

impl ShortText {
    fn as_str(&self) -> &str {
        // Only whole texts are ever added, so this is one.
        self.bytes.get(..self.len).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl Default for ShortText {
    fn default() -> ShortText {
        ShortText { bytes: [0; 48], len: 0 }
    }
}

impl Write for ShortText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// Base-100 digits of 128 bits.
const WIDE_DIGITS: usize = 20;
const POWER_18: u128 = 10u128.pow(18);

/// 100^0 to 100^9, all that 64 bits hold.
const POWERS_OF_BASE: [u64; 10] = {
    let mut powers = [1; 10];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * BASE as u64;
        at += 1;
    }
    powers
};

/// Integers up to here are exact in `f64`.
const MAX_EXACT: u128 = 1 << 53;

/// The powers of ten that are exact in `f64`.
const POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

const _: () = assert!(MAX_EXPONENT >= WIDE_DIGITS as i32, "integers of 128 bits are in range");
