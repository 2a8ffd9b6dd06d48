//! Keys as patterns of bytes: what proofs about raw keys compare.

use super::escape::LAST_ESCAPED;
use super::{CharClass, KeyStyle, PartShape, Segment, Template};

/// Classes of bytes in a row. Every key of a template fits its pattern; other texts may fit too.
#[derive(Clone, Copy)]
pub(super) struct Pattern {
    steps: [Step; MAX_STEPS],
    len: usize,
    /// Too long to be written down; fits anything.
    vague: bool,
}

#[derive(Clone, Copy)]
struct Step {
    bytes: Bytes,
    times: Times,
}

#[derive(Clone, Copy)]
enum Times {
    Once,
    Maybe,
    Any,
}

/// A set of bytes: those of ASCII, and the others.
#[derive(Clone, Copy)]
struct Bytes {
    low: u128,
    high: u128,
}

impl Pattern {
    /// Returns the keys of a template up to the segment `end`; `form` is the form that the key ends in, where there are several.
    pub(super) const fn of(template: &Template, end: usize, form: Option<&Template>) -> Self {
        let mut pattern =
            Self { steps: [Step { bytes: Bytes::NONE, times: Times::Maybe }; MAX_STEPS], len: 0, vague: false };
        pattern.all_of(template, end, form);
        pattern
    }

    const fn all_of(&mut self, template: &Template, end: usize, form: Option<&Template>) {
        let mut next = 0;
        while next < end && next < template.segments.len() {
            match template.segments[next] {
                Segment::Literal(literal) => {
                    let bytes = literal.as_bytes();
                    let mut at = 0;
                    while at < bytes.len() {
                        self.push(Bytes::one(bytes[at]), Times::Once);
                        at += 1;
                    }
                }
                Segment::Part { shape: PartShape::Forms(_), .. } => match form {
                    Some(form) => self.all_of(form, form.segments.len(), None),
                    None => self.push(Bytes::ALL, Times::Any),
                },
                Segment::Part { shape, .. } => {
                    let last = next + 1 == template.segments.len();
                    self.part(shape, template.style, last);
                }
            }
            next += 1;
        }
    }

    /// Returns the pattern of all texts that start with one of this pattern.
    pub(super) const fn with_any_end(mut self) -> Self {
        self.push(Bytes::ALL, Times::Any);
        self
    }

    /// Returns the pattern of the texts behind all that start with one of this pattern, which ends in a literal.
    pub(super) const fn behind(mut self) -> Self {
        let Some(last) = self.len.checked_sub(1) else {
            self.vague = true;
            return self;
        };
        match (self.steps[last].bytes.only(), self.steps[last].times) {
            (Some(byte), Times::Once) if byte < 127 => self.steps[last].bytes = Bytes::one(byte + 1),
            _ => self.vague = true,
        }
        self
    }

    /// Returns whether some text fits both.
    pub(super) const fn meets(&self, other: &Self) -> bool {
        if self.vague || other.vague {
            return true;
        }
        // `here[j]`: some text takes this pattern up to step i and the other up to step j.
        let mut here = [false; MAX_STEPS + 1];
        here[0] = true;
        let mut i = 0;
        loop {
            let mut next = [false; MAX_STEPS + 1];
            let mut j = 0;
            while j <= other.len {
                if here[j] {
                    let step = if i < self.len { Some(self.steps[i]) } else { None };
                    let other_step = if j < other.len { Some(other.steps[j]) } else { None };
                    if let Some(Step { times: Times::Maybe | Times::Any, .. }) = step {
                        next[j] = true;
                    }
                    if let Some(Step { times: Times::Maybe | Times::Any, .. }) = other_step {
                        here[j + 1] = true;
                    }
                    if let (Some(a), Some(b)) = (step, other_step)
                        && a.bytes.meets(b.bytes)
                    {
                        let to = if matches!(b.times, Times::Any) { j } else { j + 1 };
                        if matches!(a.times, Times::Any) {
                            here[to] = true;
                        } else {
                            next[to] = true;
                        }
                    }
                }
                j += 1;
            }
            if i == self.len {
                return here[other.len];
            }
            here = next;
            i += 1;
        }
    }

