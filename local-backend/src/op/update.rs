//! UpdateItem.

use monotable::expression::Update;
use monotable::request::{ReturnValues, UpdateItem, UpdateItemOutput};
use monotable::{Error, Item};

use super::collections::touched;
use super::{capacity, check_condition, check_condition_keys, check_values, name, require};
use crate::database::Database;
use crate::store::{Author, MAX_ITEM_SIZE, Next, Row, Table};
use crate::{error, eval};

pub fn update(database: &Database, request: &UpdateItem) -> Result<UpdateItemOutput, Error> {
    let name = name::table_name(&request.table)?;
    check_values(&request.key).map_err(error::enveloped)?;
    eval::check_update(&request.update).map_err(error::enveloped)?;
    check_condition(request.condition.as_ref())?;
    update_checked(database, name, request, true)
}

/// The update of a request that holds in itself: its name, values and expressions were checked. `expression` says whether it has
/// an expression, or parameters that were there before.
pub fn update_checked(
    database: &Database,
    name: &str,
    request: &UpdateItem,
    expression: bool,
) -> Result<UpdateItemOutput, Error> {
    let measured = expression && database.texts().measures_updates;
    let now = database.clock.now();
    let tables = database.catalog.read();
    let table = name::table(database, &tables, "UpdateItem", name)?;
    let key = name::key(table, &request.key)?;
    eval::check_update_keys(&table.schema, &request.update)?;
    check_condition_keys(table, request.condition.as_ref())?;
    let written = table.write(&key, now, Author::Request, |old| decide(table, request, measured, old))?;

    let mut output = UpdateItemOutput::default();
    output.meta = capacity::of_write(request.return_consumed, table, &written);
    output.collection = touched(request.return_collection, table, &key, &request.key);
    let old = || written.old.as_ref().map(|row| &row.item);
    let new = || written.new.as_ref().map(|row| &row.item);
    output.attributes = match request.return_values {
        ReturnValues::AllOld => old().cloned(),
        ReturnValues::AllNew => new().cloned(),
        ReturnValues::UpdatedOld => old().and_then(|item| eval::updated(&request.update, item)),
        ReturnValues::UpdatedNew => new().and_then(|item| eval::updated(&request.update, item)),
        _ => None,
    };
    Ok(output)
}

fn decide(table: &Table, request: &UpdateItem, measured: bool, old: Option<&Row>) -> Result<Next, Error> {
    if let Some(condition) = &request.condition {
        require(condition, old, request.return_old_on_failure)?;
    }
    let next = next(table, &request.key, &request.update, old)?;
    if measured && eval::written_size(&request.update) > MAX_ITEM_SIZE as usize {
        return Err(error::validation(error::UPDATED_ITEM_TOO_LARGE));
    }
    Ok(next)
}

/// Returns what an update makes of the item with this key.
pub(super) fn next(table: &Table, key: &Item, update: &Update, old: Option<&Row>) -> Result<Next, Error> {
    let old = old.map(|row| &row.item);
    let Some(updated) = eval::apply(update, key, old)? else { return Ok(Next::Keep) };
    if !updated.changed {
        return Ok(Next::Keep);
    }
    let row = Row::new(updated.item);
    eval::check_updated_index_keys(&table.schema, update, &row.item)?;
    if row.size > MAX_ITEM_SIZE || table.exceeds_with_indexes(&row) {
        return Err(error::validation(error::UPDATED_ITEM_TOO_LARGE));
    }
    Ok(Next::Change(row))
}
