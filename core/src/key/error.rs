//! Errors of keys.

use std::borrow::Cow;
use std::fmt;

use super::KeyRole;
use crate::{DecodeError, Error, ErrorKind};

/// A key that cannot be built, or a stored one that does not have the form of its template.
///
/// It names template and part and says what is wrong; it never holds the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError(Box<Reason>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Reason {
    kind: KeyErrorKind,
    /// The template as it was written; empty while it is not known.
    template: &'static str,
    /// The part; empty while it is not known, and where the whole key is at fault.
    field: &'static str,
    problem: Cow<'static, str>,
}

/// Kind of a [`KeyError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyErrorKind {
    /// A value that has no text in keys, or does not fit its width.
    Value,
    /// A value of a raw key contains the delimiter.
    Delimiter,
    /// The key has no text at all.
    Empty,
    /// The key is longer than DynamoDB allows.
    TooLong,
    /// Parts were not given, or more than there are.
    Parts,
    /// A range where the key has no order for it.
    Range,
    /// A stored key does not have the form of the template.
    Malformed,
}

impl KeyError {
    /// Creates the error of a value that cannot stand in a key. `problem` says why without the value, reading on from the field:
    /// "is not a number".
    #[must_use]
    #[cold]
    pub fn new(problem: impl Into<Cow<'static, str>>) -> Self {
        Self::of(KeyErrorKind::Value, problem)
    }

    #[cold]
    pub(super) fn of(kind: KeyErrorKind, problem: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Reason { kind, template: "", field: "", problem: problem.into() }))
    }

    #[cold]
    pub(super) fn malformed(problem: impl Into<Cow<'static, str>>) -> Self {
        Self::of(KeyErrorKind::Malformed, problem)
    }

    #[cold]
    pub(super) fn empty() -> Self {
        Self::of(KeyErrorKind::Empty, "is empty, which DynamoDB does not allow")
    }

    #[cold]
    pub(crate) fn too_long(role: KeyRole) -> Self {
        let limit = role.max_len();
        Self::of(
            KeyErrorKind::TooLong,
            format!("is longer than the {limit} bytes that DynamoDB allows for a {role} key"),
        )
    }

    /// Adds the part that the error is about.
    #[must_use]
    #[cold]
    pub(super) fn in_part(mut self, field: &'static str) -> Self {
        self.0.field = field;
        self
    }

    /// Adds the template that the error is about.
    #[must_use]
    #[cold]
    pub(super) fn in_template(mut self, template: &'static str) -> Self {
        self.0.template = template;
        self
    }

    /// Returns what kind of thing is wrong.
    #[must_use]
    pub fn kind(&self) -> KeyErrorKind {
        self.0.kind
    }

    /// Returns the name of the part; empty if the whole key is at fault.
    #[must_use]
    pub fn part(&self) -> &'static str {
        self.0.field
    }

    /// Returns the template as it was written.
    #[must_use]
    pub fn template(&self) -> &'static str {
        self.0.template
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reason { template, field, problem, .. } = &*self.0;
        match (template.is_empty(), field.is_empty()) {
            (true, true) => write!(f, "the key {problem}"),
            (true, false) => write!(f, "key `{field}` {problem}"),
            (false, true) => write!(f, "key `{template}` {problem}"),
            (false, false) => write!(f, "key `{template}`: `{field}` {problem}"),
        }
    }
}

impl std::error::Error for KeyError {}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        Self::new(ErrorKind::InvalidKey, error.to_string())
    }
}

/// For stored keys: a key without the form of its template is an item that cannot be read.
impl From<KeyError> for DecodeError {
    fn from(error: KeyError) -> Self {
        let Reason { template, field, problem, .. } = &*error.0;
        Self::invalid(match field.is_empty() {
            true => format!("a key of the form `{template}`, this one {problem}"),
            false => format!("a key of the form `{template}`, in which `{field}` {problem}"),
        })
    }
}
