//! Work on templates that needs no values: parsing back and size bounds.

use std::borrow::Cow;

use super::data::{KeyStyle, PartFormat, PartShape, Segment, Template};
use super::escape::{self, DELIMITER};
use super::order::PartOrder;
use super::{KeyError, KeyPart};

impl Template {
    /// Creates a template of these segments; `text` is how the user wrote it.
    #[must_use]
    pub const fn new(segments: &'static [Segment], style: KeyStyle, text: &'static str) -> Self {
        let head = match (segments, style) {
            ([Segment::Literal(literal), ..], KeyStyle::Escaped) => Some(hash_of_head(literal.as_bytes())),
            _ => None,
        };
        let mut usual_len = 0;
        let mut next = 0;
        while next < segments.len() {
            usual_len += match segments[next] {
                Segment::Literal(literal) => literal.len(),
                Segment::Part { shape, .. } => match shape.width() {
                    Some(width) => width,
                    None => 20,
                },
            };
            next += 1;
        }
        Self { segments, style, text, head, usual_len }
    }

    /// Returns how many parts there are.
    #[must_use]
    pub const fn parts(&self) -> usize {
        let mut count = 0;
        let mut next = 0;
        while next < self.segments.len() {
            if matches!(self.segments[next], Segment::Part { .. }) {
                count += 1;
            }
            next += 1;
        }
        count
    }

