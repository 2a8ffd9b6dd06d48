//! UpdateTable: `check` is what can be told from the request alone, `change` what depends on the table.

mod change;
mod check;

use std::sync::Arc;

use monotable::Error;
use monotable::request::control::{StreamUpdate, TableDescription, UpdateTable};

use self::change::Change;
use super::describe::describe;
use super::{check_settled, find, present};
use crate::database::Database;
use crate::error;
use crate::store::Moment;

pub fn update_table(database: &Database, request: &UpdateTable) -> Result<TableDescription, Error> {
    check::request(request)?;
    let name = Arc::clone(&find(database, "UpdateTable", &request.table)?.definition.table);
    let now = database.clock.now();
    let table = database.catalog.replace(|tables| {
        let table = present(database, tables, &name).ok_or_else(|| error::table_not_found(&name))?;
        check_settled(database, table)?;
        let mut change = Change::new(table, now, database.delay);
        change.apply(request)?;
        // Last of all that can fail: nothing of it could be taken back.
        match request.stream {
            Some(StreamUpdate::Enable(view)) => table.enable_stream(view, now.into())?,
            Some(_) => table.disable_stream(now.into())?,
            None => {}
        }
        Ok(change.finish())
    })?;
    table.build_indexes();
    Ok(describe(database, &table, Moment::begins(now)))
}
