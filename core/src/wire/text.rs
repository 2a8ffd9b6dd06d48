//! JSON strings: where they end, their escapes, both ways.

use super::wrong;
use crate::value::DecodeError;

/// Returns the first byte at or after `at` that a JSON string cannot hold as it is: a quote, a backslash, a control character.
/// The length if there is none.
#[inline]
pub(super) fn find_special(bytes: &[u8], mut at: usize) -> usize {
    // Eight bytes at once; the lowest mark of each test is exact, those above it may be carried over from it.
    let mut words = 0;
    while let Some((word, _)) = bytes.get(at..).and_then(<[u8]>::split_first_chunk) {
        let word = u64::from_le_bytes(*word);
        let marks = below(word, 0x20) | zero(word ^ (ONES * 0x22)) | zero(word ^ (ONES * 0x5c));
        if marks != 0 {
            return at + (marks.trailing_zeros() / 8) as usize;
        }
        at += 8;
        words += 1;
        if words == 4 {
            at = skip_plain(bytes, at);
        }
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len())
}

/// Steps over long texts in wider steps, which the compiler turns into vectors: up to less than a step before what is special.
#[inline(never)]
fn skip_plain(bytes: &[u8], mut at: usize) -> usize {
    while let Some((wide, _)) = bytes.get(at..).and_then(<[u8]>::split_first_chunk::<32>)
        && !wide.iter().fold(false, |found, byte| found | is_special(*byte))
    {
        at += 32;
    }
    at
}

const ONES: u64 = u64::MAX / 255;
const TOPS: u64 = ONES << 7;

/// Marks in their top bits the bytes below `limit`, which is at most 128.
#[inline]
fn below(word: u64, limit: u64) -> u64 {
    word.wrapping_sub(ONES * limit) & !word & TOPS
}

/// Marks the bytes that are 0.
#[inline]
fn zero(word: u64) -> u64 {
    below(word, 1)
}

#[inline]
fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Appends a text as a JSON string, quotes included.
pub fn write_json_string(out: &mut Vec<u8>, text: &str) {
    write_string(out, text.as_bytes());
}

/// Appends UTF-8 as a JSON string, quotes included.
#[inline]
pub(super) fn write_string(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    let special = find_special(text, 0);
    match text.split_at_checked(special) {
        Some((plain, [])) => out.extend_from_slice(plain),
        _ => write_escaped(out, text),
    }
    out.push(b'"');
}

#[cold]
fn write_escaped(out: &mut Vec<u8>, text: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut rest = text;
    loop {
        let special = find_special(rest, 0);
        let (plain, from) = rest.split_at_checked(special).unwrap_or((rest, &[]));
        out.extend_from_slice(plain);
        let Some((&byte, after)) = from.split_first() else { return };
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                out.extend_from_slice(b"\\u00");
                out.extend([byte >> 4, byte & 0xf].map(|digit| HEX[usize::from(digit)]));
            }
        }
        rest = after;
    }
}

/// Gives the pieces of a JSON string with its escapes resolved. `raw` is what stands between the quotes.
pub(super) fn unescape(raw: &str, mut piece: impl FnMut(&str)) -> Result<(), DecodeError> {
    let mut rest = raw;
    while let Some((plain, escape)) = rest.split_once('\\') {
        if !plain.is_empty() {
            piece(plain);
        }
        let mut chars = escape.chars();
        let character = match chars.next().ok_or_else(|| DecodeError::malformed(wrong::ESCAPE))? {
            same @ ('"' | '\\' | '/') => same,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => code_point(&mut chars)?,
            _ => return Err(DecodeError::malformed(wrong::ESCAPE)),
        };
        piece(character.encode_utf8(&mut [0; 4]));
        rest = chars.as_str();
    }
    if !rest.is_empty() {
        piece(rest);
    }
    Ok(())
}

/// Returns what follows `\u`: four hex digits, and where they are the first half of a surrogate pair, the escape of the second.
fn code_point(chars: &mut std::str::Chars<'_>) -> Result<char, DecodeError> {
    let first = hex(chars)?;
    let code = match first {
        0xd800..=0xdbff => {
            let second = match (chars.next(), chars.next()) {
                (Some('\\'), Some('u')) => hex(chars)?,
                _ => return Err(DecodeError::malformed(wrong::SURROGATE)),
            };
            if !(0xdc00..=0xdfff).contains(&second) {
                return Err(DecodeError::malformed(wrong::SURROGATE));
            }
            0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        }
        _ => first,
    };
    char::from_u32(code).ok_or_else(|| DecodeError::malformed(wrong::SURROGATE))
}

fn hex(chars: &mut std::str::Chars<'_>) -> Result<u32, DecodeError> {
    let mut code = 0;
    for _ in 0..4 {
        let digit = chars.next().and_then(|digit| digit.to_digit(16));
        code = code << 4 | digit.ok_or_else(|| DecodeError::malformed(wrong::ESCAPE))?;
    }
    Ok(code)
}