    /// Returns the name of a part that has to end the key and does not.
    pub(crate) const fn misplaced_forms(&self) -> Option<&'static str> {
        let mut next = 0;
        while next + 1 < self.segments.len() {
            if let Segment::Part { field, shape: PartShape::Forms(_), .. } = self.segments[next] {
                return Some(field);
            }
            next += 1;
        }
        None
    }

    /// Returns the fields of the parts, in their order.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Part { field, .. } => Some(*field),
            Segment::Literal(_) => None,
        })
    }

    /// Returns where among the segments the part with this number stands; the number of segments if there is no such part.
    pub(super) const fn position(&self, part: usize) -> usize {
        let mut before = 0;
        let mut next = 0;
        while next < self.segments.len() {
            if matches!(self.segments[next], Segment::Part { .. }) {
                if before == part {
                    return next;
                }
                before += 1;
            }
            next += 1;
        }
        next
    }

    /// Returns whether a range of this part can be one condition: in the default style always, in raw keys only where the part ends
    /// the key and its texts sort as its values do, which numbers without padding do not.
    #[must_use]
    pub const fn allows_range<T: KeyPart>(&self, part: usize) -> bool {
        let position = self.position(part);
        match self.style {
            KeyStyle::Escaped => position < self.segments.len(),
            KeyStyle::Raw { .. } => position + 1 == self.segments.len() && self.sorts_as_values::<T>(position),
        }
    }

    /// Returns whether the texts of the part at this position sort as its values.
    pub(super) const fn sorts_as_values<T: KeyPart>(&self, position: usize) -> bool {
        if position >= self.segments.len() {
            return false;
        }
        match (self.style, self.segments[position]) {
            (KeyStyle::Escaped, _) => true,
            (KeyStyle::Raw { .. }, Segment::Part { shape, .. }) => match shape {
                _ if <T::Order as PartOrder>::TEXT => true,
                PartShape::Text | PartShape::Forms(_) => false,
                PartShape::Chars { min, max, .. } => min == max,
                PartShape::Char | PartShape::OneOf(_) => true,
            },
            (KeyStyle::Raw { .. }, Segment::Literal(_)) => false,
        }
    }

    /// Returns the encoded text of one part: what [`assemble`](Template::assemble) takes.
    pub fn encode<T: KeyPart>(&'static self, part: usize, value: &T) -> Result<String, KeyError> {
        let mut out = String::new();
        self.append(self.position(part), &mut |format, out| value.render(format, out), &mut out)?;
        Ok(out)
    }

    /// Returns the texts of the parts of a stored key, in the order of the template. Fails for every text that no values give.
    pub fn split<'k>(&'static self, key: &'k str) -> Result<Vec<Cow<'k, str>>, KeyError> {
        let mut parts = Vec::with_capacity(self.parts());
        let mut rest = key;
        for (position, segment) in self.segments.iter().enumerate() {
            match segment {
                Segment::Literal(literal) => {
                    rest = rest.strip_prefix(literal).ok_or_else(|| {
                        KeyError::malformed(format!("does not have `{literal}` in its place")).in_template(self.text)
                    })?;
                }
                Segment::Part { field, .. } => {
                    let found = self.end_of_part(position, rest).and_then(|end| {
                        let (part, behind) = rest.split_at_checked(end)?;
                        rest = behind;
                        self.decode(position, part)
                    });
                    parts.push(found.ok_or_else(|| {
                        KeyError::malformed("is not a text as keys hold it").in_part(field).in_template(self.text)
                    })?);
                }
            }
        }
        match rest.is_empty() {
            true => Ok(parts),
            false => Err(KeyError::malformed("goes on behind its end").in_template(self.text)),
        }
    }

    /// Returns the value of a part from its text, as [`split`](Template::split) gave it. Fails unless the value has exactly
    /// this text.
    pub fn parse_part<T: KeyPart>(&'static self, part: usize, text: &str) -> Result<T, KeyError> {
        let Some(Segment::Part { field, format, .. }) = self.segments.get(self.position(part)) else {
            return Err(KeyError::malformed("has fewer parts").in_template(self.text));
        };
        let mut again = String::with_capacity(text.len());
        T::parse(text, *format)
            .filter(|value| value.render(*format, &mut again).is_ok() && again == text)
            .ok_or_else(|| KeyError::malformed("cannot be read from it").in_part(field).in_template(self.text))
    }

    /// Returns whether a stored key has the form of the template, by its literals and by what its parts can be.
    #[must_use]
    pub fn matches(&'static self, key: &str) -> bool {
        let shapes = self.segments.iter().filter_map(|segment| match segment {
            Segment::Part { shape, .. } => Some(*shape),
            Segment::Literal(_) => None,
        });
        self.split(key).is_ok_and(|parts| parts.iter().zip(shapes).all(|(part, shape)| shape.admits(part)))
    }

    /// Appends one part: renders, checks against the shape, escapes.
    pub(super) fn append(
        &self,
        position: usize,
        render: &mut dyn FnMut(PartFormat, &mut String) -> Result<(), KeyError>,
        out: &mut String,
    ) -> Result<(), KeyError> {
        let Some(Segment::Part { field, format, shape }) = self.segments.get(position) else {
            return Err(KeyError::of(super::KeyErrorKind::Parts, "has no such part").in_template(self.text));
        };
        let start = out.len();
        render(*format, out)
            .and_then(|()| {
                let text = out.get(start..).unwrap_or_default();
                if !shape.admits(text) {
                    return Err(KeyError::new("has a text that its type says it cannot have"));
                }
                match self.style {
                    KeyStyle::Escaped if shape.is_never_escaped() => {}
                    KeyStyle::Escaped => escape::escape_from(out, start),
                    KeyStyle::Raw { delimiter } => self.check_raw(position, delimiter, text)?,
                }
                Ok(())
            })
            .map_err(|error| error.in_part(field).in_template(self.text))
    }

    /// Returns the text that a stored part stands for.
    fn decode<'k>(&self, position: usize, part: &'k str) -> Option<Cow<'k, str>> {
        let whole = matches!(self.segments.get(position), Some(Segment::Part { shape: PartShape::Forms(_), .. }));
        match self.style {
            KeyStyle::Escaped if whole => Some(Cow::Borrowed(part)),
            KeyStyle::Escaped => escape::unescape(part),
            KeyStyle::Raw { delimiter } => {
                self.check_raw(position, delimiter, part).is_ok().then_some(Cow::Borrowed(part))
            }
        }
    }

    /// Returns where in the rest of a key the part at this position ends.
    fn end_of_part(&self, position: usize, rest: &str) -> Option<usize> {
        match (self.style, self.segments.get(position + 1)) {
            (_, None) => Some(rest.len()),
            (KeyStyle::Escaped, Some(_)) => rest.find(DELIMITER),
            (KeyStyle::Raw { delimiter }, Some(Segment::Literal(literal))) => match stop(literal, delimiter) {
                None if position + 2 == self.segments.len() => rest.strip_suffix(literal).map(str::len),
                None => rest.find(literal),
                Some(stop) => rest.find(stop),
            },
            (KeyStyle::Raw { .. }, Some(Segment::Part { .. })) => match self.segments.get(position)? {
                Segment::Part { shape, .. } => shape.width(),
                Segment::Literal(_) => None,
            },
        }
    }

    /// Refuses the values of a raw key that would end elsewhere when the key is read back.
    fn check_raw(&self, position: usize, delimiter: &str, text: &str) -> Result<(), KeyError> {
        let Some(next) = self.segments.get(position + 1) else {
            return Ok(());
        };
        let found = |what: &str| {
            let problem = format!("contains `{what}`, by which it could not be told from what follows it");
            KeyError::of(super::KeyErrorKind::Delimiter, problem)
        };
        if !delimiter.is_empty() && text.contains(delimiter) {
            return Err(found(delimiter));
        }
        if let Segment::Literal(literal) = next {
            let last = position + 2 == self.segments.len();
            let stop = match stop(literal, delimiter) {
                None if last => return Ok(()),
                None => literal,
                Some(stop) => stop,
            };
            // A delimiter of one character has no beginning in which the text could end.
            let simple = stop == delimiter && stop.len() == 1;
            if !simple && format!("{text}{stop}").find(stop) != Some(text.len()) {
                return Err(found(stop));
            }
        }
        Ok(())
    }
}

