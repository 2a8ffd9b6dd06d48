//! DynamoDB's exceptions: names and texts, in this one place.
//!
//! Texts are those of the value layer that AWS rolled out in 2026, without the prefix that some operations put in front of
//! them: that is [`enveloped`]. `expressions` holds what is said about expressions,
//! `parsing` what is said about their text, `legacy` about the parameters before them, and `several` about batches and
//! transactions.

mod expressions;
pub mod legacy;
pub mod parsing;
mod several;
pub mod signature;
mod streams;
mod tables;
mod wire;
mod wording;

use std::fmt::Display;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use monotable::values::{NumberError, ValueRef};
use monotable::{Error, ErrorKind, Item, Type};

pub use expressions::{
    EMPTY_EXPRESSION, Expression, INVALID_UPDATE_PATH, MISSING_OPERAND, OPERAND_DATA_TYPE, attribute_value,
    bound_types, clause_operand_type, conflict, expression, inverted_bounds, misplaced_function, operand_count,
    operand_type, overlap, path_too_deep, same_operands, too_long, too_many_in, too_many_operators,
};
pub use several::is_duplicate_keys;
pub use several::{
    DUPLICATE_KEYS, NOT_ONE_REQUEST, SEVERAL_ACTIONS, TABLE_NAMES, TOO_MANY_KEYS, TOO_MANY_WRITES,
    TRANSACTION_TOO_LARGE, absent, canceled, condition_reason, elements, member, token_mismatch,
    transaction_in_progress, validation_reason,
};

pub use streams::{
    BROKEN_ITERATOR, TIME_AHEAD, broken_arn, broken_shard_id, expired_iterator, foreign_number, shard_not_found,
    stream_disabled, stream_enabled, stream_not_found, trimmed,
};
pub use streams::{FILTER_WITHOUT_SHARD, NUMBER_MISSING, TIME_MISSING, needless_start};
pub use tables::{
    INDEX_EXISTS, KEY_WITHOUT_ENCRYPTION, NEXT_TOKEN, NO_ARN, NO_TAG_KEYS, NO_TAGS, NOT_A_POLICY_RESOURCE,
    NOTHING_TO_UPDATE, ON_DEMAND_EMPTY, ON_DEMAND_OF_PROVISIONED, ON_DEMAND_RANGE, OTHER_ENCRYPTION, POLICY_NOT_JSON,
    POLICY_TOO_LONG, PROVISIONED_WITHOUT_THROUGHPUT, TAG_CHARACTERS, TAG_RESERVED, TTL_TOO_OFTEN, UNITS_BY_REQUEST,
    WARM_EMPTY, access_denied, backfilling, cooler, in_use, index_changed_twice, index_in_use, index_units_by_request,
    indexes_without_units, invalid_arn, no_such_index, one_index_at_a_time, other_policy, policy_not_found,
    resource_arn_not_found, same_units, table_of_backups_not_found, too_many_decreases, too_many_tags,
    unexpected_policy, units_out_of_bounds,
};
pub use wire::{
    AT_LEAST_ZERO, DUPLICATE_TAGS, FIRST_NOT_HASH, HASH_AFTER_RANGE, NO_ACTION, NO_INDEX_UPDATE, NO_SEGMENT,
    NO_TABLE_NAME, NO_TOTAL_SEGMENTS, NO_TYPE, NULL_FALSE, ONE_ACTION, PROVISIONED_WITHOUT_UNITS, SECOND_NOT_RANGE,
    SELECT_NOTHING, SELECT_PROJECTED, SEVERAL_INDEX_UPDATES, STREAM_VIEW, SURPLUS_DEFINITIONS, TWO_TYPES,
    defined_twice, empty_indexes, enumeration, index_key_twice, needless_attributes, not_built, projected_select,
    undefined_keys, unknown_projection, unused_definitions,
};

pub use wording::{Layer, Texts, Wording};

