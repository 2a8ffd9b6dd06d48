//! PutItem.

use monotable::request::{PutItem, PutItemOutput, ReturnValues};
use monotable::{Error, Item};

use super::collections::touched;
use super::{capacity, check_condition, check_condition_keys, check_returned, name, require};
use crate::database::Database;
use crate::store::{Author, KeyBytes, MAX_ITEM_SIZE, Next, Row, Table};
use crate::{error, eval};

pub fn put(database: &Database, request: &PutItem) -> Result<PutItemOutput, Error> {
    let name = name::table_name(&request.table)?;
    check_returned(request.return_values)?;
    let row = checked_row(request.item.clone()).map_err(of_row)?;
    check_condition(request.condition.as_ref())?;
    put_checked(database, name, request, row)
}

/// What is wrong with an item in itself is wrong with the request; but its size is told as what depends on the table is.
fn of_row(error: Error) -> Error {
    if error.message() == error::ITEM_TOO_LARGE { error } else { error::enveloped(error) }
}

/// The put of a row whose request holds in itself: its name, values, size and expressions were checked.
pub fn put_checked(database: &Database, name: &str, request: &PutItem, row: Row) -> Result<PutItemOutput, Error> {
    let now = database.clock.now();
    let tables = database.catalog.read();
    let table = name::table(database, &tables, "PutItem", name)?;
    let key = key_of(table, &row)?;
    check_condition_keys(table, request.condition.as_ref())?;
    let written = match &request.condition {
        None => table.put(&key, now, Author::Request, row),
        Some(condition) => table.write(&key, now, Author::Request, |old| {
            require(condition, old, request.return_old_on_failure)?;
            Ok(Next::Put(row))
        })?,
    };

    let mut output = PutItemOutput::default();
    output.meta = capacity::of_write(request.return_consumed, table, &written);
    output.collection = touched(request.return_collection, table, &key, &request.item);
    if request.return_values == ReturnValues::AllOld {
        output.attributes = written.old.map(|row| row.item);
    }
    Ok(output)
}

/// An item that is put, with the checks on it that need no table.
pub fn checked_row(item: Item) -> Result<Row, Error> {
    let row = Row::new(eval::check_item(item)?);
    if row.size > MAX_ITEM_SIZE {
        return Err(error::validation(error::ITEM_TOO_LARGE));
    }
    Ok(row)
}

/// The key of an item that is put, with the checks on it that need its table.
pub(super) fn key_of(table: &Table, row: &Row) -> Result<KeyBytes, Error> {
    eval::check_put_keys(&table.schema.keys, &row.item)?;
    eval::check_index_keys(&table.schema, &row.item)?;
    if table.exceeds_with_indexes(row) {
        return Err(error::validation(error::ITEM_TOO_LARGE));
    }
    table.key_of(&row.item).ok_or_else(|| error::validation(error::KEY_MISMATCH))
}
