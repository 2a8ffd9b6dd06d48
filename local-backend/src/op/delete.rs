//! DeleteItem.

use monotable::Error;
use monotable::request::{DeleteItem, DeleteItemOutput, ReturnValues};

use super::collections::touched;
use super::{capacity, check_condition, check_condition_keys, check_returned, check_values, name, require};
use crate::database::Database;
use crate::error;
use crate::store::{Author, Next};

pub fn delete(database: &Database, request: &DeleteItem) -> Result<DeleteItemOutput, Error> {
    let name = name::table_name(&request.table)?;
    check_returned(request.return_values)?;
    check_values(&request.key).map_err(error::enveloped)?;
    check_condition(request.condition.as_ref())?;
    delete_checked(database, name, request)
}

/// The delete of a request that holds in itself: its name, values and expressions were checked.
pub fn delete_checked(database: &Database, name: &str, request: &DeleteItem) -> Result<DeleteItemOutput, Error> {
    let now = database.clock.now();
    let tables = database.catalog.read();
    let table = name::table(database, &tables, "DeleteItem", name)?;
    let key = name::key(table, &request.key)?;
    check_condition_keys(table, request.condition.as_ref())?;
    let written = table.write(&key, now, Author::Request, |old| {
        if let Some(condition) = &request.condition {
            require(condition, old, request.return_old_on_failure)?;
        }
        Ok(Next::Delete)
    })?;

    let mut output = DeleteItemOutput::default();
    output.meta = capacity::of_write(request.return_consumed, table, &written);
    output.collection = touched(request.return_collection, table, &key, &request.key);
    if request.return_values == ReturnValues::AllOld {
        output.attributes = written.old.map(|row| row.item);
    }
    Ok(output)
}
