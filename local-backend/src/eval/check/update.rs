//! Updates.

use monotable::expression::{Path, Renderer, SetOperand, SetValue, Update};
use monotable::values::PackedValue;
use monotable::{Error, Type};

use super::paths::{check_disjoint, check_path};
use super::values::{MAX_DEPTH, check_value_within, depth};
use super::{MAX_OPERATORS, MAX_TEXT, SURELY_SHORT};
use crate::error::{self, Expression};

const KIND: Expression = Expression::Update;

/// Checks an update of a request in process.
pub(crate) fn check_update(update: &Update) -> Result<(), Error> {
    check_update_within(update, MAX_DEPTH)
}

/// The same with so many levels of each value at the most.
pub(crate) fn check_update_within(update: &Update, levels: usize) -> Result<(), Error> {
    let shape = Shape::of(update)?;
    for_each_written(update, &mut |value| check_value_within(value.view(), levels))?;
    if shape.parts > SURELY_SHORT {
        let size = Renderer::new().update(update).len();
        if size > MAX_TEXT {
            return Err(error::too_long(KIND, size));
        }
    }
    shape.check()?;
    check_sections(update)
}

/// Returns whether an update writes a value with more levels than an item may have.
pub(crate) fn is_too_deep(update: &Update) -> bool {
    let mut deepest = 0;
    let walked = for_each_written(update, &mut |value| {
        deepest = deepest.max(depth(value.view()));
        Ok(())
    });
    walked.is_err() || deepest > MAX_DEPTH
}

/// Checks an update: functions are used as they may be, operands have types that the operators take, and no two changes meet
/// in one place.
#[cfg(test)]
pub(crate) fn check_update_tree(update: &Update) -> Result<(), Error> {
    Shape::of(update)?.check()?;
    check_sections(update)
}

/// What is counted before all else, so that what follows may walk the tree.
#[derive(Default)]
struct Shape {
    /// Operators and functions.
    operators: usize,
    /// Changes, operands and elements of paths.
    parts: usize,
    /// Whether `list_append` is an operand of itself.
    misplaced: bool,
}

impl Shape {
    fn of(update: &Update) -> Result<Self, Error> {
        let mut shape = Self::default();
        for (path, value) in &update.set {
            shape.path(path);
            shape.operators += usize::from(!matches!(value, SetValue::Operand(_)));
            operands(value).try_for_each(|operand| shape.operand(operand, 0, false))?;
        }
        for path in &update.remove {
            shape.path(path);
        }
        for (path, _) in update.add.iter().chain(&update.delete) {
            shape.path(path);
            shape.parts += 1;
        }
        Ok(shape)
    }

    fn path(&mut self, path: &Path) {
        self.parts += 1 + path.steps.len();
    }

