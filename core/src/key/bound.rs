//! Neighbours: of texts in the order of their bytes, which for UTF-8 is that of their characters, of bytes and of numbers.

use crate::value::{Number, NumberError};

/// Returns the greatest text below this one among those of up to `max` bytes; `None` for the empty text.
pub(super) fn before(text: &str, max: usize) -> Option<String> {
    let (mut out, last) = without_last(text)?;
    if let Some(previous) = previous_char(last) {
        out.push(previous);
        // The greatest characters of four, three, two bytes and one: no text of up to `max` bytes lies between.
        for greatest in ["\u{10FFFF}", "\u{FFFF}", "\u{7FF}", "\u{7F}"] {
            out.push_str(&greatest.repeat(max.saturating_sub(out.len()) / greatest.len()));
        }
    }
    Some(out)
}

/// Returns the greatest text below this one among those of the same number of bytes, if its last character is ASCII and not
/// NUL.
pub(super) fn before_of_same_width(text: &str) -> Option<String> {
    let (mut out, last) = without_last(text)?;
    out.push(previous_char(last).filter(char::is_ascii)?);
    Some(out)
}

/// Returns the least text above this one among those of up to `max` bytes.
pub(super) fn behind(text: &str, max: usize) -> Option<String> {
    if text.len() < max {
        return Some(format!("{text}\0"));
    }
    let mut text = text;
    loop {
        let (mut out, last) = without_last(text)?;
        if let Some(next) = next_char(last)
            && out.len() + next.len_utf8() <= max
        {
            out.push(next);
            return Some(out);
        }
        text = text.get(..out.len())?;
    }
}

/// Returns the least text above all that start with this one.
pub(crate) fn end_of_prefix(prefix: &str) -> Option<String> {
    let (mut out, last) = without_last(prefix)?;
    match next_char(last) {
        Some(next) => {
            out.push(next);
            Some(out)
        }
        None => end_of_prefix(&out),
    }
}

fn without_last(text: &str) -> Option<(String, char)> {
    let last = text.chars().next_back()?;
    let mut out = text.to_owned();
    out.pop();
    Some((out, last))
}

fn previous_char(character: char) -> Option<char> {
    match character {
        '\u{E000}' => Some('\u{D7FF}'), // over the surrogates
        _ => char::from_u32(u32::from(character).checked_sub(1)?),
    }
}

fn next_char(character: char) -> Option<char> {
    match character {
        '\u{D7FF}' => Some('\u{E000}'),
        _ => char::from_u32(u32::from(character) + 1),
    }
}

/// Returns the greatest bytes below these among those of up to `max` bytes; `None` for no bytes.
pub(super) fn bytes_before(bytes: &[u8], max: usize) -> Option<Vec<u8>> {
    let (&last, rest) = bytes.split_last()?;
    let mut out = rest.to_vec();
    if let Some(previous) = last.checked_sub(1) {
        out.push(previous);
        out.resize(max.max(out.len()), u8::MAX);
    }
    Some(out)
}

/// Returns the least bytes above these among those of up to `max` bytes.
pub(super) fn bytes_behind(bytes: &[u8], max: usize) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    if out.len() < max {
        out.push(0);
        return Some(out);
    }
    while let Some(last) = out.pop() {
        if let Some(next) = last.checked_add(1) {
            out.push(next);
            return Some(out);
        }
    }
    None
}

/// Returns the greatest number below this one that DynamoDB can hold.
pub(super) fn number_before(number: &Number) -> Option<Number> {
    neighbour(number, false)
}

/// Returns the least number above this one that DynamoDB can hold.
pub(super) fn number_behind(number: &Number) -> Option<Number> {
    neighbour(number, true)
}

fn neighbour(number: &Number, up: bool) -> Option<Number> {
    if number.is_zero() {
        return if up { "1E-130" } else { "-1E-130" }.parse().ok();
    }
    let (mut digits, mut exponent) = digits_of(number)?;
    if number.is_negative() == up {
        // Towards zero. Below a power of ten there is one digit more.
        if digits == LEAST_DIGITS {
            digits *= 10;
            exponent -= 1;
        }
        digits -= 1;
    } else {
        digits += 1;
    }
    let sign = if number.is_negative() { "-" } else { "" };
    match format!("{sign}{digits}E{exponent}").parse() {
        Ok(number) => Some(number),
        Err(NumberError::Underflow) => Some(Number::ZERO),
        Err(_) => None,
    }
}

/// Returns all 38 digits of a number that is not zero, as an integer, and the exponent to base 10 of the last of them.
fn digits_of(number: &Number) -> Option<(u128, i32)> {
    let text = number.to_string();
    let text = text.trim_start_matches('-');
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = whole.trim_start_matches('0');
    let first = match whole.len() {
        0 => -1 - i32::try_from(fraction.len() - fraction.trim_start_matches('0').len()).ok()?,
        digits => i32::try_from(digits).ok()? - 1,
    };
    let digits = whole.chars().chain(fraction.chars()).skip_while(|&digit| digit == '0');
    let digits: String = digits.chain(std::iter::repeat('0')).take(MAX_DIGITS).collect();
    Some((digits.parse().ok()?, first + 1 - MAX_DIGITS as i32))
}

const MAX_DIGITS: usize = 38;
/// The least integer of 38 digits.
const LEAST_DIGITS: u128 = 10_u128.pow(MAX_DIGITS as u32 - 1);
