//! Conditions and filters.

use monotable::expression::{Condition, Operand, Renderer};
use monotable::{Error, Type};

use super::paths::check_path;
use super::values::{MAX_DEPTH, check_value_within};
use super::{MAX_OPERATORS, MAX_TEXT, SURELY_SHORT};
use crate::error::{self, Expression};
use crate::eval::compare::order;

/// Checks a condition or filter of a request in process.
pub(crate) fn check_condition(kind: Expression, condition: &Condition) -> Result<(), Error> {
    check_condition_within(kind, condition, MAX_DEPTH)
}

/// The same with so many levels of each value at the most.
pub(crate) fn check_condition_within(kind: Expression, condition: &Condition, levels: usize) -> Result<(), Error> {
    let shape = Shape::of(kind, condition)?;
    for_each_operand(condition, &mut |operand| match operand {
        Operand::Value(value) => check_value_within(value.view(), levels),
        _ => Ok(()),
    })?;
    if shape.parts > SURELY_SHORT {
        let size = Renderer::new().condition(condition).len();
        if size > MAX_TEXT {
            return Err(error::too_long(kind, size));
        }
    }
    shape.check(kind)?;
    check_left_to_right(kind, condition)
}

/// Checks a condition or filter: functions are used as they may be, and operands have types that the operators take.
#[cfg(test)]
pub(crate) fn check_condition_tree(kind: Expression, condition: &Condition) -> Result<(), Error> {
    Shape::of(kind, condition)?.check(kind)?;
    check_left_to_right(kind, condition)
}

/// What is counted before all else, so that what follows may walk the tree.
#[derive(Default)]
struct Shape {
    operators: usize,
    /// Conditions, operands and elements of paths.
    parts: usize,
    /// Whether `size` is the operand of another function.
    misplaced: bool,
}

impl Shape {
    fn of(kind: Expression, condition: &Condition) -> Result<Self, Error> {
        let mut shape = Self::default();
        shape.add(kind, condition, 0)?;
        Ok(shape)
    }

    fn check(&self, kind: Expression) -> Result<(), Error> {
        if self.misplaced {
            return Err(error::misplaced_function(kind, "size"));
        }
        if self.operators > MAX_OPERATORS {
            return Err(error::too_many_operators(kind, self.operators));
        }
        Ok(())
    }

    fn add(&mut self, kind: Expression, condition: &Condition, level: usize) -> Result<(), Error> {
        self.parts += 1;
        if level > MAX_LEVELS {
            return Err(error::too_many_operators(kind, self.operators.max(level)));
        }
        match condition {
            Condition::And(all) | Condition::Or(all) => {
                if all.is_empty() {
                    return Err(error::expression(kind, error::EMPTY_EXPRESSION));
                }
                self.operators += all.len() - 1;
                all.iter().try_for_each(|condition| self.add(kind, condition, level + 1))?;
            }
            Condition::Not(inner) => {
                self.operators += 1;
                self.add(kind, inner, level + 1)?;
            }
            Condition::Compare(..) | Condition::Between(..) | Condition::In(..) => self.operators += 1,
            Condition::BeginsWith(first, second) | Condition::Contains(first, second) => {
                self.misplaced |= is_size(first) || is_size(second);
            }
            Condition::IsType(operand, _) => self.misplaced |= is_size(operand),
            _ => {}
        }
        for_own_operand(condition, &mut |operand| {
            self.parts += match operand {
                Operand::Path(path) => 1 + path.steps.len(),
                _ => 2,
            };
            Ok(())
        })?;
        if let Condition::Exists(path) | Condition::NotExists(path) = condition {
            self.parts += 1 + path.steps.len();
        }
        Ok(())
    }
}

fn check_left_to_right(kind: Expression, condition: &Condition) -> Result<(), Error> {
    match condition {
        Condition::And(all) | Condition::Or(all) => {
            all.iter().try_for_each(|condition| check_left_to_right(kind, condition))
        }
        Condition::Not(inner) => check_left_to_right(kind, inner),
        condition => check_test(kind, condition),
    }
}

