//! Keys that go on behind others: what collections prove and read.

use super::shape::same_bytes;
use super::{KeyStyle, PartShape, Segment, Template};

impl Template {
    /// Returns how many segments there are through the last part; 0 for a key without parts.
    pub(crate) const fn through_last_part(&self) -> usize {
        let mut through = 0;
        let mut next = 0;
        while next < self.segments.len() {
            if matches!(self.segments[next], Segment::Part { .. }) {
                through = next + 1;
            }
            next += 1;
        }
        through
    }

    /// Returns whether keys of this template begin with the first `segments` of the other one, part by part.
    pub(crate) const fn continues(&self, other: &Self, segments: usize) -> bool {
        if segments == 0 {
            return true;
        }
        if self.segments.len() < segments || !same_style(self.style, other.style) {
            return false;
        }
        let mut next = 0;
        while next < segments {
            let same = match (self.segments[next], other.segments[next]) {
                (Segment::Literal(a), Segment::Literal(b)) => same_bytes(a.as_bytes(), b.as_bytes()),
                (Segment::Part { shape: a, .. }, Segment::Part { shape: b, .. }) => same_shape(a, b),
                _ => false,
            };
            if !same {
                return false;
            }
            next += 1;
        }
        true
    }

    /// Returns whether the two have the same literals and parts.
    pub(crate) const fn has_form_of(&self, other: &Self) -> bool {
        self.segments.len() == other.segments.len() && self.continues(other, self.segments.len())
    }

    /// Returns whether parts are written in the default style.
    pub(crate) const fn is_escaped(&self) -> bool {
        matches!(self.style, KeyStyle::Escaped)
    }

    /// Returns the literal behind the first `segments`, and whether a part follows it.
    pub(crate) fn behind(&self, segments: usize) -> (&'static str, bool) {
        match self.segments.get(segments) {
            Some(Segment::Literal(literal)) => (literal, self.segments.len() > segments + 1),
            Some(Segment::Part { .. }) => ("", true),
            None => ("", false),
        }
    }

    /// Returns how many delimiters stand in the first `segments` of every key in the default style.
    pub(crate) fn delimiters(&self, segments: usize) -> usize {
        let literals = self.segments.iter().take(segments).map(|segment| match segment {
            Segment::Literal(literal) => literal.matches(super::escape::DELIMITER).count(),
            Segment::Part { .. } => 0,
        });
        literals.sum()
    }

    /// Returns whether a key is this text, or goes on behind it with another part.
    pub(crate) fn goes_on(&self, key: &[u8], text: &str) -> bool {
        let delimiter = match self.style {
            KeyStyle::Escaped => "#",
            KeyStyle::Raw { delimiter } => delimiter,
        };
        key.strip_prefix(text.as_bytes()).is_some_and(|rest| rest.is_empty() || rest.starts_with(delimiter.as_bytes()))
    }
}

/// Returns the start of a key before its delimiter number `delimiters`, counted from 0; all of it where there are fewer.
pub(crate) fn before_delimiter(key: &[u8], delimiters: usize) -> &[u8] {
    let delimiter = super::escape::DELIMITER as u8;
    let mut found = key.iter().enumerate().filter(|(_, byte)| **byte == delimiter).map(|(at, _)| at);
    found.nth(delimiters).and_then(|at| key.get(..at)).unwrap_or(key)
}

const fn same_shape(a: PartShape, b: PartShape) -> bool {
    match (a, b) {
        (PartShape::Text, PartShape::Text) | (PartShape::Char, PartShape::Char) => true,
        (PartShape::Chars { class, min, max }, PartShape::Chars { class: other, min: other_min, max: other_max }) => {
            class.same(other) && min == other_min && max == other_max
        }
        (PartShape::OneOf(a), PartShape::OneOf(b)) => {
            let mut next = 0;
            while next < a.len() && next < b.len() && same_bytes(a[next].as_bytes(), b[next].as_bytes()) {
                next += 1;
            }
            next == a.len() && next == b.len()
        }
        _ => false,
    }
}

const fn same_style(a: KeyStyle, b: KeyStyle) -> bool {
    match (a, b) {
        (KeyStyle::Escaped, KeyStyle::Escaped) => true,
        (KeyStyle::Raw { delimiter: a }, KeyStyle::Raw { delimiter: b }) => same_bytes(a.as_bytes(), b.as_bytes()),
        _ => false,
    }
}
