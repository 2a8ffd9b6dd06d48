//! Exact sums and differences: what `SET a = a + :n` and `ADD` need.

use std::cmp::Ordering;

use super::{BASE, MAX_DIGITS, Number, NumberError, TERMINATOR};

impl Number {
    /// Returns the exact sum.
    ///
    /// Never rounds: a sum that needs more than 38 digits is [`NumberError::Overflow`], as is one that is too large;
    /// one that is too close to zero is [`NumberError::Underflow`].
    pub fn checked_add(&self, other: &Number) -> Result<Number, NumberError> {
        if let (Some(a), Some(b)) = (self.to_i64(), other.to_i64())
            && let Some(sum) = a.checked_add(b)
        {
            return Ok(Number::from(sum));
        }
        if self.is_zero() {
            return Ok(*other);
        }
        if other.is_zero() {
            return Ok(*self);
        }
        add(&Magnitude::of(self), self.is_negative(), &Magnitude::of(other), other.is_negative())
    }

    /// Returns the exact difference; fails as [`checked_add`](Number::checked_add) does.
    pub fn checked_sub(&self, other: &Number) -> Result<Number, NumberError> {
        self.checked_add(&other.negated())
    }

    fn negated(&self) -> Number {
        if self.is_zero() {
            return *self;
        }
        let mut bytes = self.bytes;
        let len = self.digit_count() + 1;
        if self.is_negative() {
            for byte in &mut bytes[..len] {
                *byte = !*byte;
            }
            debug_assert_eq!(bytes[len], TERMINATOR);
            bytes[len] = 0;
            return Number { len: len as u8, bytes };
        }
        Number::signed(true, len, bytes)
    }
}

/// The base-100 digits of a number that is not zero, from `100^top` to `100^bottom`, zeros behind.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Magnitude {
    // The order of the fields is the order of magnitudes.
    top: i32,
    digits: [u8; MAX_DIGITS],
    bottom: i32,
}

impl Magnitude {
    fn of(number: &Number) -> Magnitude {
        let mut digits = [0; MAX_DIGITS];
        for (slot, digit) in digits.iter_mut().zip(number.digits()) {
            *slot = digit;
        }
        let top = number.exponent();
        Magnitude { top, digits, bottom: top + 1 - number.digit_count() as i32 }
    }

    /// Returns the digit at `100^exponent`.
    fn at(&self, exponent: i32) -> u8 {
        usize::try_from(self.top - exponent).ok().and_then(|place| self.digits.get(place)).copied().unwrap_or(0)
    }
}

fn add(a: &Magnitude, a_negative: bool, b: &Magnitude, b_negative: bool) -> Result<Number, NumberError> {
    // Two numbers of opposite sign: the larger magnitude decides the sign, and takes the smaller away from itself.
    let (large, small, negative) = match a.cmp(b) {
        Ordering::Equal if a_negative != b_negative => return Ok(Number::ZERO),
        Ordering::Less => (b, a, b_negative),
        _ => (a, b, a_negative),
    };
    let bottom = large.bottom.min(small.bottom);
    // One more than the digits that can be needed, for the carry.
    let top = large.top + 1;
    // Numbers whose digits overlap or touch span less than `WINDOW`. Those further apart keep both the first digit of
    // the large one, give or take one place, and the last of the small one: too many digits between them.
    let Some(window) = usize::try_from(top - bottom + 1).ok().filter(|&span| span <= WINDOW) else {
        return Err(NumberError::Overflow);
    };
    let mut digits = [0; WINDOW];
    let subtract = a_negative != b_negative;
    let mut carry = 0;
    for (exponent, slot) in (bottom..).zip(digits[..window].iter_mut().rev()) {
        let (x, y) = (large.at(exponent), small.at(exponent) + carry);
        if subtract {
            carry = u8::from(x < y);
            *slot = x + carry * BASE - y;
        } else {
            carry = u8::from(x + y >= BASE);
            *slot = x + y - carry * BASE;
        }
    }
    Number::from_digits(negative, top, &digits[..window]).map_err(|error| match error {
        // DynamoDB has no other word for a loss of precision.
        NumberError::TooManyDigits => NumberError::Overflow,
        other => other,
    })
}

/// Twice the digits of a number do not fit; what overlaps by a digit does.
const WINDOW: usize = 2 * MAX_DIGITS;