    const fn part(&mut self, shape: PartShape, style: KeyStyle, last: bool) {
        // The characters that a part of any text can hold.
        let (any, escaped) = match style {
            KeyStyle::Escaped => (Bytes::ALL.without_below(LAST_ESCAPED), true),
            KeyStyle::Raw { delimiter } if !last && delimiter.len() == 1 => {
                (Bytes::ALL.without(delimiter.as_bytes()[0]), false)
            }
            KeyStyle::Raw { .. } => (Bytes::ALL, false),
        };
        match shape {
            PartShape::Text => self.push(any, Times::Any),
            PartShape::Forms(_) => self.push(Bytes::ALL, Times::Any),
            PartShape::Char => {
                self.push(any, Times::Once);
                self.repeat(any, 0, 3);
            }
            PartShape::Chars { class, .. } if escaped && class.meets(CharClass::ESCAPED) => self.push(any, Times::Any),
            PartShape::Chars { class, min, max } => {
                self.repeat(any.and(Bytes { low: class.bits(), high: 0 }), min, max)
            }
            PartShape::OneOf(texts) => {
                let mut shortest = usize::MAX;
                let mut longest = 0;
                let mut holds_escaped = false;
                let mut next = 0;
                while next < texts.len() {
                    let len = texts[next].len();
                    holds_escaped |= super::shape::encoded_len(texts[next], true) != len;
                    if len < shortest {
                        shortest = len;
                    }
                    if len > longest {
                        longest = len;
                    }
                    next += 1;
                }
                if escaped && holds_escaped {
                    return self.push(any, Times::Any);
                }
                let mut at = 0;
                while at < longest {
                    self.push(bytes_at(texts, at), if at < shortest { Times::Once } else { Times::Maybe });
                    at += 1;
                }
            }
        }
    }

    const fn repeat(&mut self, bytes: Bytes, min: u16, max: u16) {
        let mut count = 0;
        while count < min {
            self.push(bytes, Times::Once);
            count += 1;
        }
        if max - min > 8 {
            return self.push(bytes, Times::Any);
        }
        while count < max {
            self.push(bytes, Times::Maybe);
            count += 1;
        }
    }

    const fn push(&mut self, bytes: Bytes, times: Times) {
        if self.len == MAX_STEPS {
            self.vague = true;
        } else {
            self.steps[self.len] = Step { bytes, times };
            self.len += 1;
        }
    }
}

/// Returns the bytes that the texts have in one place.
const fn bytes_at(texts: &[&str], at: usize) -> Bytes {
    let mut bytes = Bytes::NONE;
    let mut next = 0;
    while next < texts.len() {
        let text = texts[next].as_bytes();
        if at < text.len() {
            bytes = bytes.or(Bytes::one(text[at]));
        }
        next += 1;
    }
    bytes
}

impl Bytes {
    const NONE: Self = Self { low: 0, high: 0 };
    const ALL: Self = Self { low: u128::MAX, high: u128::MAX };

    const fn one(byte: u8) -> Self {
        if byte < 128 { Self { low: 1 << byte, high: 0 } } else { Self { low: 0, high: 1 << (byte - 128) } }
    }

    const fn without(self, byte: u8) -> Self {
        let byte = Self::one(byte);
        Self { low: self.low & !byte.low, high: self.high & !byte.high }
    }

    /// Removes the ASCII bytes below this one.
    const fn without_below(self, byte: u8) -> Self {
        Self { low: self.low & !((1 << byte) - 1), high: self.high }
    }

    const fn and(self, other: Self) -> Self {
        Self { low: self.low & other.low, high: self.high & other.high }
    }

    const fn or(self, other: Self) -> Self {
        Self { low: self.low | other.low, high: self.high | other.high }
    }

    const fn meets(self, other: Self) -> bool {
        self.low & other.low != 0 || self.high & other.high != 0
    }

    /// Returns the byte, if there is only one and it is ASCII.
    const fn only(self) -> Option<u8> {
        if self.high == 0 && self.low.is_power_of_two() { Some(self.low.trailing_zeros() as u8) } else { None }
    }
}

const MAX_STEPS: usize = 160;
