//! Decimal text to number: the syntax and the checks of DynamoDB.

use std::str::FromStr;

use super::{MAX_PRECISION, Number, NumberError};

impl FromStr for Number {
    type Err = NumberError;

    /// Parses an optional sign, digits with an optional point among or around them, an optional exponent; nothing else, and
    /// no blanks.
    fn from_str(text: &str) -> Result<Number, NumberError> {
        match short(text.as_bytes()) {
            Some(number) => Ok(number),
            None => parse(text),
        }
    }
}

/// Parses nearly all numbers that programs store: a minus sign, up to 18 digits, a point.
#[inline]
fn short(text: &[u8]) -> Option<Number> {
    let (negative, text) = match text {
        [b'-', text @ ..] => (true, text),
        text => (false, text),
    };
    let (mut magnitude, mut point) = (0, None);
    if text.len() > 18 {
        return None;
    }
    for (at, byte) in text.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            magnitude = magnitude * 10 + u64::from(digit);
        } else if *byte == b'.' && point.is_none() {
            point = Some(at);
        } else {
            return None;
        }
    }
    match point {
        _ if text.len() <= usize::from(point.is_some()) => None,
        None => Some(Number::from_integer(negative, magnitude)),
        Some(at) => {
            let places = text.len() - 1 - at;
            let even = if places % 2 == 0 { 1 } else { 10 };
            Some(Number::from_scaled(negative, magnitude * even, places.div_ceil(2) as u32))
        }
    }
}

fn parse(text: &str) -> Result<Number, NumberError> {
    let (negative, text) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let mut scan = Scan::default();
    let mut exponent: i64 = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        match byte {
            b'0'..=b'9' => scan.digit(byte - b'0'),
            b'.' if scan.point.is_none() => scan.point = Some(scan.seen),
            b'e' | b'E' => {
                // Rust reads just what DynamoDB does here: an optional sign and digits, as long as 64 bits hold it.
                exponent = text[at + 1..].parse().map_err(|_| NumberError::NotANumber)?;
                break;
            }
            _ => return Err(NumberError::NotANumber),
        }
    }
    if scan.seen == 0 {
        return Err(NumberError::NotANumber);
    }
    scan.finish(negative, exponent)
}

/// The digits read so far.
struct Scan {
    /// The first 38 digits from the first that is not zero.
    significant: [u8; MAX_PRECISION],
    /// How many significant digits there are, also beyond 38; zeros at the end do not count.
    precision: usize,
    /// All digits, with leading zeros.
    seen: usize,
    leading_zeros: usize,
    /// How many digits stand before the point.
    point: Option<usize>,
}

impl Scan {
    #[inline]
    fn digit(&mut self, digit: u8) {
        let place = self.seen - self.leading_zeros;
        self.seen += 1;
        if digit != 0 {
            if let Some(slot) = self.significant.get_mut(place) {
                *slot = digit;
            }
            self.precision = place + 1;
        } else if place == 0 {
            self.leading_zeros += 1;
        }
    }

    fn finish(&self, negative: bool, exponent: i64) -> Result<Number, NumberError> {
        let whole = self.point.unwrap_or(self.seen) as i64;
        // A zero has no leading digit; DynamoDB checks the exponent of the last one written: `0e126` is refused,
        // `0.0e126` is not.
        let leading = if self.precision == 0 { self.seen - 1 } else { self.leading_zeros };
        let exponent = exponent.saturating_add(whole - 1 - leading as i64);
        if exponent > MAX_DECIMAL_EXPONENT {
            return Err(NumberError::Overflow);
        }
        if exponent < MIN_DECIMAL_EXPONENT {
            return Err(NumberError::Underflow);
        }
        let Some(digits) = self.significant.get(..self.precision) else {
            return Err(NumberError::TooManyDigits);
        };
        // Pairs start at even exponents: an even leading digit stands alone.
        let mut pairs = [0; MAX_PRECISION / 2 + 1];
        let shift = usize::from(exponent % 2 == 0);
        for (place, &digit) in digits.iter().enumerate() {
            let place = place + shift;
            pairs[place / 2] += if place % 2 == 0 { digit * 10 } else { digit };
        }
        Number::from_digits(negative, exponent.div_euclid(2) as i32, &pairs)
    }
}

impl Default for Scan {
    fn default() -> Scan {
        Scan { significant: [0; MAX_PRECISION], precision: 0, seen: 0, leading_zeros: 0, point: None }
    }
}

const MAX_DECIMAL_EXPONENT: i64 = 125;
const MIN_DECIMAL_EXPONENT: i64 = -130;
