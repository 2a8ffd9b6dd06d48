//! Which texts a key part can have.

/// The texts that a key part can render to, before escaping: what widths, proofs of overlap and size bounds stand on.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum PartShape {
    /// Any text, also the empty one.
    Text,
    /// Any one character.
    Char,
    /// ASCII characters of one class.
    Chars {
        /// Which characters.
        class: CharClass,
        /// How many at least.
        min: u16,
        /// How many at most.
        max: u16,
    },
    /// One of these texts.
    OneOf(&'static [&'static str]),
}

impl PartShape {
    /// Returns the shape of exactly `width` characters of a class.
    #[must_use]
    pub const fn fixed(class: CharClass, width: u16) -> Self {
        Self::Chars { class, min: width, max: width }
    }

    /// Returns the shape of exactly `width` decimal digits.
    #[must_use]
    pub const fn digits(width: u16) -> Self {
        Self::fixed(CharClass::DIGITS, width)
    }

    /// Returns whether no text holds what keys of the default style escape.
    pub(super) const fn is_never_escaped(self) -> bool {
        match self {
            Self::Chars { class, .. } => !class.meets(CharClass::ESCAPED),
            _ => false,
        }
    }

    /// Returns how many bytes every text has, where all have as many.
    #[must_use]
    pub const fn width(self) -> Option<usize> {
        match self {
            Self::Chars { min, max, .. } if min == max => Some(min as usize),
            _ => None,
        }
    }

    /// Returns how many bytes the longest text has, if there is a longest; `escaped` as it stands in keys of the default style.
    #[must_use]
    pub const fn max_len(self, escaped: bool) -> Option<usize> {
        match self {
            Self::Text => None,
            Self::Char => Some(4),
            Self::Chars { class, max, .. } => {
                Some(max as usize * if escaped && class.meets(CharClass::ESCAPED) { 3 } else { 1 })
            }
            Self::OneOf(texts) => {
                let mut longest = 0;
                let mut next = 0;
                while next < texts.len() {
                    let len = encoded_len(texts[next], escaped);
                    if len > longest {
                        longest = len;
                    }
                    next += 1;
                }
                Some(longest)
            }
        }
    }

    /// Returns whether a part of this shape can have this text.
    #[must_use]
    pub fn admits(self, text: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Char => {
                let mut chars = text.chars();
                chars.next().is_some() && chars.next().is_none()
            }
            Self::Chars { class, min, max } => class.holds(text.as_bytes(), min, max),
            Self::OneOf(texts) => texts.contains(&text),
        }
    }

    /// Returns whether a part of this shape can have this text; the text is ASCII or the answer may be a wrong yes.
    pub(super) const fn may_be(self, text: &[u8]) -> bool {
        match self {
            Self::Text => true,
            Self::Char => !text.is_empty() && text.len() <= 4,
            Self::Chars { class, min, max } => class.holds(text, min, max),
            Self::OneOf(texts) => {
                let mut next = 0;
                while next < texts.len() {
                    if same_bytes(texts[next].as_bytes(), text) {
                        return true;
                    }
                    next += 1;
                }
                false
            }
        }
    }

    /// Returns whether parts of the two shapes can have the same text; when unsure, yes.
    pub(super) const fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Text, _) | (_, Self::Text) | (Self::Char, Self::Char) => true,
            (Self::OneOf(texts), shape) | (shape, Self::OneOf(texts)) => {
                let mut next = 0;
                while next < texts.len() {
                    if shape.may_be(texts[next].as_bytes()) {
                        return true;
                    }
                    next += 1;
                }
                false
            }
            (Self::Char, Self::Chars { min, max, .. }) | (Self::Chars { min, max, .. }, Self::Char) => {
                min <= 1 && max >= 1
            }
            (Self::Chars { class, min, max }, Self::Chars { class: class2, min: min2, max: max2 }) => {
                let lengths = min <= max2 && min2 <= max;
                lengths && (class.meets(class2) || (min == 0 && min2 == 0))
            }
        }
    }
}

/// A set of ASCII characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CharClass(u128);

impl CharClass {
    /// `0` to `9`.
    pub const DIGITS: Self = Self::of("0123456789");
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
    pub(super) const ESCAPED: Self = Self((1 << (super::escape::LAST_ESCAPED + 1)) - 1);

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

    const fn holds(self, text: &[u8], min: u16, max: u16) -> bool {
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

/// Returns how many bytes a text takes in a key.
pub(super) const fn encoded_len(text: &str, escaped: bool) -> usize {
    let bytes = text.as_bytes();
    let mut len = bytes.len();
    let mut next = 0;
    while escaped && next < bytes.len() {
        if bytes[next] <= super::escape::LAST_ESCAPED {
            len += 2;
        }
        next += 1;
    }
    len
}

pub(super) const fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut next = 0;
    while next < a.len() {
        if a[next] != b[next] {
            return false;
        }
        next += 1;
    }
    true
}
