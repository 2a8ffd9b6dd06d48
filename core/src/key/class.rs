//! Sets of characters, and their case.

use super::escape::LAST_ESCAPED;

/// A set of ASCII characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CharClass(u128);

impl CharClass {
    /// `0` to `9`.
    pub const DIGITS: Self = Self::of("0123456789");
    /// All of ASCII.
    pub const ASCII: Self = Self(u128::MAX);
    /// Digits and a sign.
    pub const SIGNED: Self = Self::of("-0123456789");
    /// Hexadecimal digits in lower case.
    pub const HEX: Self = Self::of("0123456789abcdef");
    /// UUIDs in lower case, hyphens in their places.
    pub const UUID: Self = Self::of("-0123456789abcdef");
    /// Dates, as in `2024-02-29`, hyphens in their places.
    pub const DATE: Self = Self::of("0123456789-");
    /// Times, as in `2024-02-29T12:00:00.000Z`, all other characters in their places.
    pub const TIME: Self = Self::of("0123456789-:.TZ");
    /// Characters that keys of the default style write as `$` and two digits.
    pub(super) const ESCAPED: Self = Self((1 << (LAST_ESCAPED + 1)) - 1);

    /// Returns the characters of a text; those beyond ASCII are left out.
    #[must_use]
    pub const fn of(characters: &str) -> Self {
        let bytes = characters.as_bytes();
        let mut set = 0;
        let mut next = 0;
        while next < bytes.len() {
            if bytes[next] < 128 {
                set |= 1 << bytes[next];
            }
            next += 1;
        }
        Self(set)
    }

    /// Returns the characters of this class with their case folded.
    pub(super) const fn folded(self, fold: Fold) -> Self {
        let mut set = 0;
        let mut next = 0;
        while next < 128 {
            if self.contains(next) {
                let folded = match fold {
                    Fold::Upper => next.to_ascii_uppercase(),
                    Fold::Lower => next.to_ascii_lowercase(),
                };
                set |= 1 << folded;
            }
            next += 1;
        }
        Self(set)
    }

    /// Returns whether the character with this code is one of them.
    #[must_use]
    pub const fn contains(self, byte: u8) -> bool {
        byte < 128 && self.0 & (1 << byte) != 0
    }

    /// Returns whether some character is in both.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn bits(self) -> u128 {
        self.0
    }

    pub(super) const fn same(self, other: Self) -> bool {
        self.0 == other.0
    }

    /// Returns the character that sorts first.
    pub(super) const fn least(self) -> u8 {
        self.0.trailing_zeros() as u8
    }

    /// Returns the text with each character counted from the other end of the class, which turns the order round. What stands
    /// between digits in the same places of all texts stays.
    pub(super) fn complement(self, text: &str) -> String {
        let digits = match self {
            Self::TIME | Self::DATE => Self::DIGITS,
            Self::UUID => Self::HEX,
            class => class,
        };
        let complement = |character: char| match u8::try_from(character) {
            Ok(byte) if digits.contains(byte) => {
                let above = digits.0.checked_shr(u32::from(byte) + 1).unwrap_or(0).count_ones();
                let mut rest = digits.0;
                for _ in 0..above {
                    rest &= rest - 1; // drops the least
                }
                char::from(Self(rest).least())
            }
            _ => character,
        };
        text.chars().map(complement).collect()
    }

    pub(super) const fn holds(self, text: &[u8], min: u16, max: u16) -> bool {
        if text.len() < min as usize || text.len() > max as usize {
            return false;
        }
        // Without a way out of the loop, and 64 bits at a time: every part of every key passes here.
        let words = [self.0 as u64, (self.0 >> 64) as u64, 0, 0];
        let mut all = 1;
        let mut next = 0;
        while next < text.len() {
            let byte = text[next];
            all &= words[(byte >> 6) as usize] >> (byte & 63);
            next += 1;
        }
        all & 1 == 1
    }
}

/// The case that a key has its letters in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Upper case.
    Upper,
    /// Lower case.
    Lower,
}

impl Fold {
    /// Folds what `out` holds from `start` on, character by character: so a text that starts with another one still does, and
    /// folding twice changes nothing.
    pub(crate) fn apply(self, out: &mut String, start: usize) {
        let text = out.split_off(start);
        match self {
            Self::Upper => out.extend(text.chars().flat_map(char::to_uppercase)),
            Self::Lower => out.extend(text.chars().flat_map(char::to_lowercase)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(fold: Fold, text: &str) -> String {
        let mut out = format!("Kept{text}");
        fold.apply(&mut out, 4);
        out.strip_prefix("Kept").unwrap().to_owned()
    }

    #[test]
    fn folding_twice_changes_nothing_and_keeps_prefixes() {
        for character in ('\0'..=char::MAX).map(String::from) {
            for case in [Fold::Upper, Fold::Lower] {
                let once = fold(case, &character);
                assert_eq!(fold(case, &once), once, "{character:?}");
                assert!(
                    fold(case, &format!("\u{3a3}{character}\u{3a3}"))
                        .starts_with(&fold(case, &format!("\u{3a3}{character}")))
                );
            }
        }
    }
}
