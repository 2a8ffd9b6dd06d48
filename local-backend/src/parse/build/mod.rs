//! Trees of postfix steps: what each placeholder stands for, and the checks of each part as it is read.
//!
//! Steps come after their operands and are well-formed, so walking them is reading the expression from left to right, with a
//! stack of the operands that wait for their operator.

mod condition;
mod update;

pub(super) use condition::condition;
use monotable::Error;
use monotable::expression::{Name, Path, Step};
pub(super) use update::update;

use super::Placeholders;
use super::syntax::{Element, PathText, operands_of};
use crate::error::{self, Expression, parsing};
use crate::eval;

/// The paths of a projection.
pub(super) fn projection(placeholders: &mut Placeholders, texts: &[PathText<'_>]) -> Result<Vec<Path>, Error> {
    let kind = Expression::Projection;
    let paths: Vec<Path> = texts.iter().map(|text| path(placeholders, kind, text)).collect::<Result<_, _>>()?;
    eval::check_disjoint(kind, &paths.iter().collect::<Vec<_>>())?;
    Ok(paths)
}

fn path(placeholders: &mut Placeholders, kind: Expression, text: &[Element<'_>]) -> Result<Path, Error> {
    let mut path = Path { head: Name::Borrowed(""), steps: Vec::with_capacity(text.len().saturating_sub(1)) };
    for (level, element) in text.iter().enumerate() {
        let name: Name = match *element {
            Element::Index(digits) => {
                let index = digits.parse().ok().filter(|index| *index <= MAX_INDEX);
                path.steps.push(Step::Index(index.ok_or_else(|| parsing::list_index(kind, digits))?));
                continue;
            }
            Element::Name(name) => name.to_owned().into(),
            Element::Placeholder(placeholder) => placeholders.name(kind, placeholder)?,
        };
        if level == 0 {
            path.head = name;
        } else {
            path.steps.push(Step::Name(name));
        }
    }
    eval::check_path(kind, &path)?;
    Ok(path)
}

/// Checks the number of operands of a function.
fn check_count(kind: Expression, function: &str, count: usize) -> Result<(), Error> {
    if count == operands_of(function) { Ok(()) } else { Err(error::operand_count(kind, function, count)) }
}

/// The last operands, in the order in which they were written.
fn take_last<T, const N: usize>(stack: &mut Vec<T>) -> [T; N] {
    let operands = stack.split_off(stack.len().saturating_sub(N));
    operands.try_into().ok().expect("steps come after their operands: `syntax` puts them there")
}

/// The largest index of a list.
const MAX_INDEX: u32 = i32::MAX as u32;