/// What PutItem, UpdateItem and DeleteItem put in front of errors in the request itself, and Query before its Select rules.
pub const ENVELOPE: &str = "1 validation error detected: ";

/// The error with the prefix of errors in the request itself, unless it counts them already.
#[cold]
pub fn enveloped(error: Error) -> Error {
    let counted =
        error.message().split_once(" validation error").is_some_and(|(count, _)| count.parse::<u32>().is_ok());
    if counted || error.code() != Some(code::VALIDATION) {
        return error;
    }
    validation(format!("{ENVELOPE}{}", error.message()))
}

/// Names of exceptions.
pub mod code {
    pub const VALIDATION: &str = "ValidationException";
    pub const CONDITION_FAILED: &str = "ConditionalCheckFailedException";
    pub const NOT_FOUND: &str = "ResourceNotFoundException";
    pub const IN_USE: &str = "ResourceInUseException";
    pub const LIMIT: &str = "LimitExceededException";
    pub const ACCESS_DENIED: &str = "AccessDeniedException";
    pub const TABLE_NOT_FOUND: &str = "TableNotFoundException";
    pub const POLICY_NOT_FOUND: &str = "PolicyNotFoundException";
    pub const TRANSACTION_CANCELED: &str = "TransactionCanceledException";
    pub const TRANSACTION_IN_PROGRESS: &str = "TransactionInProgressException";
    pub const EXPIRED_ITERATOR: &str = "ExpiredIteratorException";
    pub const TRIMMED_DATA: &str = "TrimmedDataAccessException";
    pub const TOKEN_MISMATCH: &str = "IdempotentParameterMismatchException";
}

const CONDITION_FAILED: &str = "The conditional request failed";

/// A ValidationException.
#[cold]
pub fn validation(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Validation, message).with_code(code::VALIDATION)
}

/// A ValidationException about a parameter.
#[cold]
pub fn parameter(detail: impl Display) -> Error {
    validation(format!("One or more parameter values were invalid: {detail}"))
}

/// The condition of a write did not hold; `old` is what stood there, where that was asked for.
#[cold]
pub fn condition_failed(old: Option<Item>) -> Error {
    let error = Error::new(ErrorKind::ConditionFailed, CONDITION_FAILED).with_code(code::CONDITION_FAILED);
    match old {
        Some(old) => error.with_item(old),
        None => error,
    }
}

/// No table of that name, in an operation on items.
#[cold]
pub fn resource_not_found() -> Error {
    Error::new(ErrorKind::NotFound, "Requested resource not found").with_code(code::NOT_FOUND)
}

/// No table of that name, in an operation on tables.
#[cold]
pub fn table_not_found(table: &str) -> Error {
    let message = format!("Requested resource not found: Table: {table} not found");
    Error::new(ErrorKind::NotFound, message).with_code(code::NOT_FOUND)
}

/// The table exists already.
#[cold]
pub fn table_exists(table: &str) -> Error {
    Error::new(ErrorKind::InUse, format!("Table already exists: {table}")).with_code(code::IN_USE)
}

/// The table has no such index.
#[cold]
pub fn index_not_found(index: &str) -> Error {
    validation(format!("The table does not have the specified index: {index}"))
}

// Values.

pub const EMPTY_STRING_SET: &str = "An string set  may not be empty";
pub const EMPTY_NUMBER_SET: &str = "An number set  may not be empty";
pub const EMPTY_BINARY_SET: &str = "Binary sets should not be empty";
pub const DUPLICATE_NUMBERS: &str = "Input collection contains duplicates.";
pub const EMPTY_NAME: &str = "Empty attribute name";
pub const NAME_TOO_LONG: &str = "Attribute name is too large, must be less than 65536 bytes";
pub const DUPLICATE_NAME: &str = "Attribute name occurs more than once";
pub const NOT_A_NUMBER: &str = "The parameter cannot be converted to a numeric value: ";
pub const NESTED_TOO_DEEPLY: &str =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
pub const UPDATED_TOO_DEEPLY: &str = "Nesting Levels have exceeded supported limits.";
pub const ITEM_TOO_LARGE: &str = "Item size has exceeded the maximum allowed size";
pub const UPDATED_ITEM_TOO_LARGE: &str = "Item size to update has exceeded the maximum allowed size";

