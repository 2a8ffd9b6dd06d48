//! The operations, one file each, with DynamoDB's checks in DynamoDB's order: the shape of the request, values, sizes,
//! expressions, table, index, keys, and then what depends on the item.
//!
//! `page` is what query and scan have in common, `batch` the batches, `transact` the transactions; `capacity` counts capacity
//! units, `tally` sums them up by table; `streams` is a folder of its own; `name` is about the names of tables, `constraint` about members of requests. Open `put`
//! first.
//!
//! An operation on items is two functions: the checks of a request of this library, whose expressions are trees, and behind
//! them `.._checked`, from the table on, which is what the wire calls: it has checks and texts of its own for what comes as
//! text.

mod batch;
mod batch_get;
mod batch_write;
mod capacity;
mod collections;
mod constraint;
mod delete;
mod expiry;
mod fingerprint;
mod get;
mod key_condition;
mod name;
mod page;
mod payload;
mod put;
mod query;
mod scan;
mod start;
mod streams;
mod table;
mod tally;
mod transact;
mod transact_get;
mod transact_write;
mod update;

use monotable::expression::Condition;
use monotable::request::ReturnValues;
use monotable::values::PackedValue;
use monotable::{Error, Item};

use crate::store::{Row, Table};
use crate::{error, eval};

pub use batch::{MAX_KEYS, MAX_WRITES, read_tables, written_tables};
pub use batch_get::batch_get;
pub use batch_write::batch_write;
pub use constraint::{Constraints, SHORTEST_NAME};
pub use delete::delete;
pub use expiry::sweep_expired;
pub use get::get;
pub use name::name_in;
pub use put::put;
pub use query::query;
pub use scan::scan;
pub use streams::{
    MOST_RECORDS, MOST_SHARDS, MOST_STREAMS, check_arn, check_iterator, check_limit, check_number, check_shard_id,
};
pub use streams::{describe_stream, get_records, get_shard_iterator, list_streams};
pub use table::{check_new_table, check_units, create_table_checked};
pub use table::{
    create_table, delete_resource_policy, delete_table, describe_continuous_backups, describe_endpoints,
    describe_limits, describe_table, describe_time_to_live, forget_deleted, get_resource_policy, list_tables,
    list_tables_page, list_tags_of_resource, put_resource_policy, tag_resource, untag_resource,
    update_continuous_backups, update_table, update_time_to_live,
};
pub use transact::{MAX_ACTIONS, path as path_of_action};
pub use transact_get::transact_get;
pub use transact_write::transact_write;
pub use update::update;
pub use {
    batch_get::batch_get_checked, batch_write::batch_write_checked, batch_write::row_of, delete::delete_checked,
    get::get_checked, put::checked_row, put::put_checked, query::query_checked, scan::MAX_SEGMENTS, scan::scan_checked,
    transact_get::transact_get_checked, transact_write::MAX_TOKEN, transact_write::Prepared,
    transact_write::refuse_depth, transact_write::transact_write_checked, update::update_checked,
};

/// Checks the values of a key.
pub fn check_values(key: &Item) -> Result<(), Error> {
    key.iter().try_for_each(|(_, value)| eval::check_value(value))
}

/// Checks what a put or delete returns.
fn check_returned(values: ReturnValues) -> Result<(), Error> {
    match values {
        ReturnValues::None | ReturnValues::AllOld => Ok(()),
        _ => Err(error::enveloped(error::validation(error::RETURN_VALUES))),
    }
}

/// Checks the condition of a write in itself.
fn check_condition(condition: Option<&Condition>) -> Result<(), Error> {
    let check = |condition| eval::check_condition(error::Expression::Condition, condition);
    condition.map_or(Ok(()), check).map_err(error::enveloped)
}

/// Checks that the condition of a write leads into no key.
fn check_condition_keys(table: &Table, condition: Option<&Condition>) -> Result<(), Error> {
    condition.map_or(Ok(()), |condition| eval::check_condition_into_keys(&table.schema, condition))
}

/// Checks a value of ExpressionAttributeValues as far as it is not for the expression to say.
pub fn check_placed(value: &PackedValue) -> Result<(), Error> {
    eval::check_value_within(value.view(), eval::MAX_TRANSACTED_DEPTH)
}

/// The condition of a write, on the item as it stands or on none.
fn require(condition: &Condition, old: Option<&Row>, return_old: bool) -> Result<(), Error> {
    let old = old.map(|row| &row.item);
    if eval::holds(condition, old) {
        return Ok(());
    }
    Err(error::condition_failed(old.filter(|_| return_old).cloned()))
}