    fn operand(&mut self, operand: &SetOperand, level: usize, appended: bool) -> Result<(), Error> {
        self.parts += 1;
        if level > MAX_OPERATORS {
            return Err(error::too_many_operators(KIND, self.operators.max(level)));
        }
        match operand {
            SetOperand::Path(path) => self.path(path),
            SetOperand::IfNotExists(path, otherwise) => {
                self.operators += 1;
                self.path(path);
                self.operand(otherwise, level + 1, appended)?;
            }
            SetOperand::ListAppend(first, second) => {
                self.operators += 1;
                self.misplaced |= appended;
                self.operand(first, level + 1, true)?;
                self.operand(second, level + 1, true)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Error> {
        if self.misplaced {
            return Err(error::misplaced_function(KIND, "list_append"));
        }
        if self.operators > MAX_OPERATORS {
            return Err(error::too_many_operators(KIND, self.operators));
        }
        Ok(())
    }
}

fn check_sections(update: &Update) -> Result<(), Error> {
    let targets = update.set.len() + update.remove.len() + update.add.len() + update.delete.len();
    let mut paths: Vec<&Path> = Vec::with_capacity(targets);
    paths.extend(update.set.iter().map(|(path, _)| path));
    paths.extend(&update.remove);
    paths.extend(update.add.iter().chain(&update.delete).map(|(path, _)| path));
    paths.iter().try_for_each(|path| check_path(KIND, path))?;
    check_disjoint(KIND, &paths)?;
    update.add.iter().try_for_each(|(_, value)| check_added(value))?;
    update.delete.iter().try_for_each(|(_, value)| check_deleted(value))?;
    update.set.iter().try_for_each(|(_, value)| check_set_value(value))
}

/// Checks the value of an ADD.
pub(crate) fn check_added(value: &PackedValue) -> Result<(), Error> {
    check_clause("ADD", value, |kind| matches!(kind, Type::N | Type::Ss | Type::Ns | Type::Bs))
}

/// Checks the value of a DELETE.
pub(crate) fn check_deleted(value: &PackedValue) -> Result<(), Error> {
    check_clause("DELETE", value, |kind| matches!(kind, Type::Ss | Type::Ns | Type::Bs))
}

fn check_clause(clause: &str, value: &PackedValue, allowed: impl Fn(Type) -> bool) -> Result<(), Error> {
    let kind = value.view().kind();
    if allowed(kind) { Ok(()) } else { Err(error::clause_operand_type(clause, kind)) }
}

fn check_set_value(value: &SetValue) -> Result<(), Error> {
    operands(value).try_for_each(check_operand)?;
    check_summands(value)
}

/// Checks the types of what a SET adds or subtracts.
pub(crate) fn check_summands(value: &SetValue) -> Result<(), Error> {
    let sign = match value {
        SetValue::Plus(..) => "+",
        SetValue::Minus(..) => "-",
        _ => return Ok(()),
    };
    operands(value).try_for_each(|operand| match known_type(operand) {
        Some(kind) if kind != Type::N => Err(error::operand_type(KIND, sign, kind)),
        _ => Ok(()),
    })
}

/// From the inside out, as they are read.
fn check_operand(operand: &SetOperand) -> Result<(), Error> {
    match operand {
        SetOperand::Path(path) => check_path(KIND, path),
        SetOperand::IfNotExists(path, otherwise) => {
            check_path(KIND, path)?;
            check_operand(otherwise)
        }
        SetOperand::ListAppend(first, second) => {
            check_operand(first)?;
            check_operand(second)?;
            check_appended(first, second)
        }
        _ => Ok(()),
    }
}

/// Checks the types of the operands of `list_append`.
pub(crate) fn check_appended(first: &SetOperand, second: &SetOperand) -> Result<(), Error> {
    [first, second].into_iter().try_for_each(|operand| match known_type(operand) {
        Some(kind) if kind != Type::L => Err(error::operand_type(KIND, "list_append", kind)),
        _ => Ok(()),
    })
}

/// The type of an operand, where it is known before any item is read.
fn known_type(operand: &SetOperand) -> Option<Type> {
    match operand {
        SetOperand::Value(value) => Some(value.view().kind()),
        SetOperand::ListAppend(..) => Some(Type::L),
        _ => None,
    }
}

/// The operands of a SET.
fn operands(value: &SetValue) -> impl Iterator<Item = &SetOperand> {
    let (first, second) = match value {
        SetValue::Operand(operand) => (Some(operand), None),
        SetValue::Plus(left, right) | SetValue::Minus(left, right) => (Some(left), Some(right)),
        _ => (None, None),
    };
    first.into_iter().chain(second)
}

/// The paths that the values of an update are read from.
pub(crate) fn for_each_operand_path(update: &Update, visit: &mut dyn FnMut(&Path)) {
    for (_, value) in &update.set {
        operands(value).for_each(|operand| operand_paths(operand, visit));
    }
}

fn operand_paths(operand: &SetOperand, visit: &mut dyn FnMut(&Path)) {
    match operand {
        SetOperand::Path(path) => visit(path),
        SetOperand::IfNotExists(path, otherwise) => {
            visit(path);
            operand_paths(otherwise, visit);
        }
        SetOperand::ListAppend(first, second) => {
            operand_paths(first, visit);
            operand_paths(second, visit);
        }
        _ => {}
    }
}

/// The values of an update, section by section.
fn for_each_written(update: &Update, visit: &mut dyn FnMut(&PackedValue) -> Result<(), Error>) -> Result<(), Error> {
    for (_, value) in &update.set {
        operands(value).try_for_each(|operand| for_each_value(operand, visit))?;
    }
    update.add.iter().chain(&update.delete).try_for_each(|(_, value)| visit(value))
}

fn for_each_value(operand: &SetOperand, visit: &mut dyn FnMut(&PackedValue) -> Result<(), Error>) -> Result<(), Error> {
    match operand {
        SetOperand::Value(value) => visit(value),
        SetOperand::IfNotExists(_, otherwise) => for_each_value(otherwise, visit),
        SetOperand::ListAppend(first, second) => {
            for_each_value(first, visit)?;
            for_each_value(second, visit)
        }
        _ => Ok(()),
    }
}