const TOO_MANY_DIGITS: &str = "Attempting to store more than 38 significant digits in a Number";
const NUMBER_OVERFLOW: &str =
    "Number overflow. Attempting to store a number with magnitude larger than supported range";
const NUMBER_UNDERFLOW: &str =
    "Number underflow. Attempting to store a number with magnitude smaller than supported range";

/// Returns what is wrong with a number that was written as `text`, or came out of a sum.
#[cold]
pub fn number(error: NumberError, text: &str) -> Error {
    validation(match error {
        NumberError::TooManyDigits => TOO_MANY_DIGITS.to_owned(),
        NumberError::Overflow => NUMBER_OVERFLOW.to_owned(),
        NumberError::Underflow => NUMBER_UNDERFLOW.to_owned(),
        _ => format!("{NOT_A_NUMBER}{text}"),
    })
}

/// A text or binary set with a repeated member: the members as DynamoDB lists them.
#[cold]
pub fn duplicates<'a>(kind: Type, members: impl Iterator<Item = &'a [u8]>) -> Error {
    let quoted: Vec<String> = members
        .map(|member| match kind {
            Type::Bs => format!("\"{}\"", STANDARD.encode(member)),
            _ => format!("\"{}\"", String::from_utf8_lossy(member)),
        })
        .collect();
    match kind {
        Type::Bs => parameter(format_args!("Input collection [{}]of type BS contains duplicates.", quoted.join(","))),
        _ => parameter(format_args!("Input collection [{}] contains duplicates.", quoted.join(", "))),
    }
}

// Keys.

pub const KEY_MISMATCH: &str = "The provided key element does not match the schema";
const EMPTY_KEY: &str = "The AttributeValue for a key attribute cannot contain an empty";

/// The partition key is too long.
#[cold]
pub fn hash_too_long() -> Error {
    // No blank before the number: DynamoDB's own text.
    parameter("Size of hashkey has exceeded the maximum size limit of2048 bytes")
}

/// The sort key is too long.
#[cold]
pub fn range_too_long() -> Error {
    parameter("Aggregated size of all range keys has exceeded the size limit of 1024 bytes")
}

/// An item without one of its key attributes.
#[cold]
pub fn missing_key(name: &str) -> Error {
    parameter(format_args!("Missing the key {name} in the item"))
}

/// An item with a key attribute of the wrong type.
#[cold]
pub fn key_type(name: &str, expected: Type, actual: Type) -> Error {
    parameter(format_args!("Type mismatch for key {name} expected: {expected} actual: {actual}"))
}

/// An item with an index key attribute of the wrong type.
#[cold]
pub fn index_key_type(name: &str, expected: Type, actual: Type, index: &str) -> Error {
    parameter(format_args!(
        "Type mismatch for Index Key {name} Expected: {expected} Actual: {actual} IndexName: {index}"
    ))
}

/// An empty text or binary as table key.
#[cold]
pub fn empty_key(name: &str, kind: Type) -> Error {
    validation(format!(
        "One or more parameter values are not valid. {EMPTY_KEY} {} value. Key: {name}",
        long_word(kind)
    ))
}

/// An empty text or binary as index key, in a put.
#[cold]
pub fn empty_index_key(name: &str, kind: Type, index: &str) -> Error {
    validation(format!(
        "One or more parameter values are not valid. A value specified for a secondary index key is not supported. \
         {EMPTY_KEY} {} value. IndexName: {index}, IndexKey: {name}",
        long_word(kind)
    ))
}

