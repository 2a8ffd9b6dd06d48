//! Document paths.

use std::borrow::Cow;
use std::fmt;

/// The name of an attribute or of a map member; any text.
pub type Name = Cow<'static, str>;

/// The place of a value in an item: an attribute, and steps into it.
///
/// See [Specifying item attributes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// The attribute.
    pub head: Name,
    /// Steps into its value, from the outside in.
    pub steps: Vec<Step>,
}

/// One step into a map or list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The member of a map.
    Name(Name),
    /// The element of a list, counted from 0.
    Index(u32),
}

impl Path {
    /// Returns the path of a whole attribute.
    #[must_use]
    pub fn attribute(name: impl Into<Name>) -> Self {
        Self { head: name.into(), steps: Vec::new() }
    }

    /// Steps into a member.
    #[must_use]
    pub fn name(mut self, name: impl Into<Name>) -> Self {
        self.steps.push(Step::Name(name.into()));
        self
    }

    /// Steps into an element.
    #[must_use]
    pub fn index(mut self, index: u32) -> Self {
        self.steps.push(Step::Index(index));
        self
    }

    /// Returns whether `other` is this place or inside it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.head == other.head && other.steps.starts_with(&self.steps)
    }

    /// Returns whether the path is a whole attribute.
    #[must_use]
    pub fn is_attribute(&self) -> bool {
        self.steps.is_empty()
    }
}

/// As DynamoDB prints paths in its errors: `[address, lines, [2]]`.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}", self.head)?;
        for step in &self.steps {
            match step {
                Step::Name(name) => write!(f, ", {name}")?,
                Step::Index(index) => write!(f, ", [{index}]")?,
            }
        }
        f.write_str("]")
    }
}
