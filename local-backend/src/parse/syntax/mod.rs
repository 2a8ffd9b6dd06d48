//! The form of expressions: text in, steps in postfix order out.
//!
//! Open `machine` first, which reads conditions and the values of SET; here are the parts around it, `update` has the sections
//! of updates, `functions` says which functions there are, and `faults` collects what is wrong with the form beyond syntax:
//! DynamoDB reports that only for an expression without syntax errors.

mod faults;
mod functions;
mod machine;
mod update;

use monotable::Error;
use monotable::expression::Comparator;

use super::lexer::{Keyword, Kind, Tokens};
use super::reserved::is_reserved;
use crate::error::Expression;
use faults::Faults;

pub(super) use functions::operands_of;
pub(super) use update::{Action, update};

/// A part of an expression. It comes after its operands.
#[derive(Debug)]
pub(super) enum Step<'t> {
    Path(PathText<'t>),
    /// A placeholder with its colon.
    Value(&'t str),
    /// A function that there is, where it may be, with so many operands.
    Call(&'t str, usize),
    Compare(Comparator),
    /// `BETWEEN`, of an operand, its lower and its upper bound.
    Between,
    /// Of an operand and so many others.
    In(usize),
    /// Of so many conditions.
    And(usize),
    /// Of so many conditions.
    Or(usize),
    Not,
    Plus,
    Minus,
}

/// A path as it was written.
pub(super) type PathText<'t> = Vec<Element<'t>>;

#[derive(Clone, Copy, Debug)]
pub(super) enum Element<'t> {
    Name(&'t str),
    /// With its `#`.
    Placeholder(&'t str),
    /// The digits.
    Index(&'t str),
}

/// Reads an expression.
struct Parser<'t> {
    kind: Expression,
    tokens: Tokens<'t>,
    faults: Faults<'t>,
}

/// A condition, filter or key condition.
pub(super) fn condition(kind: Expression, text: &str) -> Result<Vec<Step<'_>>, Error> {
    let mut parser = Parser::of(kind, text)?;
    let steps = parser.condition()?;
    parser.finish()?;
    Ok(steps)
}

/// A projection.
pub(super) fn projection(text: &str) -> Result<Vec<PathText<'_>>, Error> {
    let mut parser = Parser::of(Expression::Projection, text)?;
    let mut paths = vec![parser.path()?];
    while parser.tokens.skip_if(Kind::Comma) {
        paths.push(parser.path()?);
    }
    parser.finish()?;
    Ok(paths)
}

impl<'t> Parser<'t> {
    fn of(kind: Expression, text: &'t str) -> Result<Self, Error> {
        Ok(Self { kind, tokens: Tokens::of(kind, text)?, faults: Faults::default() })
    }

    /// Nothing may follow, and the form must be without fault.
    fn finish(self) -> Result<(), Error> {
        if self.tokens.peek() != Kind::End {
            return Err(self.tokens.unexpected());
        }
        self.faults.check(self.kind)
    }

    fn path(&mut self) -> Result<PathText<'t>, Error> {
        let mut path = vec![self.name()?];
        self.extend(&mut path)?;
        Ok(path)
    }

    /// Reads the steps into a value that follow a path.
    fn extend(&mut self, path: &mut PathText<'t>) -> Result<(), Error> {
        loop {
            if self.tokens.skip_if(Kind::Dot) {
                path.push(self.name()?);
            } else if self.tokens.skip_if(Kind::OpenIndex) {
                path.push(Element::Index(self.tokens.expect(Kind::Number)?));
                self.tokens.expect(Kind::CloseIndex)?;
            } else {
                return Ok(());
            }
        }
    }

    fn name(&mut self) -> Result<Element<'t>, Error> {
        match self.tokens.peek() {
            Kind::Name => Ok(Element::Placeholder(self.tokens.take())),
            Kind::Identifier => {
                let name = self.tokens.take();
                if is_reserved(name) {
                    self.faults.reserved(name);
                }
                Ok(Element::Name(name))
            }
            _ => Err(self.tokens.unexpected()),
        }
    }
}
