//! Conditions.

use monotable::expression::{Condition, Operand, Path};
use monotable::{Error, Type};

use super::{check_count, path, take_last};
use crate::error::{self, Expression, parsing};
use crate::eval;
use crate::parse::Placeholders;
use crate::parse::syntax::Step;

/// The condition of these steps.
pub(in crate::parse) fn condition(
    placeholders: &mut Placeholders,
    kind: Expression,
    steps: Vec<Step<'_>>,
) -> Result<Condition, Error> {
    let mut operands: Vec<Operand> = Vec::new();
    let mut conditions: Vec<Condition> = Vec::new();
    for step in steps {
        let test = match step {
            Step::Path(text) => {
                operands.push(Operand::Path(path(placeholders, kind, &text)?));
                continue;
            }
            Step::Value(placeholder) => {
                operands.push(Operand::Value(placeholders.value(kind, placeholder)?));
                continue;
            }
            Step::Call("size", count) => {
                check_count(kind, "size", count)?;
                let [operand] = take_last(&mut operands);
                let size = Operand::Size(Box::new(operand));
                // At once, so that sizes of sizes do not become deep.
                eval::check_operand(kind, &size)?;
                operands.push(size);
                continue;
            }
            Step::And(count) => {
                let all = conditions.split_off(conditions.len().saturating_sub(count));
                conditions.push(Condition::And(all));
                continue;
            }
            Step::Or(count) => {
                let any = conditions.split_off(conditions.len().saturating_sub(count));
                conditions.push(Condition::Or(any));
                continue;
            }
            Step::Not => {
                let [inner] = take_last(&mut conditions);
                conditions.push(Condition::Not(Box::new(inner)));
                continue;
            }
            Step::Compare(comparator) => {
                let [left, right] = take_last(&mut operands);
                Condition::Compare(left, comparator, right)
            }
            Step::Between => {
                let [operand, low, high] = take_last(&mut operands);
                Condition::Between(operand, low, high)
            }
            Step::In(count) => {
                let list = operands.split_off(operands.len().saturating_sub(count));
                let [operand] = take_last(&mut operands);
                Condition::In(operand, list)
            }
            Step::Call(function, count) => call(kind, function, count, &mut operands)?,
            // Of updates alone.
            Step::Plus | Step::Minus => continue,
        };
        eval::check_test(kind, &test)?;
        conditions.push(test);
    }
    let [condition] = take_last(&mut conditions);
    Ok(condition)
}

/// A function that is a condition.
fn call(kind: Expression, function: &str, count: usize, operands: &mut Vec<Operand>) -> Result<Condition, Error> {
    check_count(kind, function, count)?;
    Ok(match function {
        "attribute_exists" => Condition::Exists(only_path(kind, function, operands)?),
        "attribute_not_exists" => Condition::NotExists(only_path(kind, function, operands)?),
        "attribute_type" => {
            let [operand, name] = take_last(operands);
            let of = type_named(kind, function, &operand, &name)?;
            Condition::IsType(operand, of)
        }
        "begins_with" => {
            let [operand, prefix] = take_last(operands);
            Condition::BeginsWith(operand, prefix)
        }
        "contains" => {
            let [operand, part] = take_last(operands);
            Condition::Contains(operand, part)
        }
        other => return Err(error::misplaced_function(kind, other)),
    })
}

fn only_path(kind: Expression, function: &str, operands: &mut Vec<Operand>) -> Result<Path, Error> {
    match take_last(operands) {
        [Operand::Path(path)] => Ok(path),
        _ => Err(parsing::path_required(kind, function)),
    }
}

/// The type that the second operand of `attribute_type` names.
fn type_named(kind: Expression, function: &str, operand: &Operand, name: &Operand) -> Result<Type, Error> {
    let value = match (operand, name) {
        (Operand::Path(one), Operand::Path(two)) if one == two => {
            return Err(error::same_operands(kind, function, one));
        }
        (_, Operand::Value(value)) => value.view(),
        _ => return Err(parsing::constant_required(kind, function)),
    };
    let name = value.as_str().ok_or_else(|| error::operand_type(kind, function, value.kind()))?;
    Type::from_name(name).ok_or_else(|| parsing::attribute_type(kind, name))
}
