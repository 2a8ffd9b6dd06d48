//! Texts about expressions that come as text, and about the placeholders in them.

use monotable::Error;

use super::{Expression, expression, validation};

// Through `expression`, in the order in which they are looked for.

/// A token that cannot stand where it does; `near` is it with its neighbours.
#[cold]
pub fn syntax(kind: Expression, token: &str, near: &str) -> Error {
    expression(kind, format_args!("Syntax error; token: \"{token}\", near: \"{near}\""))
}

/// What stands for the token where the text ends too early.
pub const END: &str = "<EOF>";
pub const REDUNDANT_PARENTHESES: &str = "The expression has redundant parentheses;";

/// A section of an update expression that occurs again.
#[cold]
pub fn repeated_section(section: &str) -> Error {
    expression(
        Expression::Update,
        format_args!("The \"{section}\" section can only be used once in an update expression;"),
    )
}

/// No function of this name.
#[cold]
pub fn unknown_function(kind: Expression, function: &str) -> Error {
    expression(kind, format_args!("Invalid function name; function: {function}"))
}

/// A reserved word as a name.
#[cold]
pub fn reserved_word(kind: Expression, word: &str) -> Error {
    expression(kind, format_args!("Attribute name is a reserved keyword; reserved keyword: {word}"))
}

/// A list index that no list can have.
#[cold]
pub fn list_index(kind: Expression, index: &str) -> Error {
    expression(kind, format_args!("List index is not within the allowable range; index: [{index}]"))
}

/// A placeholder for a name without the name.
#[cold]
pub fn undefined_name(kind: Expression, placeholder: &str) -> Error {
    expression(
        kind,
        format_args!(
            "An expression attribute name used in the document path is not defined; attribute name: {placeholder}"
        ),
    )
}

/// A placeholder for a value without the value.
#[cold]
pub fn undefined_value(kind: Expression, placeholder: &str) -> Error {
    expression(
        kind,
        format_args!("An expression attribute value used in expression is not defined; attribute value: {placeholder}"),
    )
}

/// Something else where a function takes a path alone.
#[cold]
pub fn path_required(kind: Expression, function: &str) -> Error {
    expression(kind, format_args!("Operator or function requires a document path; operator or function: {function}"))
}

/// An attribute of the item where a function takes a value of the request alone.
#[cold]
pub fn constant_required(kind: Expression, function: &str) -> Error {
    // Of a path the type is not known: DynamoDB prints all that it may have.
    expression(
        kind,
        format_args!(
            "Incorrect operand type for operator or function; operator or function: {function}, operand type: \
             {{NS,SS,L,BS,N,M,B,BOOL,NULL,S}}"
        ),
    )
}

/// A text that is no name of a type.
#[cold]
pub fn attribute_type(kind: Expression, name: &str) -> Error {
    expression(
        kind,
        format_args!("Invalid attribute type name found; type: {name}, valid types: {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}"),
    )
}

// Key conditions.

pub const NESTED_OPERATIONS: &str = "KeyConditionExpressions cannot contain nested operations";
pub const NESTED_ATTRIBUTE: &str = "KeyConditionExpressions cannot have conditions on nested attributes";
pub const TWO_ATTRIBUTES: &str =
    "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition";
pub const NO_ATTRIBUTE: &str = "Invalid condition in KeyConditionExpression: No key attribute specified";

/// An operator or function that no key condition has.
#[cold]
pub fn key_operator(operator: &str) -> Error {
    validation(format!("Invalid operator used in KeyConditionExpression: {operator}"))
}

/// A value where the key attribute should stand.
#[cold]
pub fn key_attribute_first(operator: &str) -> Error {
    validation(format!(
        "Invalid condition in KeyConditionExpression: {operator} operator must have the key attribute as its first operand"
    ))
}

// Placeholders. `parameter` is the parameter of the request that holds them.

pub const NAMES: &str = "ExpressionAttributeNames";
pub const VALUES: &str = "ExpressionAttributeValues";
pub const PLACEHOLDERS_TOO_LARGE: &str =
    "ExpressionAttributeNames and ExpressionAttributeValues have exceeded the maximum allowed size together";

/// Placeholders that no expression has.
#[cold]
pub fn unused<'a>(parameter: &str, placeholders: impl Iterator<Item = &'a str>) -> Error {
    let placeholders: Vec<&str> = placeholders.collect();
    validation(format!("Value provided in {parameter} unused in expressions: keys: {{{}}}", placeholders.join(", ")))
}

/// Placeholders in a request without expressions, or without those that could use them: reads name these.
#[cold]
pub fn without_expressions(parameter: &str, missing: &[&str]) -> Error {
    let missing = match missing {
        [] => String::new(),
        [one] => format!(": {one} is null"),
        all => format!(": {} are null", all.join(" and ")),
    };
    validation(format!("{parameter} can only be specified when using expressions{missing}"))
}

/// No placeholder at all.
#[cold]
pub fn no_placeholders(parameter: &str) -> Error {
    validation(format!("{parameter} must not be empty"))
}

/// Something that is not a placeholder.
#[cold]
pub fn placeholder_syntax(parameter: &str, key: &str) -> Error {
    validation(format!("{parameter} contains invalid key: Syntax error; key: \"{key}\""))
}

/// A placeholder of more than 255 bytes.
#[cold]
pub fn placeholder_too_long(parameter: &str, key: &str) -> Error {
    validation(format!(
        "{parameter} contains invalid key: The expression attribute map contains a key that is too long; key: \"{key}\""
    ))
}

/// Parameters of both kinds.
#[cold]
pub fn mixed_parameters(legacy: &[&str], expressions: &[&str]) -> Error {
    validation(format!(
        "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {{{}}} \
         Expression parameters: {{{}}}",
        legacy.join(", "),
        expressions.join(", ")
    ))
}
