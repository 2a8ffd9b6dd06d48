//! The sections of an update.

use monotable::Error;

use super::{Parser, PathText, Step};
use crate::error::Expression;
use crate::parse::lexer::{Keyword, Kind};

/// A change, as it was written.
pub(in crate::parse) enum Action<'t> {
    Set(PathText<'t>, Vec<Step<'t>>),
    Remove(PathText<'t>),
    /// With the placeholder of the value.
    Add(PathText<'t>, &'t str),
    /// With the placeholder of the value.
    Delete(PathText<'t>, &'t str),
}

/// The changes of an update in their order.
pub(in crate::parse) fn update(text: &str) -> Result<Vec<Action<'_>>, Error> {
    let mut parser = Parser::of(Expression::Update, text)?;
    let mut actions = Vec::new();
    let mut sections = Vec::new();
    while let Kind::Keyword(section) = parser.tokens.peek() {
        parser.tokens.skip();
        if sections.contains(&section) {
            parser.faults.repeated_section(name(section));
        }
        sections.push(section);
        actions.push(parser.action(section)?);
        while parser.tokens.skip_if(Kind::Comma) {
            actions.push(parser.action(section)?);
        }
    }
    if actions.is_empty() {
        return Err(parser.tokens.unexpected());
    }
    parser.finish()?;
    Ok(actions)
}

impl<'t> Parser<'t> {
    fn action(&mut self, section: Keyword) -> Result<Action<'t>, Error> {
        let path = self.path()?;
        Ok(match section {
            Keyword::Remove => Action::Remove(path),
            Keyword::Add => Action::Add(path, self.tokens.expect(Kind::Value)?),
            Keyword::Delete => Action::Delete(path, self.tokens.expect(Kind::Value)?),
            _ => {
                self.tokens.expect(Kind::Comparator(monotable::expression::Comparator::Eq))?;
                Action::Set(path, self.set_value()?)
            }
        })
    }
}

const fn name(section: Keyword) -> &'static str {
    match section {
        Keyword::Remove => "REMOVE",
        Keyword::Add => "ADD",
        Keyword::Delete => "DELETE",
        _ => "SET",
    }
}
