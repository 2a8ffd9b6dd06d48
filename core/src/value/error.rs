//! Errors between Rust types and attributes.

use std::fmt;

use crate::value::Type;

/// A stored value that does not fit the Rust type which reads it.
///
/// It knows the path of the attribute and the types, never the value; of a field with `#[attr(serde)]` it has serde's own reason,
/// which can name a variant or member that is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    reason: Box<Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Reason {
    /// Steps from the inside out.
    path: Vec<PathStep>,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum PathStep {
    Name(String),
    Index(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Type {
        expected: &'static str,
        found: Type,
    },
    Missing,
    Invalid {
        expected: String,
    },
    Malformed(&'static str),
    #[cfg(feature = "serde")]
    Refused {
        reason: String,
    },
}

impl DecodeError {
    fn new(problem: Problem) -> Self {
        Self { reason: Box::new(Reason { path: Vec::new(), problem }) }
    }

    /// Creates the error that the value has another type than the expected ones.
    #[must_use]
    #[cold]
    pub fn wrong_type(expected: &'static str, found: Type) -> Self {
        Self::new(Problem::Type { expected, found })
    }

    /// Creates the error that a required attribute is not there.
    #[must_use]
    #[cold]
    pub fn missing(name: &str) -> Self {
        Self::absent().at(name)
    }

    /// Creates the error that there is no value.
    #[must_use]
    #[cold]
    pub(crate) fn absent() -> Self {
        Self::new(Problem::Missing)
    }

    /// Creates the error that the value has the right type and cannot be what is expected, which `expected` says in words: "a
    /// number from 0 to 255".
    #[must_use]
    #[cold]
    pub fn invalid(expected: impl Into<String>) -> Self {
        Self::new(Problem::Invalid { expected: expected.into() })
    }

    /// Creates the error of a reader that does not take the value, and says why; the reason should not repeat the value.
    #[cfg(feature = "serde")]
    #[cold]
    pub(crate) fn refused(reason: String) -> Self {
        Self::new(Problem::Refused { reason })
    }

    /// Creates the error that the data is not a well-formed item.
    #[must_use]
    #[cold]
    pub fn malformed(what: &'static str) -> Self {
        Self::new(Problem::Malformed(what))
    }

    /// Puts an attribute or map member before the path.
    #[must_use]
    #[cold]
    pub fn at(mut self, name: &str) -> Self {
        self.reason.path.push(PathStep::Name(name.to_owned()));
        self
    }

    /// Puts a list element before the path.
    #[must_use]
    #[cold]
    pub fn at_index(mut self, index: usize) -> Self {
        self.reason.path.push(PathStep::Index(index));
        self
    }

    /// Returns the path of the attribute, as in `address.lines[2]`; empty for the item itself.
    #[must_use]
    pub fn path(&self) -> String {
        path_text(&self.reason.path)
    }

    /// Returns the type that was found, where the type is what is wrong.
    #[must_use]
    pub fn found(&self) -> Option<Type> {
        match self.reason.problem {
            Problem::Type { found, .. } => Some(found),
            _ => None,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_empty() {
            write!(f, "attribute `{path}`: ")?;
        }
        match &self.reason.problem {
            Problem::Type { expected, found } => write!(f, "expected {expected}, found {found}"),
            Problem::Missing => f.write_str("is required and missing"),
            Problem::Invalid { expected } => write!(f, "expected {expected}"),
            #[cfg(feature = "serde")]
            Problem::Refused { reason } => f.write_str(reason),
            Problem::Malformed(what) => write!(f, "malformed item: {what}"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// A Rust value that DynamoDB has no attribute value for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    /// Steps from the inside out.
    path: Vec<PathStep>,
    problem: String,
}

impl EncodeError {
    /// Creates the error that the value cannot be stored; `problem` says why, without the value.
    #[must_use]
    #[cold]
    pub fn new(problem: impl Into<String>) -> Self {
        Self { path: Vec::new(), problem: problem.into() }
    }

    #[cold]
    pub(crate) fn too_deep() -> Self {
        Self::new("the value is nested deeper than DynamoDB's 32 levels")
    }

    /// Puts an attribute or map member before the path.
    #[must_use]
    #[cold]
    pub fn at(mut self, name: &str) -> Self {
        self.path.push(PathStep::Name(name.to_owned()));
        self
    }

    /// Puts a list element before the path.
    #[must_use]
    #[cold]
    pub fn at_index(mut self, index: usize) -> Self {
        self.path.push(PathStep::Index(index));
        self
    }

    /// Returns the path of the attribute, as in `address.lines[2]`; empty for the value itself.
    #[must_use]
    pub fn path(&self) -> String {
        path_text(&self.path)
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "attribute `{}`: ", self.path())?;
        }
        f.write_str(&self.problem)
    }
}

impl std::error::Error for EncodeError {}

/// Returns the path of steps from the inside out.
fn path_text(steps: &[PathStep]) -> String {
    let mut path = String::new();
    for step in steps.iter().rev() {
        match step {
            PathStep::Name(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            PathStep::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}
