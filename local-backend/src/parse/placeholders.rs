//! The placeholders of a request, and the expressions that they stand in.

use std::collections::BTreeMap;

use monotable::Error;
use monotable::expression::Name;
use monotable::values::PackedValue;

use super::lexer::is_word;
use crate::error::{self, Expression, parsing};
use crate::eval;

/// ExpressionAttributeNames and ExpressionAttributeValues of a request, through which its expressions are read.
///
/// The trees that come out have passed every check that needs no table. Expressions are read in the order of the calls, and
/// [`finish`](Self::finish) ends the request. Errors are without the prefix that some operations put in front of them.
#[derive(Debug)]
pub struct Placeholders {
    names: Placed<Name>,
    values: Placed<PackedValue>,
}

/// Placeholders, what they stand for, and whether they were used.
type Placed<T> = BTreeMap<String, (T, bool)>;

/// Checks that a request has parameters of one kind only: expressions, or those that were there before them. Takes the names
/// of all that it has.
pub fn refuse_mix(legacy: &[&str], expressions: &[&str]) -> Result<(), Error> {
    if legacy.is_empty() || expressions.is_empty() {
        return Ok(());
    }
    Err(parsing::mixed_parameters(legacy, expressions))
}

impl Placeholders {
    /// Checks the placeholders of a request whose operation has these parameters for expressions, and whether each is given.
    /// `None` is a map that the request does not have, which differs from an empty one.
    pub fn new(
        names: Option<Vec<(String, String)>>,
        values: Option<Vec<(String, PackedValue)>>,
        parameters: &[(Expression, bool)],
    ) -> Result<Self, Error> {
        Self::within(names, values, parameters, eval::MAX_DEPTH)
    }

    /// The same for values of so many levels at the most.
    pub fn within(
        names: Option<Vec<(String, String)>>,
        values: Option<Vec<(String, PackedValue)>>,
        parameters: &[(Expression, bool)],
        levels: usize,
    ) -> Result<Self, Error> {
        let mut size = 0;
        for (key, value) in values.iter().flatten() {
            eval::check_value_within(value.view(), levels)?;
            size += key.len() + value.view().size();
        }
        check_used_by_some(names.is_some(), values.is_some(), parameters)?;
        if let Some(names) = &names {
            check_keys(parsing::NAMES, '#', names)?;
            for (key, name) in names {
                eval::check_name(name.as_bytes())?;
                size += key.len() + name.len();
            }
        }
        if let Some(values) = &values {
            check_keys(parsing::VALUES, ':', values)?;
        }
        if size > MOST_PLACED {
            return Err(error::validation(parsing::PLACEHOLDERS_TOO_LARGE));
        }
        let names = names.unwrap_or_default().into_iter().map(|(key, name)| (key, (name.into(), false)));
        // A value may stand in an expression a thousand times.
        let values = values.unwrap_or_default().into_iter().map(|(key, value)| (key, (value.shared(), false)));
        Ok(Self { names: names.collect(), values: values.collect() })
    }

    /// Checks that every placeholder was used by an expression.
    pub fn finish(self) -> Result<(), Error> {
        check_used(parsing::NAMES, &self.names)?;
        check_used(parsing::VALUES, &self.values)
    }

    pub(super) fn name(&mut self, kind: Expression, placeholder: &str) -> Result<Name, Error> {
        used(&mut self.names, placeholder).ok_or_else(|| parsing::undefined_name(kind, placeholder))
    }

    pub(super) fn value(&mut self, kind: Expression, placeholder: &str) -> Result<PackedValue, Error> {
        used(&mut self.values, placeholder).ok_or_else(|| parsing::undefined_value(kind, placeholder))
    }
}

fn used<T: Clone>(placed: &mut Placed<T>, placeholder: &str) -> Option<T> {
    let (value, used) = placed.get_mut(placeholder)?;
    *used = true;
    Some(value.clone())
}

fn check_used<T>(parameter: &str, placed: &Placed<T>) -> Result<(), Error> {
    let mut unused = placed.iter().filter(|(_, (_, used))| !used).map(|(key, _)| key.as_str()).peekable();
    if unused.peek().is_some() { Err(parsing::unused(parameter, unused)) } else { Ok(()) }
}

/// Checks that a request with placeholders has expressions for them: some for names, and for values some that can have values.
pub fn check_used_by_some(names: bool, values: bool, parameters: &[(Expression, bool)]) -> Result<(), Error> {
    if names && parameters.iter().all(|(_, given)| !given) {
        return Err(parsing::without_expressions(parsing::NAMES, &[]));
    }
    let consumes = |kind| kind != Expression::Projection;
    if !values || parameters.iter().any(|(kind, given)| *given && consumes(*kind)) {
        return Ok(());
    }
    // Writes say no more; reads name what is missing.
    let missing: Vec<&str> = [Expression::Filter, Expression::KeyCondition]
        .into_iter()
        .filter(|kind| parameters.iter().any(|(other, _)| other == kind))
        .map(Expression::name)
        .collect();
    Err(parsing::without_expressions(parsing::VALUES, &missing))
}

fn check_keys<T>(parameter: &str, sigil: char, placed: &[(String, T)]) -> Result<(), Error> {
    if placed.is_empty() {
        return Err(parsing::no_placeholders(parameter));
    }
    for (key, _) in placed {
        match key.strip_prefix(sigil) {
            Some(word) if !word.is_empty() && word.bytes().all(is_word) => {}
            _ => return Err(parsing::placeholder_syntax(parameter, key)),
        }
        if key.len() > MAX_KEY {
            return Err(parsing::placeholder_too_long(parameter, key));
        }
    }
    Ok(())
}

/// Bytes of a placeholder, with its sigil.
const MAX_KEY: usize = 255;
/// Bytes of all placeholders and what they stand for.
pub const MOST_PLACED: usize = 2 * 1024 * 1024;