/// Returns the literal behind a raw part up to its first delimiter: where it first stands, the part ends.
fn stop<'a>(literal: &'a str, delimiter: &str) -> Option<&'a str> {
    let found = literal.find(delimiter).filter(|_| !delimiter.is_empty())?;
    literal.get(..found + delimiter.len())
}

impl Segment {
    /// Returns how many bytes it has in every key, if it is a literal; otherwise 0.
    pub(super) fn literal_len(&self) -> usize {
        match self {
            Self::Literal(literal) => literal.len(),
            Self::Part { .. } => 0,
        }
    }

    /// Returns the part of a field of type `T`.
    ///
    /// # Panics
    /// At compile time, if the format is not for the type; see [`PartShape::allows`].
    #[must_use]
    pub const fn part<T: KeyPart>(field: &'static str, format: PartFormat) -> Self {
        assert!(
            PartShape::allows::<T>(format),
            "a width as in `{{n:06}}` is for whole numbers, `{{t:ms}}` and `{{t:rfc3339}}` are for times"
        );
        Self::Part { field, format, shape: PartShape::of::<T>(format) }
    }
}

/// Returns how many bytes the longest key of the template has, where the types of its parts bound them.
#[must_use]
pub const fn max_len(template: &Template) -> Option<usize> {
    let escaped = matches!(template.style, KeyStyle::Escaped);
    let mut total = 0;
    let mut next = 0;
    while next < template.segments.len() {
        total += match template.segments[next] {
            Segment::Literal(literal) => literal.len(),
            Segment::Part { shape, .. } => match shape.max_len(escaped) {
                Some(len) => len,
                None => return None,
            },
        };
        next += 1;
    }
    Some(total)
}

/// Returns FNV-1a over the literal up to its first delimiter.
const fn hash_of_head(literal: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut next = 0;
    while next < literal.len() && literal[next] != DELIMITER as u8 {
        hash = (hash ^ literal[next] as u64).wrapping_mul(0x0100_0000_01b3);
        next += 1;
    }
    hash
}
