//! DescribeTable, DeleteTable, ListTables.

use std::sync::Arc;

use monotable::Error;
use monotable::request::{DeleteTable, DescribeTable, TableDescription, TableStatus};

use super::name::table_name;
use crate::backend::Database;
use crate::error;
use crate::store::Table;

pub(crate) fn describe_table(database: &Database, request: &DescribeTable) -> Result<TableDescription, Error> {
    let name = table_name(&request.table)?;
    let tables = database.catalog.read();
    tables.get(name).map(|table| describe(table)).ok_or_else(|| error::table_not_found(name))
}

pub(crate) fn delete_table(database: &Database, request: &DeleteTable) -> Result<TableDescription, Error> {
    let name = table_name(&request.table)?;
    let mut description = None;
    let mut deleted = None;
    database.catalog.change(
        |tables| {
            let table = tables.get(name).ok_or_else(|| error::table_not_found(name))?;
            if table.definition.deletion_protection {
                return Err(error::validation(error::PROTECTED));
            }
            description = Some(TableDescription::new(Arc::clone(&table.definition.table), TableStatus::Deleting));
            // Kept until the locks are free again: dropping a table with all its items takes time.
            deleted = Some(Arc::clone(table));
            Ok(())
        },
        |tables| {
            tables.remove(name);
        },
    )?;
    drop(deleted);
    description.ok_or_else(|| error::table_not_found(name))
}

pub(crate) fn list_tables(database: &Database) -> Vec<Arc<str>> {
    database.catalog.read().keys().cloned().collect()
}

/// What a table is now. Its items are counted at once, where AWS takes hours.
pub(super) fn describe(table: &Table) -> TableDescription {
    let definition = &table.definition;
    let mut description = TableDescription::new(Arc::clone(&definition.table), TableStatus::Active);
    description.hash = Some(definition.hash.clone());
    description.range.clone_from(&definition.range);
    description.indexes.clone_from(&definition.indexes);
    (description.item_count, description.size_bytes) = table.count();
    description
}
