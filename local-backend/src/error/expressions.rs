//! Texts about expressions: what is wrong with one in itself, and where an update and an item do not fit together.

use std::fmt::Display;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use monotable::expression::Path;
use monotable::values::ValueRef;
use monotable::{Error, Type};

use super::validation;

/// The expressions of a request, as errors call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expression {
    Condition,
    Filter,
    KeyCondition,
    Projection,
    Update,
}

impl Expression {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Condition => "ConditionExpression",
            Self::Filter => "FilterExpression",
            Self::KeyCondition => "KeyConditionExpression",
            Self::Projection => "ProjectionExpression",
            Self::Update => "UpdateExpression",
        }
    }
}

/// A ValidationException about an expression.
#[cold]
pub fn expression(kind: Expression, detail: impl Display) -> Error {
    validation(format!("Invalid {}: {detail}", kind.name()))
}

// Found before any item is read; all go through `expression`.

pub const EMPTY_EXPRESSION: &str = "The expression can not be empty;";

/// The text of the expression is too long.
#[cold]
pub fn too_long(kind: Expression, size: usize) -> Error {
    let text = "Expression size has exceeded the maximum allowed size;";
    match kind {
        Expression::Update => expression(kind, text),
        _ => expression(kind, format_args!("{text} expression size: {size}")),
    }
}

/// The expression has more than 300 operators.
#[cold]
pub fn too_many_operators(kind: Expression, count: usize) -> Error {
    expression(kind, format_args!("The expression contains too many operators; operator count: {count}"))
}

/// A path with more than 32 elements.
#[cold]
pub fn path_too_deep(kind: Expression, levels: usize) -> Error {
    expression(kind, format_args!("The document path has too many nesting levels; nesting levels: {levels}"))
}

/// A function where it has no place.
#[cold]
pub fn misplaced_function(kind: Expression, function: &str) -> Error {
    expression(
        kind,
        format_args!("The function is not allowed to be used this way in an expression; function: {function}"),
    )
}

/// Too few or too many operands.
#[cold]
pub fn operand_count(kind: Expression, operator: &str, count: usize) -> Error {
    expression(
        kind,
        format_args!(
            "Incorrect number of operands for operator or function; operator or function: {operator}, number of operands: \
             {count}"
        ),
    )
}

/// More values than a list of operands may have. As programs report it; the reference has no text.
#[cold]
pub fn too_many_in(kind: Expression, count: usize) -> Error {
    expression(kind, format_args!("The IN operator is provided with too many operands; number of operands: {count}"))
}

/// A value of a type that the operator or function does not take.
#[cold]
pub fn operand_type(kind: Expression, operator: &str, actual: Type) -> Error {
    expression(
        kind,
        format_args!(
            "Incorrect operand type for operator or function; operator or function: {operator}, operand type: {actual}"
        ),
    )
}

/// A value of a type that ADD or DELETE does not take.
#[cold]
pub fn clause_operand_type(clause: &str, actual: Type) -> Error {
    let actual = match actual {
        Type::S => "STRING",
        Type::N => "NUMBER",
        Type::B => "BINARY",
        Type::Bool => "BOOLEAN",
        Type::L => "LIST",
        Type::M => "MAP",
        other => other.name(),
    };
    expression(
        Expression::Update,
        format_args!("Incorrect operand type for operator or function; operator: {clause}, operand type: {actual}"),
    )
}

/// The same path on both sides of an operator or function.
#[cold]
pub fn same_operands(kind: Expression, operator: &str, operand: &Path) -> Error {
    expression(
        kind,
        format_args!(
            "The first operand must be distinct from the remaining operands for this operator or function; operator: \
             {operator}, first operand: {operand}"
        ),
    )
}

/// Bounds of BETWEEN of different types.
#[cold]
pub fn bound_types(kind: Expression, low: ValueRef<'_>, high: ValueRef<'_>) -> Error {
    bounds(kind, "The BETWEEN operator requires same data type for lower and upper bounds;", low, high)
}

/// Bounds of BETWEEN the wrong way round.
#[cold]
pub fn inverted_bounds(kind: Expression, low: ValueRef<'_>, high: ValueRef<'_>) -> Error {
    bounds(kind, "The BETWEEN operator requires upper bound to be greater than or equal to lower bound;", low, high)
}

fn bounds(kind: Expression, text: &str, low: ValueRef<'_>, high: ValueRef<'_>) -> Error {
    let (low, high) = (attribute_value(low), attribute_value(high));
    expression(kind, format_args!("{text} lower bound operand: {low}, upper bound operand: {high}"))
}

/// A scalar as DynamoDB prints it in errors.
pub fn attribute_value(value: ValueRef<'_>) -> String {
    let text = match value {
        ValueRef::S(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::N(_) => value.as_number().map(|number| number.to_string()).unwrap_or_default(),
        ValueRef::B(bytes) => STANDARD.encode(bytes),
        ValueRef::Bool(value) => value.to_string(),
        _ => String::new(),
    };
    format!("AttributeValue: {{{}:{text}}}", value.kind())
}

/// Two paths of which one holds the other.
#[cold]
pub fn overlap(kind: Expression, one: &Path, two: &Path) -> Error {
    two_paths(kind, "overlap", one, two)
}

/// Two paths that take the same value for a map and for a list.
#[cold]
pub fn conflict(kind: Expression, one: &Path, two: &Path) -> Error {
    two_paths(kind, "conflict", one, two)
}

fn two_paths(kind: Expression, how: &str, one: &Path, two: &Path) -> Error {
    expression(
        kind,
        format_args!(
            "Two document paths {how} with each other; must remove or rewrite one of these paths; path one: {one}, path \
             two: {two}"
        ),
    )
}

// Evaluation of updates.

pub const INVALID_UPDATE_PATH: &str = "The document path provided in the update expression is invalid for update";
pub const MISSING_OPERAND: &str = "The provided expression refers to an attribute that does not exist in the item";
pub const OPERAND_DATA_TYPE: &str = "An operand in the update expression has an incorrect data type";
