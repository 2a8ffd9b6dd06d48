//! DescribeTable, DeleteTable, ListTables.

use std::sync::Arc;

use monotable::Error;
use monotable::request::{DeleteTable, DescribeTable, TableDescription, TableStatus};

use super::name::table_name;
use crate::backend::Database;
use crate::error;
use crate::store::Table;

pub(crate) fn describe_table(database: &Database, request: &DescribeTable) -> Result<TableDescription, Error> {
    find_table(database, table_name(&request.table)?).map(|table| describe(database, &table))
}

/// The table of an operation on tables.
pub(crate) fn find_table(database: &Database, name: &str) -> Result<Arc<Table>, Error> {
    database.catalog.read().get(name).cloned().ok_or_else(|| error::table_not_found(name))
}

pub(crate) fn delete_table(database: &Database, request: &DeleteTable) -> Result<TableDescription, Error> {
    let table = remove_table(database, table_name(&request.table)?)?;
    Ok(TableDescription::new(Arc::clone(&table.definition.table), TableStatus::Deleting))
}

/// Takes a table out of the database, if it is not protected. Whoever drops it last drops all of its items.
pub(crate) fn remove_table(database: &Database, name: &str) -> Result<Arc<Table>, Error> {
    let mut removed = None;
    database.catalog.change(
        |tables| {
            let table = tables.get(name).ok_or_else(|| error::table_not_found(name))?;
            if table.definition.deletion_protection {
                return Err(error::validation(error::PROTECTED));
            }
            // Kept until the locks are free again: dropping a table with all its items takes time.
            removed = Some(Arc::clone(table));
            // What it had recorded can still be read. Nobody writes now, nor looks for the streams.
            let now = database.clock.now().into();
            database.streams.extend(table.take_streams(now), now);
            Ok(())
        },
        |tables| {
            tables.remove(name);
        },
    )?;
    removed.ok_or_else(|| error::table_not_found(name))
}

pub(crate) fn list_tables(database: &Database) -> Vec<Arc<str>> {
    database.catalog.read().keys().cloned().collect()
}

/// What a table is now. Its items are counted at once, where AWS takes hours.
pub(super) fn describe(database: &Database, table: &Table) -> TableDescription {
    let definition = &table.definition;
    let mut description = TableDescription::new(Arc::clone(&definition.table), TableStatus::Active);
    description.hash = Some(definition.hash.clone());
    description.range.clone_from(&definition.range);
    description.indexes.clone_from(&definition.indexes);
    (description.item_count, description.size_bytes) = table.count();
    description.stream = table.stream_view();
    // Also of a stream that is disabled, as long as it can be read.
    if let Some(stream) = table.streams.latest(&definition.table, database.clock.now().into()) {
        description.stream_arn = Some(database.home.stream_arn(&stream).into());
        description.stream_label = Some(Arc::clone(&stream.label));
    }
    description
}
