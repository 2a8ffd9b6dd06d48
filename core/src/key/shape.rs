//! Which texts a key part can have.

use super::class::{CharClass, Fold};
use super::data::PartShape;

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
            Self::Forms(_) => true, // their own parts are escaped already
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
            Self::Forms(forms) => {
                let mut longest = 0;
                let mut next = 0;
                while next < forms.len() {
                    match super::max_len(&forms[next]) {
                        Some(len) if len > longest => longest = len,
                        Some(_) => {}
                        None => return None,
                    }
                    next += 1;
                }
                Some(longest)
            }
        }
    }

    /// Returns the shape of these texts with the case of their letters folded.
    pub(crate) const fn folded(self, fold: Fold) -> Self {
        match self {
            Self::Chars { class, min, max } => Self::Chars { class: class.folded(fold), min, max },
            // One character can become several.
            _ => Self::Text,
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
            Self::Forms(forms) => forms.iter().any(|form| form.matches(text)),
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
            Self::Forms(_) => true,
        }
    }

    /// Returns whether parts of the two shapes can have the same text; when unsure, yes.
    pub(super) const fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Text | Self::Forms(_), _) | (_, Self::Text | Self::Forms(_)) | (Self::Char, Self::Char) => true,
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