/// An empty text or binary as index key, in an update.
#[cold]
pub fn empty_updated_index_key(kind: Type) -> Error {
    validation(format!(
        "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a \
         value that is not supported. {EMPTY_KEY} {} value.",
        long_word(kind)
    ))
}

const fn long_word(kind: Type) -> &'static str {
    match kind {
        Type::B => "binary",
        _ => "string",
    }
}

/// An update of a key attribute.
#[cold]
pub fn key_update(name: &str) -> Error {
    parameter(format_args!("Cannot update attribute {name}. This attribute is part of the key"))
}

/// A path into a key attribute of the table, or of this kind of key: `Key`, `IndexKey`.
#[cold]
pub fn path_into_key(key: &str, name: &str) -> Error {
    validation(format!(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: {key}: {name}"
    ))
}

/// A filter of a query on a key attribute.
#[cold]
pub fn filter_on_key(name: &str) -> Error {
    validation(format!("Filter Expression can only contain non-primary key attributes: Primary key attribute: {name}"))
}

// Members of requests; the wire has more than requests in process.

pub const NAME_PATTERN: &str = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
pub const KEY_TYPES: &str = "Member must satisfy enum value set: [B, N, S]";
pub const AT_LEAST_ONE: &str = "Member must have value greater than or equal to 1";
pub const LIMIT_ZERO: &str = "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must \
     have value greater than or equal to 1";
pub const RETURN_VALUES: &str = "ReturnValues can only be ALL_OLD or NONE";

/// Returns what a number breaks by being too small.
pub fn at_least(value: u32) -> String {
    format!("Member must have value greater than or equal to {value}")
}

/// Returns what a number breaks by being too large.
pub fn at_most(value: u32) -> String {
    format!("Member must have value less than or equal to {value}")
}

/// Returns what a member breaks by being too short.
pub fn at_least_long(length: usize) -> String {
    format!("Member must have length greater than or equal to {length}")
}

/// Returns what a member breaks by being too long.
pub fn at_most_long(length: usize) -> String {
    format!("Member must have length less than or equal to {length}")
}

/// One broken constraint.
pub fn constraint(path: impl Display, value: impl Display, constraint: impl Display) -> String {
    format!("Value '{value}' at '{path}' failed to satisfy constraint: {constraint}")
}

/// Broken constraints that were found.
#[cold]
pub fn constraints(found: &[String]) -> Error {
    let count = found.len();
    let errors = if count == 1 { "error" } else { "errors" };
    validation(format!("{count} validation {errors} detected: {}", found.join("; ")))
}

/// Broken constraints at which DynamoDB stops looking for more.
pub const LISTED_CONSTRAINTS: usize = 10;

// Queries and scans.

pub const CONSISTENT_GLOBAL: &str = "Consistent reads are not supported on global secondary indexes";
pub const NO_KEY_CONDITION: &str =
    "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.";
pub const KEY_CONDITION: &str = "Query key condition not supported";
pub const TWO_KEY_CONDITIONS: &str = "KeyConditionExpressions must only contain one condition per key";
pub const KEY_CONDITION_TYPE: &str = "Condition parameter type does not match schema type";
pub const START_KEY: &str = "The provided starting key is invalid";
pub const START_OUTSIDE: &str = "The provided starting key is outside query boundaries based on provided conditions";
pub const START_PREDICATE: &str = "The provided starting key does not match the range key predicate";
pub const START_ONE_ROW: &str = "The query can return at most one row and cannot be restarted";
pub const SEGMENT: &str = "The Segment parameter is zero-based and must be less than parameter TotalSegments";

/// A query without a condition on a key attribute that needs one.
#[cold]
pub fn missing_key_condition(name: &str) -> Error {
    validation(format!("Query condition missed key schema element: {name}"))
}

/// A query without equality for these attributes of a partition key of several.
#[cold]
pub fn partial_hash(names: &[&str]) -> Error {
    let names = names.join(", ");
    validation(format!("HASH key attributes {names} must have equality conditions specified in the query"))
}

