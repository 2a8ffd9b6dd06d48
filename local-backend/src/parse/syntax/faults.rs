//! What is wrong with the form of an expression whose syntax is right.

use monotable::Error;

use crate::error::{self, Expression, parsing};
use crate::eval::MAX_OPERATORS;

/// The first fault of each sort.
#[derive(Default)]
pub(super) struct Faults<'t> {
    redundant_parentheses: bool,
    section: Option<&'static str>,
    unknown: Option<&'t str>,
    /// A function, and the number of its token: operands are known for misplaced only after what stands around them.
    misplaced: Option<(usize, &'t str)>,
    reserved: Option<&'t str>,
    operators: usize,
}

impl<'t> Faults<'t> {
    /// The fault that DynamoDB reports, if there are any.
    pub(super) fn check(&self, kind: Expression) -> Result<(), Error> {
        if self.redundant_parentheses {
            return Err(error::expression(kind, parsing::REDUNDANT_PARENTHESES));
        }
        let reserved = |word: Option<&str>| word.map_or(Ok(()), |word| Err(parsing::reserved_word(kind, word)));
        // Of updates DynamoDB tells reserved words first, of conditions last.
        reserved(self.reserved.filter(|_| kind == Expression::Update))?;
        if let Some(function) = self.unknown {
            return Err(parsing::unknown_function(kind, function));
        }
        if let Some((_, function)) = self.misplaced {
            return Err(error::misplaced_function(kind, function));
        }
        if let Some(section) = self.section {
            return Err(parsing::repeated_section(section));
        }
        reserved(self.reserved)?;
        if self.operators > MAX_OPERATORS {
            return Err(error::too_many_operators(kind, self.operators));
        }
        Ok(())
    }

    pub(super) const fn redundant_parentheses(&mut self) {
        self.redundant_parentheses = true;
    }

    pub(super) fn repeated_section(&mut self, section: &'static str) {
        self.section = self.section.or(Some(section));
    }

    pub(super) fn unknown(&mut self, function: &'t str) {
        self.unknown = self.unknown.or(Some(function));
    }

    pub(super) fn misplaced(&mut self, position: usize, function: &'t str) {
        if self.misplaced.is_none_or(|(first, _)| position < first) {
            self.misplaced = Some((position, function));
        }
    }

    pub(super) fn reserved(&mut self, word: &'t str) {
        self.reserved = self.reserved.or(Some(word));
    }

    /// Counts operators, and the functions of updates.
    pub(super) const fn operators(&mut self, count: usize) {
        self.operators += count;
    }
}
