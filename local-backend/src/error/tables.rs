//! Texts about tables: what is refused of their names, indexes, capacity and settings.
//!
//! A text that stands in no source is marked as a guess.

use std::fmt::Display;

use monotable::request::control::Throughput;
use monotable::{Error, ErrorKind};

use super::{code, parameter, validation};

pub const NOTHING_TO_UPDATE: &str = "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, \
     GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required";
pub const INDEX_EXISTS: &str = "Attempting to create an index which already exists";
pub const PROVISIONED_WITHOUT_THROUGHPUT: &str =
    "ProvisionedThroughput must be specified when BillingMode is PROVISIONED";
pub const UNITS_BY_REQUEST: &str =
    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST";
pub const TTL_TOO_OFTEN: &str = "Time to live has been modified multiple times within a fixed interval";
pub const NO_ARN: &str = "Invalid TableArn";
pub const NO_TAGS: &str = "Atleast one Tag needs to be provided as Input.";
pub const NO_TAG_KEYS: &str = "Atleast one Tag Key needs to be provided as Input.";

// Guesses from here on.

pub const ON_DEMAND_OF_PROVISIONED: &str = "OnDemandThroughput cannot be specified when BillingMode is PROVISIONED";
pub const ON_DEMAND_EMPTY: &str = "OnDemandThroughput must specify MaxReadRequestUnits, MaxWriteRequestUnits, or both";
pub const ON_DEMAND_RANGE: &str = "OnDemandThroughput must be -1, or greater than or equal to 1";
pub const WARM_EMPTY: &str = "WarmThroughput must specify ReadUnitsPerSecond, WriteUnitsPerSecond, or both";
pub const KEY_WITHOUT_ENCRYPTION: &str = "SSEType and KMSMasterKeyId can be specified only if SSE is enabled";
pub const OTHER_ENCRYPTION: &str = "SSEType AES256 is not supported";
pub const TAG_CHARACTERS: &str =
    "Tag keys and values may hold letters, digits, white space and the characters + - = . _ : / @";
pub const TAG_RESERVED: &str = "Tag keys that start with aws: are reserved";
pub const NEXT_TOKEN: &str = "Invalid NextToken";
pub const POLICY_TOO_LONG: &str = "The resource policy is larger than 20 KB";
pub const POLICY_NOT_JSON: &str = "The resource policy is not a JSON object";
pub const NOT_A_POLICY_RESOURCE: &str = "The resource of a policy must be a table or a stream";

/// A table that is being created, updated or deleted.
#[cold]
pub fn in_use(done: &str, table: &str) -> Error {
    let message = format!("Attempt to change a resource which is still in use: Table is being {done}: {table}");
    Error::new(ErrorKind::InUse, message).with_code(code::IN_USE)
}

/// An index that is being created. The text is a guess by that of tables.
#[cold]
pub fn index_in_use(index: &str) -> Error {
    let message = format!("Attempt to change a resource which is still in use: Index is being created: {index}");
    Error::new(ErrorKind::InUse, message).with_code(code::IN_USE)
}

/// A second index while one is created or deleted.
#[cold]
pub fn one_index_at_a_time() -> Error {
    limit("Only 1 online index can be created or deleted simultaneously per table")
}

/// Provisioned capacity was made less too often. The end of the text is cut off.
#[cold]
pub fn too_many_decreases(count: u64) -> Error {
    limit(format_args!(
        "Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each subsequent \
         decrease in the same UTC day can be performed at most once every 3600 seconds. Number of decreases today: {count}."
    ))
}

fn limit(detail: impl Display) -> Error {
    Error::new(ErrorKind::LimitExceeded, format!("Subscriber limit exceeded: {detail}")).with_code(code::LIMIT)
}

/// Two changes of one index.
#[cold]
pub fn index_changed_twice(index: &str) -> Error {
    parameter(format_args!(
        "Only one global secondary index update per index is allowed simultaneously. Index: {index}"
    ))
}

/// An index to be changed that is not there. The text is that of other things that are not there.
#[cold]
pub fn no_such_index(index: &str) -> Error {
    let message = format!("Requested resource not found: Index: {index} not found");
    Error::new(ErrorKind::NotFound, message).with_code(code::NOT_FOUND)
}

