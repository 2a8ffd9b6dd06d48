//! Decimal numbers as digits on paper: slow, and nothing in common with what is tested.

use std::cmp::Ordering;

use proptest::prelude::*;

/// `digits * 10^exponent`, leading digit first; as it was drawn, zeros and all.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    pub(super) negative: bool,
    pub(super) digits: Vec<u8>,
    pub(super) exponent: i32,
}

impl Decimal {
    /// Without zeros at the ends; zero has no digits.
    pub(super) fn trimmed(&self) -> Decimal {
        let Some(start) = self.digits.iter().position(|&digit| digit > 0) else {
            return Decimal { negative: false, digits: vec![], exponent: 0 };
        };
        let zeros = self.digits.iter().rev().take_while(|&&digit| digit == 0).count();
        Decimal {
            negative: self.negative,
            digits: self.digits[start..self.digits.len() - zeros].to_vec(),
            exponent: self.exponent + zeros as i32,
        }
    }

    /// The plain decimal text, made with strings alone.
    pub(super) fn plain(&self) -> String {
        let mut text: String = self.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        if self.exponent >= 0 {
            text.push_str(&"0".repeat(self.exponent as usize));
        } else {
            let places = self.exponent.unsigned_abs() as usize;
            let missing = (places + 1).saturating_sub(text.len());
            text.insert_str(0, &"0".repeat(missing));
            text.insert(text.len() - places, '.');
            text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
        }
        let text = text.trim_start_matches('0');
        let zero = if text.is_empty() || text.starts_with('.') { "0" } else { "" };
        let sign = if self.negative && self.digits.iter().any(|&digit| digit > 0) { "-" } else { "" };
        format!("{sign}{zero}{text}")
    }

    /// Returns this value with its last digit at `10^exponent`.
    fn down_to(&self, exponent: i32) -> Vec<u8> {
        let mut digits = self.digits.clone();
        digits.resize(digits.len() + (self.exponent - exponent) as usize, 0);
        digits
    }

    pub(super) fn cmp(&self, other: &Decimal) -> Ordering {
        let difference = self.plus(&other.minus()).trimmed();
        match (difference.digits.is_empty(), difference.negative) {
            (true, _) => Ordering::Equal,
            (false, true) => Ordering::Less,
            (false, false) => Ordering::Greater,
        }
    }

    pub(super) fn minus(&self) -> Decimal {
        Decimal { negative: !self.negative, ..self.clone() }
    }

    pub(super) fn plus(&self, other: &Decimal) -> Decimal {
        let exponent = self.exponent.min(other.exponent);
        let (mut a, mut b) = (self.down_to(exponent), other.down_to(exponent));
        let len = a.len().max(b.len()) + 1;
        for digits in [&mut a, &mut b] {
            digits.splice(0..0, vec![0; len - digits.len()]);
        }
        let (mut negative, other_negative) = (self.negative, other.negative);
        if negative != other_negative && a < b {
            std::mem::swap(&mut a, &mut b);
            negative = other_negative;
        }
        let sign = if self.negative == other.negative { 1 } else { -1 };
        let mut digits = vec![0; len];
        let mut carry = 0;
        for i in (0..len).rev() {
            let sum = a[i] as i32 + sign * b[i] as i32 + carry;
            digits[i] = sum.rem_euclid(10) as u8;
            carry = sum.div_euclid(10);
        }
        assert_eq!(carry, 0);
        Decimal { negative, digits, exponent }
    }
}

/// Anything that DynamoDB can store, with many short numbers, many near 1 and many at the ends of the range.
pub(super) fn decimal() -> impl Strategy<Value = Decimal> {
    let digit = prop_oneof![3 => 0..=9u8, 2 => Just(0), 2 => Just(9)];
    let digits = prop_oneof![
        prop::collection::vec(digit.clone(), 1..=5),
        prop::collection::vec(digit.clone(), 1..=38),
        prop::collection::vec(digit, 36..=38),
    ];
    let leading = prop_oneof![4 => -40..=40i32, 1 => -130..=125i32, 1 => -130..=-128i32, 1 => 123..=125i32];
    (any::<bool>(), digits, leading).prop_map(|(negative, digits, leading)| {
        // `leading` is where the first digit that is not zero stands
        let zeros = digits.iter().take_while(|&&digit| digit == 0).count() as i32;
        let exponent = leading - (digits.len() as i32 - 1 - zeros);
        Decimal { negative, digits, exponent }
    })
}

/// A decimal as people may write it: the point anywhere, an exponent to match, zeros to no purpose.
pub(super) fn written() -> impl Strategy<Value = (Decimal, String)> {
    let shape = (0..=45usize, 0..=3usize, 0..=3usize, 0..=2usize, any::<bool>(), any::<bool>());
    (decimal(), shape).prop_filter_map("zero has rules of its own", |(decimal, shape)| {
        let (point, leading, trailing, exponent_zeros, plus, upper) = shape;
        if decimal.trimmed().digits.is_empty() {
            return None;
        }
        let digits = decimal.digits.iter().map(|digit| char::from(b'0' + digit));
        let mut text: String = "0".repeat(leading) + &digits.collect::<String>() + &"0".repeat(trailing);
        let mut exponent = decimal.exponent - trailing as i32;
        if let Some(at) = text.len().checked_sub(point) {
            text.insert(at, '.');
            exponent += point as i32;
        }
        let sign = if decimal.negative {
            "-"
        } else if plus {
            "+"
        } else {
            ""
        };
        let e = if upper { 'E' } else { 'e' };
        let exponent_sign = if exponent < 0 {
            "-"
        } else if plus {
            "+"
        } else {
            ""
        };
        let exponent_text = format!("{e}{exponent_sign}{}{}", "0".repeat(exponent_zeros), exponent.abs());
        let exponent_text = if exponent == 0 && plus { String::new() } else { exponent_text };
        Some((decimal, format!("{sign}{text}{exponent_text}")))
    })
}
