//! Texts about requests that only the wire can carry.

use std::fmt::Display;

use monotable::Error;

use super::{parameter, validation};

pub const NO_TYPE: &str = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
pub const TWO_TYPES: &str =
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes";
pub const ONE_ACTION: &str = "TransactItems can only contain one of Check, Put, Update or Delete";
pub const NO_ACTION: &str = "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request";
pub const NULL_FALSE: &str = "Null attribute value types must have the value of true";
pub const AT_LEAST_ZERO: &str = "Member must have value greater than or equal to 0";

// Queries and scans.

pub const SELECT_NOTHING: &str =
    "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES";
pub const SELECT_PROJECTED: &str = "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName";
pub const NO_TOTAL_SEGMENTS: &str =
    "The TotalSegments parameter is required but was not present in the request when Segment parameter is present";
pub const NO_SEGMENT: &str =
    "The Segment parameter is required but was not present in the request when parameter TotalSegments is present";

/// A projection together with a Select that has no use for it.
#[cold]
pub fn projected_select(projection: &str, select: &str) -> Error {
    validation(format!("Cannot specify the {projection} when choosing to get {select}"))
}

/// Returns what a member breaks by being none of the values that there are.
pub fn enumeration(allowed: &str) -> String {
    format!("Member must satisfy enum value set: {allowed}")
}

// Tables.

pub const NO_TABLE_NAME: &str = "The parameter 'TableName' is required but was not present in the request";
pub const FIRST_NOT_HASH: &str = "Invalid KeySchema: The first KeySchemaElement is not a HASH key type";
pub const SECOND_NOT_RANGE: &str = "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type";
pub const HASH_AFTER_RANGE: &str =
    "Invalid KeySchema: All HASH key attributes must precede RANGE key attributes in the KeySchema of an index";
pub const NO_INDEX_UPDATE: &str = "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, \
     GlobalSecondaryIndexUpdate.Delete must not be null";
/// A guess.
pub const SEVERAL_INDEX_UPDATES: &str = "Only one of GlobalSecondaryIndexUpdate.Update, \
     GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete can be specified";
/// A guess.
pub const DUPLICATE_TAGS: &str = "Tag keys must be unique";
pub const PROVISIONED_WITHOUT_UNITS: &str =
    "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED";
pub const SURPLUS_DEFINITIONS: &str =
    "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions";
pub const STREAM_VIEW: &str =
    "StreamViewType must be specified when the stream is enabled, and cannot be specified when it is not";

/// An attribute twice in the key of an index. The text is a guess.
#[cold]
pub fn index_key_twice(index: &str, name: &str) -> Error {
    parameter(format_args!("Duplicate attribute in the KeySchema of index {index}: {name}"))
}

/// An attribute that is defined twice. The text is a guess.
#[cold]
pub fn defined_twice(name: &str) -> Error {
    parameter(format_args!("Duplicate attribute in AttributeDefinitions: {name}"))
}

/// A key schema, and the definitions of which none gives one of its attributes a type.
#[cold]
pub fn undefined_keys(keys: &[&str], definitions: &[&str]) -> Error {
    parameter(format_args!(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: [{}], AttributeDefinitions: [{}]",
        keys.join(", "),
        definitions.join(", ")
    ))
}

/// Definitions of attributes that no key of a table with indexes has, or of one attribute twice.
#[cold]
pub fn unused_definitions(definitions: &[&str], used: &[&str]) -> Error {
    parameter(format_args!(
        "Some AttributeDefinitions are not used. AttributeDefinitions: [{}], keys used: [{}]",
        definitions.join(", "),
        used.join(", ")
    ))
}

/// A list of indexes without any.
#[cold]
pub fn empty_indexes(member: &str) -> Error {
    parameter(format_args!("List of {member} is empty"))
}

/// A projection of an unknown kind.
#[cold]
pub fn unknown_projection(kind: impl Display) -> Error {
    parameter(format_args!("Unknown ProjectionType: {kind}"))
}

/// Attributes listed for a projection that takes none.
#[cold]
pub fn needless_attributes(kind: &str) -> Error {
    parameter(format_args!("ProjectionType is {kind}, but NonKeyAttributes is specified"))
}

/// A member of global tables or vector indexes, which this engine does not have. The text is its own.
#[cold]
pub fn not_built(member: &str) -> Error {
    parameter(format_args!("{member} is not supported: there are no global tables and no vector indexes here"))
}
