//! The text of a part as it stands between two delimiters.
//!
//! The delimiter is `#`; every character up to `$` is written `$` and two hexadecimal digits. So the end of a part, be it `#`
//! or the end of the key, sorts before everything that a longer part goes on with, `$` before every other character, and
//! escaped texts sort as the texts do.

use std::borrow::Cow;

/// Ends a part in keys of the default style.
pub(super) const DELIMITER: char = '#';

/// Opens an escape, and sorts right behind [`DELIMITER`].
pub(super) const ESCAPE: char = '$';

/// Every byte up to this one is escaped.
pub(super) const LAST_ESCAPED: u8 = b'$';

/// Escapes what `out` holds from `start` on, in place.
pub(super) fn escape_from(out: &mut String, start: usize) {
    let is_escaped = |byte: &u8| *byte <= LAST_ESCAPED;
    let Some(first) = out.as_bytes().get(start..).and_then(|part| part.iter().position(is_escaped)) else {
        return; // as good as always
    };
    let rest = out.split_off(start + first);
    for character in rest.chars() {
        match u8::try_from(character) {
            Ok(byte) if byte <= LAST_ESCAPED => {
                out.push(ESCAPE);
                out.extend([HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]].map(char::from));
            }
            _ => out.push(character),
        }
    }
}

/// Returns the text that is escaped like this; `None` if none is.
pub(super) fn unescape(part: &str) -> Option<Cow<'_, str>> {
    if part.bytes().all(|byte| byte > LAST_ESCAPED) {
        return Some(Cow::Borrowed(part));
    }
    let mut text = String::with_capacity(part.len());
    let mut rest = part.chars();
    while let Some(character) = rest.next() {
        match character {
            ESCAPE => text.push(char::from(escaped_byte(rest.next()?, rest.next()?)?)),
            _ if character > ESCAPE => text.push(character),
            _ => return None,
        }
    }
    Some(Cow::Owned(text))
}

fn escaped_byte(high: char, low: char) -> Option<u8> {
    let digit = |character: char| HEX.iter().position(|&hex| char::from(hex) == character);
    let byte = u8::try_from(digit(high)? * 16 + digit(low)?).ok()?;
    (byte <= LAST_ESCAPED).then_some(byte)
}

const HEX: [u8; 16] = *b"0123456789ABCDEF";
