//! GetItem.

use monotable::Error;
use monotable::request::{GetItem, GetItemOutput};

use super::{capacity, check_values, name};
use crate::database::Database;
use crate::eval;

pub fn get(database: &Database, request: &GetItem) -> Result<GetItemOutput, Error> {
    let name = name::table_name(&request.table)?;
    check_values(&request.key)?;
    if let Some(paths) = &request.projection {
        eval::check_projection(paths)?;
    }
    get_checked(database, name, request)
}

/// The read of a request that holds in itself: its name, values and expressions were checked.
pub fn get_checked(database: &Database, name: &str, request: &GetItem) -> Result<GetItemOutput, Error> {
    let tables = database.catalog.read();
    let table = name::table(database, &tables, "GetItem", name)?;
    if let Some(paths) = &request.projection {
        eval::check_paths_into_keys(&table.schema.keys, None, paths)?;
    }
    let key = name::key(table, &request.key)?;
    let row = table.get(&key);

    let mut output = GetItemOutput::default();
    let size = row.as_ref().map_or(0, |row| row.size);
    output.meta = capacity::of_get(request.return_consumed, size, request.consistent);
    output.item = match (&request.projection, row) {
        (Some(paths), Some(row)) => Some(eval::project(&row.item, paths)),
        (_, row) => row.map(|row| row.item),
    };
    Ok(output)
}
