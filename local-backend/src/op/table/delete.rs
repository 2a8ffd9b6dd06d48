//! DeleteTable.

use std::sync::Arc;

use monotable::Error;
use monotable::request::control::{DeleteTable, TableDescription};

use super::describe::describe;
use super::{check_settled, find, present};
use crate::database::Database;
use crate::error;
use crate::store::{Moment, Phase, Table};

pub fn delete_table(database: &Database, request: &DeleteTable) -> Result<TableDescription, Error> {
    let name = Arc::clone(&find(database, "DeleteTable", &request.table)?.definition.table);
    let now = database.clock.now();
    let ending = |table: &Table| {
        let mut details = table.details.clone();
        details.phase = Phase::Deleting(database.until(now));
        details
    };
    if database.delay.is_zero() {
        let found = database.catalog.remove(
            |tables| {
                let table = check(database, present(database, tables, &name), &name)?;
                end(database, table);
                Ok(Arc::clone(table))
            },
            |table| table.definition.table == name,
        )?;
        let ended = found.altered(found.definition.clone(), ending(&found));
        return Ok(describe(database, &ended, Moment::begins(now)));
    }
    let mut found = None;
    let ended = database.catalog.replace(|tables| {
        let table = present(database, tables, &name);
        // Whoever deletes a table twice is told that it is being deleted, and no more.
        if let Some(table) = table
            && table.details.phase.is_deleting(Moment::at(now))
        {
            return Ok(table.altered(table.definition.clone(), table.details.clone()));
        }
        let table = check(database, table, &name)?;
        end(database, table);
        found = Some(Arc::clone(table));
        // Its items go at once.
        Ok(Table::new(table.definition.clone(), ending(table), database.seed))
    })?;
    Ok(describe(database, &ended, Moment::begins(now)))
}

/// Forgets tables of which nothing is left any more, where it takes time to delete one.
pub fn forget_deleted(database: &Database) {
    let at = Moment::at(database.clock.now());
    let is_gone = |table: &Table| table.details.phase.is_gone(at);
    let some_are = database.catalog.read().values().any(|table| is_gone(table));
    if some_are {
        // Nothing is asked of the others that could fail.
        let _ = database.catalog.remove(|_| Ok(()), is_gone);
    }
}

/// The table, if it can be deleted.
fn check<'t>(database: &Database, table: Option<&'t Arc<Table>>, name: &str) -> Result<&'t Arc<Table>, Error> {
    let table = table.ok_or_else(|| error::table_not_found(name))?;
    check_settled(database, table)?;
    if table.definition.deletion_protection {
        return Err(error::validation(error::PROTECTED));
    }
    Ok(table)
}

/// What the table had recorded can still be read. Nobody writes now, nor looks for the streams.
fn end(database: &Database, table: &Table) {
    let now = database.clock.now().into();
    database.streams.extend(table.take_streams(now), now);
}
