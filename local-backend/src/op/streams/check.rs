//! Constraints on the members of requests.

use crate::error;
use crate::op::constraint::Constraints;

/// The ARN of a stream.
pub fn arn(constraints: &mut Constraints, path: &str, arn: &str) {
    length(constraints, path, arn, 37, 1024);
}

/// The name of a shard.
pub fn shard_id(constraints: &mut Constraints, path: &str, id: &str) {
    length(constraints, path, id, 28, 65);
}

/// The number of a record.
pub fn number(constraints: &mut Constraints, number: &str) {
    length(constraints, "sequenceNumber", number, 21, 40);
}

/// The place in a shard.
pub fn iterator(constraints: &mut Constraints, iterator: &str) {
    length(constraints, "shardIterator", iterator, 1, 2048);
}

/// How much is to be returned at the most.
pub fn limit(constraints: &mut Constraints, limit: Option<i64>, most: u32) {
    match limit {
        Some(limit) if limit < 1 => constraints.broken("limit", limit, error::AT_LEAST_ONE),
        Some(limit) if limit > i64::from(most) => constraints.broken("limit", limit, error::at_most(most)),
        _ => {}
    }
}

fn length(constraints: &mut Constraints, path: &str, value: &str, least: usize, most: usize) {
    let length = value.chars().count();
    if length < least {
        constraints.broken(path, value, error::at_least_long(least));
    } else if length > most {
        constraints.broken(path, value, error::at_most_long(most));
    }
}

pub const MOST_STREAMS: u32 = 100;
pub const MOST_SHARDS: u32 = 100;
pub const MOST_RECORDS: u32 = 1000;
