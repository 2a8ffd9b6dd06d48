//! Number to decimal text, in the one form in which DynamoDB returns it.

use std::fmt;

use super::Number;

impl Number {
    /// Appends the number as DynamoDB prints it: plain decimal, never an exponent, no zero that could be left out.
    pub fn write_text(&self, out: &mut String) {
        out.push_str(Text::of(self).as_str());
    }

    /// Writes the number as bytes of ASCII.
    pub(crate) fn write_ascii(&self, out: &mut Vec<u8>) {
        match self.integer_magnitude() {
            Some(magnitude) => write_integer(self.is_negative(), magnitude, out),
            None => out.extend_from_slice(Text::of(self).as_str().as_bytes()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(Text::of(self).as_str())
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Text::of(self).as_str())
    }
}

/// Writes an integer, which most numbers are, several times as fast as by digits.
fn write_integer(negative: bool, magnitude: u64, out: &mut Vec<u8>) {
    let mut text = [0; 20];
    let mut rest = magnitude;
    let mut start = text.len();
    for place in text.iter_mut().rev() {
        *place = b'0' + (rest % 10) as u8;
        rest /= 10;
        start -= 1;
        if rest == 0 {
            break;
        }
    }
    if negative {
        out.push(b'-');
    }
    out.extend_from_slice(text.get(start..).unwrap_or_default());
}

/// The longest text: sign, `0.`, 129 zeros, 38 digits.
const MAX_TEXT: usize = 170;

/// A text on the stack.
struct Text {
    bytes: [u8; MAX_TEXT],
    len: usize,
}

impl Text {
    fn of(number: &Number) -> Text {
        let mut text = Text { bytes: [b'0'; MAX_TEXT], len: 0 };
        if number.is_zero() {
            text.len = 1;
            return text;
        }
        if number.is_negative() {
            text.push(b'-');
        }
        let (top, bottom) = number.decimal_range();
        if top < 0 {
            text.push(b'0');
            text.push(b'.');
            text.zeros(-top - 1);
        }
        // The exponent of the digit to come. Each base-100 digit is two of them, of which the first may be a leading
        // and the last a trailing zero.
        let mut exponent = 2 * number.exponent() + 1;
        for pair in number.digits() {
            for digit in [pair / 10, pair % 10] {
                if exponent == -1 && top >= 0 && bottom < 0 {
                    text.push(b'.');
                }
                if exponent <= top && exponent >= bottom {
                    text.push(b'0' + digit);
                }
                exponent -= 1;
            }
        }
        text.zeros(bottom);
        text
    }

    #[inline]
    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = byte;
            self.len += 1;
        }
    }

    /// Skips zeros: the buffer starts as zeros, so there is nothing to write.
    fn zeros(&mut self, count: i32) {
        self.len += usize::try_from(count).unwrap_or(0);
    }

    fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.len).unwrap_or_default();
        str::from_utf8(bytes).expect("sign, digits and point are ASCII")
    }
}
