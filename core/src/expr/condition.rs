//! Conditions: of writes, of filters and of keys.

use super::{Name, Path};
use crate::value::{PackedValue, Type};

/// A condition on an item, as in a ConditionExpression or FilterExpression.
///
/// See [Condition and filter expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html).
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum Condition {
    /// `left = right` and its like.
    Compare(Operand, Comparator, Operand),
    /// `operand BETWEEN low AND high`, bounds included.
    Between(Operand, Operand, Operand),
    /// `operand IN (..)`.
    In(Operand, Vec<Operand>),
    /// `attribute_exists(path)`.
    Exists(Path),
    /// `attribute_not_exists(path)`.
    NotExists(Path),
    /// `attribute_type(operand, type)`.
    IsType(Operand, Type),
    /// `begins_with(operand, prefix)`.
    BeginsWith(Operand, Operand),
    /// `contains(operand, part)`.
    Contains(Operand, Operand),
    /// All of them.
    And(Vec<Condition>),
    /// At least one of them.
    Or(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

impl Condition {
    /// Joins both conditions; flattens, so that a chain of `and` stays one level deep.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::And(mut left), Self::And(right)) => {
                left.extend(right);
                Self::And(left)
            }
            (Self::And(mut all), other) => {
                all.push(other);
                Self::And(all)
            }
            (first, other) => Self::And(vec![first, other]),
        }
    }

    /// Joins one condition or the other; flattens, so that a chain of `or` stays one level deep.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Or(mut left), Self::Or(right)) => {
                left.extend(right);
                Self::Or(left)
            }
            (Self::Or(mut any), other) => {
                any.push(other);
                Self::Or(any)
            }
            (first, other) => Self::Or(vec![first, other]),
        }
    }

    /// Narrows a condition that may not be there yet by one more.
    pub fn narrow(condition: &mut Option<Self>, more: Self) {
        *condition = Some(match condition.take() {
            Some(first) => first.and(more),
            None => more,
        });
    }

    /// Calls `visit` with every path in the condition.
    pub fn paths(&self, visit: &mut dyn FnMut(&Path)) {
        match self {
            Self::Compare(left, _, right) | Self::BeginsWith(left, right) | Self::Contains(left, right) => {
                left.path(visit);
                right.path(visit);
            }
            Self::Between(operand, low, high) => {
                operand.path(visit);
                low.path(visit);
                high.path(visit);
            }
            Self::In(operand, list) => {
                operand.path(visit);
                list.iter().for_each(|operand| operand.path(visit));
            }
            Self::Exists(path) | Self::NotExists(path) => visit(path),
            Self::IsType(operand, _) => operand.path(visit),
            Self::And(all) | Self::Or(all) => all.iter().for_each(|condition| condition.paths(visit)),
            Self::Not(condition) => condition.paths(visit),
        }
    }
}

/// Operand of a condition.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum Operand {
    /// The value at a path.
    Path(Path),
    /// A value of the request.
    Value(PackedValue),
    /// `size(path)` or `size(value)`.
    Size(Box<Operand>),
}

impl Operand {
    fn path(&self, visit: &mut dyn FnMut(&Path)) {
        match self {
            Self::Path(path) => visit(path),
            Self::Value(_) => {}
            Self::Size(operand) => operand.path(visit),
        }
    }
}

/// The comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Comparator {
    /// `=`
    Eq,
    /// `<>`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl Comparator {
    /// Returns the operator as it stands in an expression.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Eq => "=",
            Self::Ne => "<>",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }
}

/// The condition on one key attribute of a query.
///
/// See [Key condition expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html).
#[derive(Clone, Debug, PartialEq)]
pub struct KeyCondition {
    /// The key attribute.
    pub name: Name,
    /// The condition on its value.
    pub test: KeyTest,
}

/// Condition of a query on a key attribute.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum KeyTest {
    /// `name = value`
    Eq(PackedValue),
    /// `name < value`
    Lt(PackedValue),
    /// `name <= value`
    Le(PackedValue),
    /// `name > value`
    Gt(PackedValue),
    /// `name >= value`
    Ge(PackedValue),
    /// `name BETWEEN low AND high`, bounds included.
    Between(PackedValue, PackedValue),
    /// `begins_with(name, prefix)`
    BeginsWith(PackedValue),
}
