//! From conditions on parts to the one condition that DynamoDB takes on a sort key.

use std::borrow::Borrow;
use std::ops::Bound;

use super::bounds::{Bounds, Place, begins_with};
use super::range::{IntoPartRange, PartRange};
use super::{KeyError, KeyErrorKind, KeyMatch, KeyPart, KeyRole, KeyStyle, KeyWriter, PartShape, Segment, Template};
use crate::expr::KeyTest;
use crate::value::PackedValue;

/// Collects the conditions on the parts of a sort key, in the order of the template. A mistake is kept and reported at the
/// end.
///
/// Keys sort as their tuples do and every part ends where its delimiter stands, so any condition on parts is one range of
/// keys: the one that [`finish`](SortCondition::finish) gives selects what was asked for and nothing else.
#[derive(Clone, Debug)]
pub struct SortCondition {
    writer: KeyWriter,
    range: Option<Bounds>,
}

impl SortCondition {
    /// Creates a sort key without a condition.
    #[must_use]
    pub fn new(template: &'static Template) -> Self {
        Self { writer: KeyWriter::new(template), range: None }
    }

    /// Sets the condition on the next part. Behind a range no part can follow.
    pub fn part<T: KeyPart, R: IntoPartRange<T>>(&mut self, range: R) -> &mut Self {
        if self.range.is_some() {
            self.behind_range();
            return self;
        }
        match range.into_range() {
            PartRange::Value(value) => {
                self.writer.part::<T>(value.borrow());
            }
            PartRange::Range(low, high) => {
                let bounds = self.bounds::<T>(low.as_ref().map(Borrow::borrow), high.as_ref().map(Borrow::borrow));
                self.set(bounds);
            }
            PartRange::StartsWith(text) => self.set(Ok(Bounds::StartsWith(T::__prefix(text)))),
        }
        self
    }

    /// Returns the condition on the whole key.
    pub fn finish(mut self) -> Result<KeyMatch, KeyError> {
        if !self.writer.has_failed() {
            if let Some(range) = self.range.take() {
                return self.matching(range, false);
            }
            if !self.writer.is_complete() {
                let template = self.writer.template();
                return begins_with(self.writer.prefix()).map_err(|error| error.in_template(template.text));
            }
        }
        self.writer.finish(KeyRole::Sort).map(|key| KeyMatch::Test(KeyTest::Eq(PackedValue::text(key))))
    }

    /// Returns the condition that selects these keys and all that go on behind the parts given: those of items that stand below
    /// them, of any kind. Without a part it selects everything.
    pub(crate) fn finish_below(mut self) -> Result<KeyMatch, KeyError> {
        if !self.writer.has_failed() {
            return match (self.range.take(), self.given()) {
                (Some(range), _) => self.matching(range, true),
                (None, None) => Ok(KeyMatch::Any),
                (None, Some(given)) if self.is_raw() && given.len() < self.writer.prefix().len() => {
                    begins_with(self.writer.prefix()).map_err(|error| error.in_template(self.template().text))
                }
                (None, Some(given)) => {
                    let given = given.to_owned();
                    let only = Bounds::Range {
                        low: Bound::Included(given.clone()),
                        high: Bound::Included(given),
                        below_high: None,
                    };
                    self.matching(only, true)
                }
            };
        }
        self.finish()
    }

    /// Returns the key through the last part that is given.
    pub(crate) fn given(&self) -> Option<&str> {
        let done = self.template().segments.get(..self.writer.position())?;
        let last = done.iter().rposition(|segment| matches!(segment, Segment::Part { .. }))?;
        let behind: usize = done.get(last + 1..)?.iter().map(Segment::literal_len).sum();
        let written = self.writer.prefix();
        written.get(..written.len() - behind)
    }

    fn bounds<T: KeyPart>(&self, low: Bound<&T>, high: Bound<&T>) -> Result<Bounds, KeyError> {
        let (low, high) = if T::DESCENDING { (high, low) } else { (low, high) };
        let open = matches!((low, high), (Bound::Unbounded, Bound::Unbounded));
        if !open && !self.template().sorts_as_values::<T>(self.writer.position()) {
            return Err(KeyError::of(
                KeyErrorKind::Range,
                "is written without padding in this raw key, so its texts do not sort as its values: give it a width, as in `{n:06}`",
            ));
        }
        // Before a delimiter the bound itself ends the range. At the end of the key its neighbour does, readable where the
        // type knows it; a neighbour that the format cannot write is none.
        let ends_key = self.writer.position() + 1 == self.template().segments.len();
        let below_high = match high {
            Bound::Excluded(high) if ends_key && !T::DESCENDING => {
                high.predecessor().and_then(|below| self.encode(&below).ok())
            }
            _ => None,
        };
        Ok(Bounds::Range { low: self.encode_bound(low)?, high: self.encode_bound(high)?, below_high })
    }

    fn encode_bound<T: KeyPart>(&self, bound: Bound<&T>) -> Result<Bound<String>, KeyError> {
        Ok(match bound {
            Bound::Included(value) => Bound::Included(self.encode(value)?),
            Bound::Excluded(value) => Bound::Excluded(self.encode(value)?),
            Bound::Unbounded => Bound::Unbounded,
        })
    }

    /// Returns the key up to this part, with this value for it.
    fn encode<T: KeyPart>(&self, value: &T) -> Result<String, KeyError> {
        let mut out = String::with_capacity(self.template().usual_len);
        out.push_str(self.writer.prefix());
        self.template().append(self.writer.position(), &mut |format, out| value.render(format, out), &mut out)?;
        Ok(out)
    }

    fn set(&mut self, bounds: Result<Bounds, KeyError>) {
        if self.writer.has_failed() {
            return;
        }
        let template = self.template();
        let Some(Segment::Part { field, .. }) = template.segments.get(self.writer.position()) else {
            return self.writer.fail(KeyError::of(KeyErrorKind::Parts, "has no such part").in_template(template.text));
        };
        match bounds {
            Ok(range) => self.range = Some(range),
            Err(error) => self.writer.fail(error.in_part(field).in_template(template.text)),
        }
    }

    /// Returns the range of keys between these bounds; `below` takes in what stands below the keys of the template.
    fn matching(&self, bounds: Bounds, below: bool) -> Result<KeyMatch, KeyError> {
        let template = self.template();
        let position = self.writer.position();
        let (field, shape) = match template.segments.get(position) {
            Some(Segment::Part { field, shape, .. }) => (Some(*field), *shape),
            _ => (None, PartShape::Text),
        };
        let place = Place {
            prefix: self.writer.prefix(),
            escaped: !self.is_raw(),
            shape,
            ends_key: position + 1 >= template.segments.len(),
            below,
        };
        bounds.matching(&place).map_err(|error| {
            let error = match field {
                Some(field) => error.in_part(field),
                None => error,
            };
            error.in_template(template.text)
        })
    }

    fn template(&self) -> &'static Template {
        self.writer.template()
    }

    fn is_raw(&self) -> bool {
        self.template().style != KeyStyle::Escaped
    }

    #[cold]
    fn behind_range(&mut self) {
        let error = KeyError::of(KeyErrorKind::Range, "has a condition behind a range, which is no one condition");
        self.writer.fail(error.in_template(self.template().text));
    }
}
