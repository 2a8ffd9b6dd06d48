//! Updates.

use monotable::Error;
use monotable::expression::{Path, SetOperand, SetValue, Update};

use super::{check_count, path, take_last};
use crate::error::{self, Expression, parsing};
use crate::eval;
use crate::parse::Placeholders;
use crate::parse::syntax::{Action, Element, Step};

const KIND: Expression = Expression::Update;

/// The update of these changes.
///
/// DynamoDB does not read updates from left to right: it tells all names that are not defined before values that are not, then
/// paths that meet, then operands of ADD and DELETE, then those of functions and sums.
pub(in crate::parse) fn update(placeholders: &mut Placeholders, actions: Vec<Action<'_>>) -> Result<Update, Error> {
    check_defined(placeholders, &actions)?;
    // In the order in which they were written, which is that of errors about two of them.
    let targets: Vec<Path> =
        actions.iter().map(|action| path(placeholders, KIND, target_of(action))).collect::<Result<_, _>>()?;
    eval::check_disjoint(KIND, &targets.iter().collect::<Vec<_>>())?;
    let mut update = Update::default();
    let mut set = Vec::new();
    for (action, target) in actions.into_iter().zip(targets) {
        match action {
            Action::Set(_, steps) => set.push((target, steps)),
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
    for (target, steps) in set {
        update.set.push((target, set_value(placeholders, steps)?));
    }
    Ok(update)
}

/// Checks that all placeholders of the changes stand for something.
fn check_defined(placeholders: &mut Placeholders, actions: &[Action<'_>]) -> Result<(), Error> {
    let mut check_names = |text: &[Element<'_>]| {
        text.iter().try_for_each(|element| match element {
            Element::Placeholder(placeholder) => placeholders.name(KIND, placeholder).map(drop),
            _ => Ok(()),
        })
    };
    for action in actions {
        check_names(target_of(action))?;
        for step in steps_of(action) {
            if let Step::Path(text) = step {
                check_names(text)?;
            }
        }
    }
    for action in actions {
        if let Action::Add(_, placeholder) | Action::Delete(_, placeholder) = action {
            placeholders.value(KIND, placeholder)?;
        }
        for step in steps_of(action) {
            if let Step::Value(placeholder) = step {
                placeholders.value(KIND, placeholder)?;
            }
        }
    }
    Ok(())
}

fn target_of<'a, 't>(action: &'a Action<'t>) -> &'a [Element<'t>] {
    let (Action::Set(text, _) | Action::Remove(text) | Action::Add(text, _) | Action::Delete(text, _)) = action;
    text
}

fn steps_of<'a, 't>(action: &'a Action<'t>) -> &'a [Step<'t>] {
    if let Action::Set(_, steps) = action { steps } else { &[] }
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