/// More conditions than key attributes.
#[cold]
pub fn too_many_key_conditions(count: usize, keys: usize) -> Error {
    validation(format!(
        "The number of query conditions ({count}) exceeds the number of key attributes defined in the schema ({keys})"
    ))
}

/// A condition on a later attribute of a sort key than the first one without equality.
#[cold]
pub fn key_condition_gap(missing: &str, present: &str) -> Error {
    validation(format!(
        "RANGE key attributes {missing} must have equality conditions specified in the query because a condition is present \
         on key attribute {present}"
    ))
}

/// All attributes asked of a global index that does not carry all.
#[cold]
pub fn select_all(index: &str) -> Error {
    parameter(format_args!(
        "Select type ALL_ATTRIBUTES is not supported for global secondary index {index} because its projection type is not ALL"
    ))
}

/// Attributes asked of a global index that does not carry them.
#[cold]
pub fn not_projected(index: &str, names: &[&str]) -> Error {
    parameter(format_args!("Global secondary index {index} does not project [{}]", names.join(", ")))
}

/// A start key for a query of a table without sort key, where nothing can follow.
#[cold]
pub fn start_of_one(name: &str, value: ValueRef<'_>) -> Error {
    let value = attribute_value(value);
    validation(format!("The provided exclusive start key is invalid: ExclusiveStartKey: {{{name}={value}}}"))
}

/// A start key that is in another segment.
#[cold]
pub fn start_segment(total: u32, segment: u32) -> Error {
    validation(format!(
        "{START_KEY}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: {total} \
         Segment: {segment}"
    ))
}

// Tables.

pub const KEY_WITHOUT_DEFINITION: &str = "Invalid KeySchema: Some index key attribute have no definition";
pub const REDEFINED: &str =
    "Attributes cannot be redefined. Please check that your attribute has the same type as previously defined.";
pub const LOCAL_WITHOUT_RANGE: &str =
    "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex";
pub const TOO_MANY_LOCAL: &str = "Number of LocalSecondaryIndexes exceeds per-table limit of 5";
pub const TOO_MANY_GLOBAL: &str = "GlobalSecondaryIndex count exceeds the per-table limit of 20";
pub const INCLUDE_NOTHING: &str = "ProjectionType is INCLUDE, but NonKeyAttributes is not specified";
pub const TOO_MANY_INCLUDED: &str = "Number of NonKeyAttributes across all indexes exceeds per-table limit of 100";
pub const PROTECTED: &str =
    "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.";
pub const TTL_ENABLED: &str = "TimeToLive is already enabled";
pub const TTL_DISABLED: &str = "TimeToLive is already disabled";

/// Time-to-live goes by another attribute.
#[cold]
pub fn ttl_elsewhere(name: &str) -> Error {
    validation(format!("TimeToLive is active on a different AttributeName: current AttributeName is {name}"))
}

/// Two indexes of one name.
#[cold]
pub fn duplicate_index(name: &str) -> Error {
    parameter(format_args!("Duplicate index name: {name}"))
}

/// A local index without a sort key.
#[cold]
pub fn index_without_range(index: &str) -> Error {
    parameter(format_args!("Index KeySchema does not have a range key for index: {index}"))
}

/// A local index with another partition key than the table.
#[cold]
pub fn index_hash(index: &str, index_hash: &str, table_hash: &str) -> Error {
    parameter(format_args!(
        "Index KeySchema does not have the same leading hash key as table KeySchema for index: {index}. index hash key: \
         {index_hash}, table hash key: {table_hash}"
    ))
}

/// An attribute named twice among those that an index includes.
#[cold]
pub fn included_twice(name: &str, index: &str) -> Error {
    parameter(format_args!("Duplicate attribute {name} in NonKeyAttributes of index: {index}"))
}
