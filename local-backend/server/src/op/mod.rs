//! The operations, one file each: what a request says, held against DynamoDB's constraints in its order, and the answer.
//!
//! Open `put` first. Each reads its members, checks what can be checked without the table, makes the request that the engine
//! knows, and goes on with the engine's own function.

mod backups;
mod batch_get;
mod batch_write;
mod control_members;
mod create_table;
mod delete;
mod describe;
mod get;
mod page;
mod policies;
mod put;
mod query;
mod scan;
mod schema;
mod streams;
mod table_members;
mod tables;
mod tags;
mod time_to_live;
mod transact;
mod transact_get;
mod transact_write;
mod units;
mod update;
mod update_table;
mod write;

pub(super) use streams::named as named_of_streams;

use super::body::Body;
use super::refusal::Refusal;
use monotable_local::__server::Database;

/// The body of an answer.
pub(super) type Outcome = Result<Vec<u8>, Refusal>;

/// An operation of the wire.
pub(super) type Operation = fn(&Database, &mut Body<'_>) -> Outcome;

/// The operation of this name.
pub(super) fn named(name: &str) -> Option<Operation> {
    Some(match name {
        "BatchGetItem" => batch_get::batch_get,
        "BatchWriteItem" => batch_write::batch_write,
        "CreateTable" => create_table::create_table,
        "DeleteItem" => delete::delete,
        "DeleteResourcePolicy" => policies::delete_resource_policy,
        "DeleteTable" => tables::delete_table,
        "DescribeContinuousBackups" => backups::describe_continuous_backups,
        "DescribeEndpoints" => tables::describe_endpoints,
        "DescribeLimits" => tables::describe_limits,
        "DescribeTable" => tables::describe_table,
        "DescribeTimeToLive" => time_to_live::describe_time_to_live,
        "GetItem" => get::get,
        "GetResourcePolicy" => policies::get_resource_policy,
        "ListTables" => tables::list_tables,
        "ListTagsOfResource" => tags::list_tags_of_resource,
        "PutItem" => put::put,
        "PutResourcePolicy" => policies::put_resource_policy,
        "Query" => query::query,
        "Scan" => scan::scan,
        "TagResource" => tags::tag_resource,
        "TransactGetItems" => transact_get::transact_get,
        "TransactWriteItems" => transact_write::transact_write,
        "UntagResource" => tags::untag_resource,
        "UpdateContinuousBackups" => backups::update_continuous_backups,
        "UpdateItem" => update::update,
        "UpdateTable" => update_table::update_table,
        "UpdateTimeToLive" => time_to_live::update_time_to_live,
        _ => return None,
    })
}
