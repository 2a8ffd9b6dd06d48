//! Key conditions: conditions of which few forms are left.

use std::mem;

use monotable::Error;
use monotable::expression::{Comparator, Condition, KeyCondition, KeyTest, Name, Operand, Path};

use crate::error::{self, Expression, parsing};

/// The conditions on key attributes that a condition consists of, in their order.
pub fn key_conditions(condition: Condition) -> Result<Vec<KeyCondition>, Error> {
    let mut conditions: Vec<KeyCondition> = Vec::new();
    // What is left to read, the next one last.
    let mut left = vec![condition];
    while let Some(condition) = left.pop() {
        let condition = match condition {
            Condition::And(all) => {
                left.extend(all.into_iter().rev());
                continue;
            }
            Condition::Compare(_, Comparator::Ne, _) => return Err(parsing::key_operator("<>")),
            Condition::Compare(one, comparator, two) => compare(one, comparator, two)?,
            Condition::Between(operand, low, high) => between(operand, low, high)?,
            Condition::BeginsWith(operand, prefix) => begins_with(operand, prefix)?,
            other => return Err(parsing::key_operator(operator(&other))),
        };
        if conditions.iter().any(|other| other.name == condition.name) {
            return Err(error::expression(Expression::KeyCondition, error::TWO_KEY_CONDITIONS));
        }
        conditions.push(condition);
    }
    Ok(conditions)
}

/// Attribute and value, whichever comes first.
fn compare(one: Operand, comparator: Comparator, two: Operand) -> Result<KeyCondition, Error> {
    no_size(&[&one, &two])?;
    let (name, value, comparator) = match (one, two) {
        (Operand::Path(path), Operand::Value(value)) => (attribute(path)?, value, comparator),
        (Operand::Value(value), Operand::Path(path)) => (attribute(path)?, value, mirrored(comparator)),
        (one, two) => return Err(not_one_attribute(&[&one, &two])),
    };
    let test = match comparator {
        Comparator::Eq => KeyTest::Eq(value),
        Comparator::Lt => KeyTest::Lt(value),
        Comparator::Le => KeyTest::Le(value),
        Comparator::Gt => KeyTest::Gt(value),
        Comparator::Ge => KeyTest::Ge(value),
        _ => return Err(parsing::key_operator(comparator.symbol())),
    };
    Ok(KeyCondition { name, test })
}

fn between(operand: Operand, low: Operand, high: Operand) -> Result<KeyCondition, Error> {
    no_size(&[&operand, &low, &high])?;
    match (operand, low, high) {
        (Operand::Path(path), Operand::Value(low), Operand::Value(high)) => {
            Ok(KeyCondition { name: attribute(path)?, test: KeyTest::Between(low, high) })
        }
        (Operand::Path(path), low, high) => Err(not_one_attribute(&[&Operand::Path(path), &low, &high])),
        _ => Err(parsing::key_attribute_first("BETWEEN")),
    }
}

fn begins_with(operand: Operand, prefix: Operand) -> Result<KeyCondition, Error> {
    let nested = |operand: &Operand| matches!(operand, Operand::Size(_));
    if nested(&operand) || nested(&prefix) {
        return Err(error::validation(parsing::NESTED_OPERATIONS));
    }
    match (operand, prefix) {
        (Operand::Path(path), Operand::Value(prefix)) => {
            Ok(KeyCondition { name: attribute(path)?, test: KeyTest::BeginsWith(prefix) })
        }
        (Operand::Path(path), prefix) => Err(not_one_attribute(&[&Operand::Path(path), &prefix])),
        _ => Err(parsing::key_attribute_first("begins_with")),
    }
}

/// The only function that is an operand of a comparison.
fn no_size(operands: &[&Operand]) -> Result<(), Error> {
    let size = operands.iter().any(|operand| matches!(operand, Operand::Size(_)));
    if size { Err(error::validation(parsing::NESTED_OPERATIONS)) } else { Ok(()) }
}

fn attribute(mut path: Path) -> Result<Name, Error> {
    if path.is_attribute() { Ok(mem::take(&mut path.head)) } else { Err(error::validation(parsing::NESTED_ATTRIBUTE)) }
}

/// The operands hold no attribute, or more than one.
fn not_one_attribute(operands: &[&Operand]) -> Error {
    let mut paths = operands.iter().filter_map(|operand| match operand {
        Operand::Path(path) => Some(path),
        _ => None,
    });
    error::validation(match (paths.next(), paths.next()) {
        (Some(one), _) if !one.is_attribute() => parsing::NESTED_ATTRIBUTE,
        (_, Some(two)) if !two.is_attribute() => parsing::NESTED_ATTRIBUTE,
        (Some(_), _) => parsing::TWO_ATTRIBUTES,
        (None, _) => parsing::NO_ATTRIBUTE,
    })
}

/// The comparison with its sides swapped.
const fn mirrored(comparator: Comparator) -> Comparator {
    match comparator {
        Comparator::Lt => Comparator::Gt,
        Comparator::Le => Comparator::Ge,
        Comparator::Gt => Comparator::Lt,
        Comparator::Ge => Comparator::Le,
        _ => comparator,
    }
}

/// The operator or function of a condition that is none on keys, as it is written.
const fn operator(condition: &Condition) -> &'static str {
    match condition {
        Condition::Or(_) => "OR",
        Condition::Not(_) => "NOT",
        Condition::In(..) => "IN",
        Condition::Exists(_) => "attribute_exists",
        Condition::NotExists(_) => "attribute_not_exists",
        Condition::IsType(..) => "attribute_type",
        _ => "contains",
    }
}
