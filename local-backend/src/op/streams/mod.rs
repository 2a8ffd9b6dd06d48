//! ListStreams, DescribeStream, GetShardIterator, GetRecords.
//!
//! `arn` is how streams are named, `number` how records are, `iterator` how a place in a shard is; `check` holds the
//! constraints on members. Open `records` first.
//!
//! See [DynamoDB Streams](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html).

mod arn;
mod check;
mod describe;
mod iterator;
mod list;
mod number;
mod records;
mod start;
#[cfg(test)]
mod tests;

pub use check::{MOST_RECORDS, MOST_SHARDS, MOST_STREAMS};
pub use check::{
    arn as check_arn, iterator as check_iterator, limit as check_limit, number as check_number,
    shard_id as check_shard_id,
};
pub use describe::describe_stream;
pub use list::list_streams;
pub use records::get_records;
pub use start::get_shard_iterator;
