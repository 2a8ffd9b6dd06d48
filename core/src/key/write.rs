//! Writes keys part by part.

use super::{KeyError, KeyErrorKind, KeyPart, KeyRole, PartFormat, PartValue, Segment, Template};

/// Writes a key of a template. Parts come in the template's order, literals by themselves; a mistake is kept and reported at
/// the end.
#[derive(Clone, Debug)]
pub struct KeyWriter {
    template: &'static Template,
    /// The segment that comes next: a part, or the end.
    next: usize,
    text: String,
    error: Option<KeyError>,
}

impl KeyWriter {
    /// Creates a key of this template without its parts.
    #[must_use]
    pub fn new(template: &'static Template) -> Self {
        let text = String::with_capacity(template.usual_len);
        let mut writer = Self { template, next: 0, text, error: None };
        writer.literals();
        writer
    }

    /// Writes the next part.
    pub fn part<T: KeyPart>(&mut self, value: &T) -> &mut Self {
        self.write(&mut |format, out| value.render(format, out))
    }

    /// Writes the next part from anything that is a value for it.
    pub fn value<T: KeyPart, V: PartValue<T>>(&mut self, value: V) -> &mut Self {
        let held = value.hold();
        self.part::<T>(std::borrow::Borrow::borrow(&held))
    }

    /// Writes the next part from its encoded text; see [`Template::encode`].
    pub fn encoded(&mut self, text: &str) -> &mut Self {
        if self.error.is_none() {
            match self.template.segments.get(self.next) {
                Some(_) => {
                    self.text.push_str(text);
                    self.next += 1;
                    self.literals();
                }
                None => {
                    self.fail(KeyError::of(KeyErrorKind::Parts, "has no such part").in_template(self.template.text))
                }
            }
        }
        self
    }

    /// Returns the whole text, of whatever length. Fails if a part failed or is missing.
    pub(crate) fn text(&mut self) -> Result<&str, KeyError> {
        match (self.error.take(), self.template.segments.get(self.next)) {
            (Some(error), _) => Err(error),
            (None, Some(Segment::Part { field, .. })) => Err(self.missing(field)),
            (None, _) => Ok(&self.text),
        }
    }

    /// Returns the whole key. Fails if a part failed or is missing, and for an empty or too long key.
    pub fn finish(&mut self, role: KeyRole) -> Result<String, KeyError> {
        let error = self.error.take().or_else(|| match self.template.segments.get(self.next) {
            Some(Segment::Part { field, .. }) => Some(self.missing(field)),
            _ if self.text.is_empty() => Some(KeyError::empty().in_template(self.template.text)),
            _ if self.text.len() > role.max_len() => Some(KeyError::too_long(role).in_template(self.template.text)),
            _ => None,
        });
        match error {
            Some(error) => Err(error),
            None => Ok(std::mem::take(&mut self.text)),
        }
    }

    /// Returns what is written so far: everything before the next part.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.text
    }

    /// Returns whether all parts are there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.next >= self.template.segments.len()
    }

    /// Returns the template that is being filled.
    #[must_use]
    pub fn template(&self) -> &'static Template {
        self.template
    }

    /// Returns where among the segments the next part stands.
    pub(super) fn position(&self) -> usize {
        self.next
    }

    pub(super) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    pub(super) fn fail(&mut self, error: KeyError) {
        self.error.get_or_insert(error);
    }

    fn write(&mut self, render: &mut dyn FnMut(PartFormat, &mut String) -> Result<(), KeyError>) -> &mut Self {
        if self.error.is_none() {
            match self.template.append(self.next, render, &mut self.text) {
                Ok(()) => {
                    self.next += 1;
                    self.literals();
                }
                Err(error) => self.error = Some(error),
            }
        }
        self
    }

    fn literals(&mut self) {
        while let Some(Segment::Literal(literal)) = self.template.segments.get(self.next) {
            self.text.push_str(literal);
            self.next += 1;
        }
    }

    #[cold]
    fn missing(&self, field: &'static str) -> KeyError {
        KeyError::of(KeyErrorKind::Parts, "was not given").in_part(field).in_template(self.template.text)
    }
}

impl Template {
    /// Returns the key of parts that are encoded already, in the order of the template.
    pub fn assemble(&'static self, parts: &[&str], role: KeyRole) -> Result<String, KeyError> {
        let mut writer = KeyWriter::new(self);
        for part in parts {
            writer.encoded(part);
        }
        writer.finish(role)
    }
}
