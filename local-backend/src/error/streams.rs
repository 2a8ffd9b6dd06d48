//! Texts about streams. Those marked so are guesses: the reference names the exception alone.

use std::fmt::Display;

use monotable::{Error, ErrorKind};

use super::{code, validation};

// Guesses, all of them.
pub const NUMBER_MISSING: &str =
    "The parameter SequenceNumber is required when ShardIteratorType is AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER";
pub const TIME_MISSING: &str = "The parameter Timestamp is required when ShardIteratorType is AT_TIMESTAMP";
pub const FILTER_WITHOUT_SHARD: &str =
    "ShardFilter must have both Type and ShardId: the shards that follow a shard are listed";
pub const TIME_AHEAD: &str = "Timestamp cannot be in the future";
pub const BROKEN_ITERATOR: &str = "Invalid ShardIterator";

/// A stream where one is enabled already.
#[cold]
pub fn stream_enabled(table: &str) -> Error {
    validation(format!("Table already has an enabled stream: TableName: {table}"))
}

/// No stream to disable. The text is a guess.
#[cold]
pub fn stream_disabled(table: &str) -> Error {
    validation(format!("Table already has a disabled stream: TableName: {table}"))
}

/// Returns what should be the ARN of a stream and has not its form. The text is a guess.
#[cold]
pub fn broken_arn(arn: &str) -> Error {
    validation(format!("Invalid StreamArn: {arn}"))
}

/// Returns what should be the name of a shard and has not its form. The text is a guess.
#[cold]
pub fn broken_shard_id(id: &str) -> Error {
    validation(format!("Invalid ShardId: {id}"))
}

/// No stream of that name.
#[cold]
pub fn stream_not_found(arn: &str) -> Error {
    not_found(format_args!("Stream: {arn} not found"))
}

/// No shard of that name. The text is a guess.
#[cold]
pub fn shard_not_found(shard: &str, arn: &str) -> Error {
    not_found(format_args!("Shard: {shard} in Stream: {arn} not found"))
}

fn not_found(what: impl Display) -> Error {
    Error::new(ErrorKind::NotFound, format!("Requested resource not found: {what}")).with_code(code::NOT_FOUND)
}

/// A member that does not go with where a shard is to be read. The text is a guess.
#[cold]
pub fn needless_start(member: &str, kind: &str) -> Error {
    validation(format!("The parameter {member} cannot be used when ShardIteratorType is {kind}"))
}

/// A number that no record of the shard has. The text is a guess.
#[cold]
pub fn foreign_number(number: &str, shard: &str) -> Error {
    validation(format!("Invalid SequenceNumber: {number} is not in shard {shard}"))
}

/// An iterator that is too old. The text is a guess.
#[cold]
pub fn expired_iterator() -> Error {
    let text = "The shard iterator has expired: it can be used for 15 minutes after it was made";
    Error::new(ErrorKind::ExpiredIterator, text).with_code(code::EXPIRED_ITERATOR)
}

/// Records that are too old. The text is a guess.
#[cold]
pub fn trimmed() -> Error {
    let text = "The data you are trying to access has been trimmed: records are kept for 24 hours";
    Error::new(ErrorKind::TrimmedData, text).with_code(code::TRIMMED_DATA)
}
