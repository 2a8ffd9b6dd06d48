//! Updates.

use monotable::Error;
use monotable::expression::{Path, SetOperand, SetValue, Update};

use super::{check_count, path, take_last};
use crate::error::{self, Expression, parsing};
use crate::eval;
use crate::parse::Placeholders;
use crate::parse::syntax::{Action, Step};

const KIND: Expression = Expression::Update;

/// The update of these changes.
pub(in crate::parse) fn update(placeholders: &mut Placeholders, actions: Vec<Action<'_>>) -> Result<Update, Error> {
    let mut update = Update::default();
    // In the order in which they were written, which is that of errors about two of them.
    let mut targets: Vec<Path> = Vec::with_capacity(actions.len());
    for action in actions {
        let (Action::Set(text, _) | Action::Remove(text) | Action::Add(text, _) | Action::Delete(text, _)) = &action;
        let target = path(placeholders, KIND, text)?;
        targets.push(target.clone());
        match action {
            Action::Set(_, steps) => {
                let value = set_value(placeholders, steps)?;
                update.set.push((target, value));
            }
            Action::Remove(_) => update.remove.push(target),
            Action::Add(_, placeholder) => {
                let value = placeholders.value(KIND, placeholder)?;
                eval::check_added(&value)?;
                update.add.push((target, value));
            }
            Action::Delete(_, placeholder) => {
                let value = placeholders.value(KIND, placeholder)?;
                eval::check_deleted(&value)?;
                update.delete.push((target, value));
            }
        }
    }
    eval::check_disjoint(KIND, &targets.iter().collect::<Vec<_>>())?;
    Ok(update)
}

fn set_value(placeholders: &mut Placeholders, steps: Vec<Step<'_>>) -> Result<SetValue, Error> {
    let mut operands: Vec<SetOperand> = Vec::new();
    for step in steps {
        match step {
            Step::Path(text) => operands.push(SetOperand::Path(path(placeholders, KIND, &text)?)),
            Step::Value(placeholder) => operands.push(SetOperand::Value(placeholders.value(KIND, placeholder)?)),
            Step::Call(function, count) => {
                let operand = call(function, count, &mut operands)?;
                operands.push(operand);
            }
            // Last, since no operand holds a sum.
            Step::Plus => {
                let [left, right] = take_last(&mut operands);
                return summed(SetValue::Plus(left, right));
            }
            Step::Minus => {
                let [left, right] = take_last(&mut operands);
                return summed(SetValue::Minus(left, right));
            }
            // Of conditions alone.
            _ => {}
        }
    }
    let [operand] = take_last(&mut operands);
    Ok(SetValue::Operand(operand))
}

fn summed(value: SetValue) -> Result<SetValue, Error> {
    eval::check_summands(&value)?;
    Ok(value)
}

fn call(function: &str, count: usize, operands: &mut Vec<SetOperand>) -> Result<SetOperand, Error> {
    check_count(KIND, function, count)?;
    match (function, take_last(operands)) {
        ("if_not_exists", [SetOperand::Path(path), otherwise]) => {
            Ok(SetOperand::IfNotExists(path, Box::new(otherwise)))
        }
        ("if_not_exists", _) => Err(parsing::path_required(KIND, function)),
        ("list_append", [first, second]) => {
            eval::check_appended(&first, &second)?;
            Ok(SetOperand::ListAppend(Box::new(first), Box::new(second)))
        }
        (other, _) => Err(error::misplaced_function(KIND, other)),
    }
}
