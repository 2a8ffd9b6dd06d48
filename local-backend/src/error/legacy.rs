//! Texts about the parameters that were there before expressions.

use std::fmt::Display;

use monotable::{Error, Type};

use super::{OPERAND_DATA_TYPE, parameter, validation};

pub const OPERATOR_WITHOUT_CONDITIONS: &str = "ConditionalOperator cannot be used without Filter or Expected";
pub const OPERATOR_FOR_ONE: &str =
    "ConditionalOperator can only be used when Filter or Expected has two or more elements";
pub const NOT_INDEXABLE: &str = "Attempted conditional constraint is not an indexable operation";
pub const INVERTED_RANGE: &str =
    "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound";

const UPDATED_TYPE: &str = "Type mismatch for attribute to update";

// Through `parameter`.

pub const TYPES_DIFFER: &str = "AttributeValues inside AttributeValueList must be of same type";
pub const ONLY_DELETE: &str = "Only DELETE action is allowed when no attribute value is specified";

/// Too few or too many values for an operator.
#[cold]
pub fn argument_count(operator: &str) -> Error {
    parameter(format_args!("Invalid number of argument(s) for the {operator} ComparisonOperator"))
}

/// A value of a type that the operator does not take.
#[cold]
pub fn argument_type(operator: &str, actual: Type) -> Error {
    parameter(format_args!("ComparisonOperator {operator} is not valid for {actual} AttributeValue type"))
}

/// A value of a type that the action of an update does not take.
#[cold]
pub fn action_type(action: &str, actual: Type) -> Error {
    parameter(match action {
        "DELETE" => format!("DELETE action with value is not supported for the type {actual}"),
        _ => format!("{action} action is not supported for the type {actual}"),
    })
}

/// Returns what an update by AttributeUpdates says where one by expression would name its operands.
#[cold]
pub fn of_updates(error: Error) -> Error {
    if error.message() == OPERAND_DATA_TYPE { validation(UPDATED_TYPE) } else { error }
}

/// An attribute asked for twice.
#[cold]
pub fn duplicate_name(name: &str) -> Error {
    parameter(format_args!("Duplicate value in attribute name: {name}"))
}

/// A QueryFilter on a key attribute.
#[cold]
pub fn query_filter_on_key(name: &str) -> Error {
    validation(format!("QueryFilter can only contain non-primary key attributes: Primary key attribute: {name}"))
}

/// Members of an Expected that do not go together; `what` is said of this attribute.
#[cold]
pub fn expected(what: impl Display, name: &str) -> Error {
    parameter(format_args!("{what} for Attribute: {name}"))
}

// Through `expected`.

pub const VALUE_AND_LIST: &str = "Value and AttributeValueList cannot be used together";
pub const EXISTS_AND_OPERATOR: &str = "Exists and ComparisonOperator cannot be used together";
pub const LIST_WITHOUT_OPERATOR: &str = "AttributeValueList can only be used with a ComparisonOperator";
pub const VALUE_BUT_MISSING: &str = "Value cannot be used when Exists is false";

/// An operator without a value.
#[cold]
pub fn operator_without_value(operator: &str, name: &str) -> Error {
    expected(format_args!("Value or AttributeValueList must be used with ComparisonOperator: {operator}"), name)
}

/// An attribute that is to exist, with no word on its value.
#[cold]
pub fn exists_without_value(exists: Option<bool>, name: &str) -> Error {
    let exists = exists.map_or("null", |_| "true");
    expected(format_args!("Value must be provided when Exists is {exists}"), name)
}

/// How many attributes one of these parameters may name; a guess, as is the text about more of them.
pub const MOST_NAMES: usize = 5000;

#[cold]
pub fn names(count: usize) -> String {
    format!("{count} attributes")
}
