//! Constraints on members of requests, whose violations DynamoDB reports together.

use std::fmt::Display;

use monotable::Error;

use crate::error;

/// The violations found so far.
#[derive(Default)]
pub struct Constraints {
    /// The first of them, which are all that DynamoDB counts and tells.
    found: Vec<String>,
}

impl Constraints {
    /// Notes that the value of the member `path` breaks a constraint.
    #[cold]
    pub fn broken(&mut self, path: impl Display, value: impl Display, constraint: impl Display) {
        if self.found.len() < error::LISTED_CONSTRAINTS {
            self.found.push(error::constraint(path, value, constraint));
        }
    }

    /// Notes a violation whose text is given whole.
    #[cold]
    pub fn found(&mut self, text: String) {
        if self.found.len() < error::LISTED_CONSTRAINTS {
            self.found.push(text);
        }
    }

    /// How many elements a collection, or characters a text, may have: at least one.
    pub fn count(&mut self, member: &str, count: usize, most: usize) {
        if count == 0 {
            self.found(error::member(member, &error::at_least_long(1)));
        } else if count > most {
            self.found(error::member(member, &error::at_most_long(most)));
        }
    }

    /// Notes that a member that must be there is not.
    #[cold]
    pub fn missing(&mut self, path: &str) {
        self.found(error::absent(path));
    }

    /// Notes a broken constraint in the newer form, which names the member as the request does and does not print the value.
    #[cold]
    pub fn broken_member(&mut self, name: &str, constraint: &str) {
        self.found(error::member(name, constraint));
    }

    /// The name of a table or index: `shortest` to 255 letters, digits, `_`, `.` and `-`.
    pub fn name(&mut self, path: impl Display, name: &str, shortest: usize) {
        if is_name(name, shortest) {
            return;
        }
        if !name.bytes().all(is_allowed) {
            self.broken(&path, name, error::NAME_PATTERN);
        }
        self.length(path, name, shortest);
    }

    /// The length of a name.
    pub fn length(&mut self, path: impl Display, name: &str, shortest: usize) {
        self.length_up_to(path, name, shortest, LONGEST_NAME);
    }

    /// The length of a text.
    pub fn length_up_to(&mut self, path: impl Display, text: &str, shortest: usize, longest: usize) {
        let length = text.chars().count();
        if length < shortest {
            self.broken(path, text, error::at_least_long(shortest));
        } else if length > longest {
            self.broken(path, text, error::at_most_long(longest));
        }
    }

    /// The bounds of a number, if it is there.
    pub fn range(&mut self, path: impl Display, value: Option<i64>, least: u32, most: u32) {
        match value {
            Some(value) if value < least.into() => self.broken(path, value, error::at_least(least)),
            Some(value) if value > most.into() => self.broken(path, value, error::at_most(most)),
            _ => {}
        }
    }

    pub fn finish(self) -> Result<(), Error> {
        if self.found.is_empty() { Ok(()) } else { Err(error::constraints(&self.found)) }
    }
}

/// Returns whether a text can be the name of a table or index.
pub(super) fn is_name(name: &str, shortest: usize) -> bool {
    (shortest..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_allowed)
}

fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

/// Characters of the name of a table or index, where DynamoDB asks for that many.
pub const SHORTEST_NAME: usize = 3;
/// Characters of a name.
const LONGEST_NAME: usize = 255;