/// Checks a condition that holds no other.
pub(crate) fn check_test(kind: Expression, condition: &Condition) -> Result<(), Error> {
    for_own_operand(condition, &mut |operand| check_operand(kind, operand))?;
    match condition {
        Condition::Exists(path) | Condition::NotExists(path) => check_path(kind, path),
        Condition::Compare(left, comparator, right) => {
            let symbol = comparator.symbol();
            if !matches!(symbol, "=" | "<>") {
                check_type(kind, symbol, left, is_ordered)?;
                check_type(kind, symbol, right, is_ordered)?;
            }
            check_distinct(kind, symbol, left, right)
        }
        Condition::Between(operand, low, high) => {
            for operand in [operand, low, high] {
                check_type(kind, "BETWEEN", operand, is_ordered)?;
            }
            check_bounds(kind, low, high)
        }
        Condition::In(_, list) => match list.len() {
            0 => Err(error::operand_count(kind, "IN", 1)),
            1..=MAX_LIST => Ok(()),
            count => Err(error::too_many_in(kind, count)),
        },
        Condition::BeginsWith(operand, prefix) => {
            for operand in [operand, prefix] {
                check_type(kind, "begins_with", operand, |kind| matches!(kind, Type::S | Type::B))?;
            }
            check_distinct(kind, "begins_with", operand, prefix)
        }
        Condition::Contains(operand, part) => check_distinct(kind, "contains", operand, part),
        _ => Ok(()),
    }
}

/// Checks an operand of a condition.
pub(crate) fn check_operand(kind: Expression, operand: &Operand) -> Result<(), Error> {
    match operand {
        Operand::Path(path) => check_path(kind, path),
        Operand::Size(inner) => match &**inner {
            Operand::Path(path) => check_path(kind, path),
            Operand::Value(value) if matches!(value.view().kind(), Type::N | Type::Bool | Type::Null) => {
                Err(error::operand_type(kind, "size", value.view().kind()))
            }
            // A size is a number, and numbers have none.
            Operand::Size(_) => Err(error::operand_type(kind, "size", Type::N)),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// The type of an operand, where it is known before any item is read.
fn check_type(
    kind: Expression,
    operator: &str,
    operand: &Operand,
    allowed: impl Fn(Type) -> bool,
) -> Result<(), Error> {
    match operand {
        Operand::Value(value) if !allowed(value.view().kind()) => {
            Err(error::operand_type(kind, operator, value.view().kind()))
        }
        _ => Ok(()),
    }
}

/// Paths alone: DynamoDB lets a value be compared with itself.
fn check_distinct(kind: Expression, operator: &str, first: &Operand, second: &Operand) -> Result<(), Error> {
    match (first, second) {
        (Operand::Path(one), Operand::Path(two)) if one == two => Err(error::same_operands(kind, operator, one)),
        _ => Ok(()),
    }
}

/// Bounds that are both known must be of one type, and the lower one not above the upper one.
fn check_bounds(kind: Expression, low: &Operand, high: &Operand) -> Result<(), Error> {
    let (Operand::Value(low), Operand::Value(high)) = (low, high) else { return Ok(()) };
    let (low, high) = (low.view(), high.view());
    match order(low, high) {
        None => Err(error::bound_types(kind, low, high)),
        Some(order) if order.is_gt() => Err(error::inverted_bounds(kind, low, high)),
        Some(_) => Ok(()),
    }
}

/// Returns whether values of this type have an order.
const fn is_ordered(kind: Type) -> bool {
    matches!(kind, Type::S | Type::N | Type::B)
}

const fn is_size(operand: &Operand) -> bool {
    matches!(operand, Operand::Size(_))
}

type Visit<'v> = dyn FnMut(&Operand) -> Result<(), Error> + 'v;

/// Visits the operands of a condition, those inside other operands included.
fn for_each_operand(condition: &Condition, visit: &mut Visit<'_>) -> Result<(), Error> {
    match condition {
        Condition::And(all) | Condition::Or(all) => {
            all.iter().try_for_each(|condition| for_each_operand(condition, visit))
        }
        Condition::Not(inner) => for_each_operand(inner, visit),
        _ => for_own_operand(condition, &mut |operand| {
            visit(operand)?;
            match operand {
                Operand::Size(inner) => visit(inner),
                _ => Ok(()),
            }
        }),
    }
}

/// Visits the operands of one condition, in the order in which they are written.
fn for_own_operand(condition: &Condition, visit: &mut Visit<'_>) -> Result<(), Error> {
    match condition {
        Condition::Compare(first, _, second)
        | Condition::BeginsWith(first, second)
        | Condition::Contains(first, second) => {
            visit(first)?;
            visit(second)
        }
        Condition::Between(operand, low, high) => {
            visit(operand)?;
            visit(low)?;
            visit(high)
        }
        Condition::In(operand, list) => {
            visit(operand)?;
            list.iter().try_for_each(visit)
        }
        Condition::IsType(operand, _) => visit(operand),
        _ => Ok(()),
    }
}

/// Operands in the parentheses of IN.
pub(crate) const MAX_LIST: usize = 100;
/// Conditions within conditions. What has more of them has more operators than there may be, or is nested without need.
const MAX_LEVELS: usize = 2 * MAX_OPERATORS;
