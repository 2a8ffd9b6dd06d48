//! Constraints on members of requests, whose violations DynamoDB reports together.

use std::fmt::Display;

use monotable::Error;

use crate::error;

/// The violations found so far.
#[derive(Default)]
pub(super) struct Constraints {
    found: Vec<String>,
}

impl Constraints {
    /// Notes that the value of the member `path` breaks a constraint.
    #[cold]
    pub(super) fn broken(&mut self, path: impl Display, value: impl Display, constraint: impl Display) {
        self.found.push(error::constraint(path, value, constraint));
    }

    /// The name of a table or index: `shortest` to 255 letters, digits, `_`, `.` and `-`.
    pub(super) fn name(&mut self, path: impl Display, name: &str, shortest: usize) {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
        if name.len() >= shortest && name.len() <= LONGEST_NAME && name.bytes().all(allowed) {
            return;
        }
        if !name.bytes().all(allowed) {
            self.broken(&path, name, error::NAME_PATTERN);
        }
        self.length(path, name, shortest);
    }

    /// The length of a name.
    pub(super) fn length(&mut self, path: impl Display, name: &str, shortest: usize) {
        let length = name.chars().count();
        if length < shortest {
            self.broken(path, name, error::at_least_long(shortest));
        } else if length > LONGEST_NAME {
            self.broken(path, name, error::at_most_long(LONGEST_NAME));
        }
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        if self.found.is_empty() { Ok(()) } else { Err(error::constraints(&self.found)) }
    }
}

/// Characters of a name.
const LONGEST_NAME: usize = 255;