/// A read of an index that does not have all its entries yet.
#[cold]
pub fn backfilling(index: &str) -> Error {
    validation(format!("Cannot read from backfilling global secondary index: {index}"))
}

/// Units of an index of a table that is paid by request.
#[cold]
pub fn index_units_by_request(index: &str) -> Error {
    parameter(format_args!(
        "ProvisionedThroughput should not be specified for index: {index} when BillingMode is PAY_PER_REQUEST"
    ))
}

/// Indexes of a provisioned table without units.
#[cold]
pub fn indexes_without_units(indexes: &[&str]) -> Error {
    parameter(format_args!("ProvisionedThroughput must be specified for index: {}", indexes.join(",")))
}

/// The capacity that is asked for is there; `what` is the table or an index.
#[cold]
pub fn same_units(what: impl Display, kind: &str, units: Throughput) -> Error {
    let Throughput { read, write } = units;
    validation(format!(
        "The provisioned throughput for the {what} will not change. The requested value equals the current value. Current \
         ReadCapacityUnits provisioned for the {kind}: {read}. Requested ReadCapacityUnits: {read}. Current \
         WriteCapacityUnits provisioned for the {kind}: {write}. Requested WriteCapacityUnits: {write}. Refer to the Amazon \
         DynamoDB Developer Guide for current limits and how to request higher limits."
    ))
}

/// More units than a number of DynamoDB's holds.
#[cold]
pub fn units_out_of_bounds(member: &str, units: u64, index: Option<&str>) -> Error {
    let of = index.map(|index| format!(" for index {index}")).unwrap_or_default();
    validation(format!("Given value {units} for {member} is out of bounds{of}"))
}

/// Less warm throughput than there is. The text is a guess.
#[cold]
pub fn cooler(member: &str, what: &str) -> Error {
    parameter(format_args!(
        "Requested {member} for WarmThroughput for {what} is lower than current WarmThroughput, decreasing WarmThroughput is \
         not supported"
    ))
}

/// Something of another account.
#[cold]
pub fn access_denied(account: &str, operation: &str, resource: &str) -> Error {
    let message = format!(
        "User: arn:aws:iam::{account}:root is not authorized to perform: dynamodb:{operation} on resource: {resource} because \
         no resource-based policy allows the dynamodb:{operation} action"
    );
    Error::new(ErrorKind::AccessDenied, message).with_code(code::ACCESS_DENIED)
}

/// An ARN that is none of a table.
#[cold]
pub fn invalid_arn(arn: &str) -> Error {
    validation(format!("{NO_ARN}: Invalid ResourceArn provided as input {arn}"))
}

/// No table of this ARN.
#[cold]
pub fn resource_arn_not_found(arn: &str) -> Error {
    // As DynamoDB spells it.
    let message = format!("Requested resource not found: ResourcArn: {arn} not found");
    Error::new(ErrorKind::NotFound, message).with_code(code::NOT_FOUND)
}

/// More tags than a table can have. The text is a guess.
#[cold]
pub fn too_many_tags(most: usize) -> Error {
    parameter(format_args!("A resource can have no more than {most} tags"))
}

/// The resource of this ARN has no policy, or none as was expected.
#[cold]
pub fn policy_not_found(detail: impl Display) -> Error {
    let message = format!("Resource-based policy not found for the provided ResourceArn: {detail}");
    Error::new(ErrorKind::NotFound, message).with_code(code::POLICY_NOT_FOUND)
}

/// The table has a policy of this revision where none was expected.
#[cold]
pub fn unexpected_policy(table: &str, revision: &str) -> Error {
    policy_not_found(format_args!(
        "Requested policy update expecting none to be present for table {table}, but a policy exists with revision id {revision}."
    ))
}

/// The table has a policy of another revision than the one that was expected.
#[cold]
pub fn other_policy(table: &str, expected: &str, revision: &str) -> Error {
    policy_not_found(format_args!(
        "Requested update for policy with revision id {expected}, but the policy associated to target table {table} has \
         revision id {revision}."
    ))
}

/// No table of this name, as backups say it.
#[cold]
pub fn table_of_backups_not_found(table: &str) -> Error {
    let message = format!("Table not found: {table}");
    Error::new(ErrorKind::NotFound, message).with_code(code::TABLE_NOT_FOUND)
}
