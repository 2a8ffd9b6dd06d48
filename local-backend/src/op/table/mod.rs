//! The operations on tables.
//!
//! `create`, `update`, `delete` and `describe` are of tables themselves; `time_to_live`, `tags`, `policies` and `backups` of
//! what they have beside their items; `account` of all tables. `capacity` holds what is checked of capacity and settings by
//! both create and update. Here is how a table is found. Open `create` first.

mod account;
mod backups;
mod capacity;
mod create;
mod delete;
mod describe;
mod policies;
mod tags;
mod time_to_live;
mod update;

use std::sync::Arc;

use monotable::Error;

use super::constraint::{Constraints, SHORTEST_NAME};
use super::name::{self, Arn};
use crate::database::Database;
use crate::error;
use crate::store::{Details, Moment, Phase, Table, Tables};

pub use account::{describe_endpoints, describe_limits, list_tables, list_tables_page};
pub use backups::{describe_continuous_backups, update_continuous_backups};
pub use capacity::check_units;
pub use create::create_table;
pub use create::{check_new_table, create_table_checked};
pub use delete::{delete_table, forget_deleted};
pub use describe::describe_table;
pub use policies::{delete_resource_policy, get_resource_policy, put_resource_policy};
pub use tags::{list_tags_of_resource, tag_resource, untag_resource};
pub use time_to_live::{describe_time_to_live, update_time_to_live};
pub use update::update_table;

/// The name of the table of an operation on tables, by name or ARN, checked. `None` if it is the ARN of another region.
fn named<'g>(database: &Database, operation: &str, given: &'g str) -> Result<Option<&'g str>, Error> {
    let mut constraints = Constraints::default();
    constraints.name("tableName", name::name_in(given), SHORTEST_NAME);
    constraints.finish()?;
    name::local_name(database, operation, given)
}

/// The table of an operation on tables, by name or ARN.
fn find(database: &Database, operation: &str, given: &str) -> Result<Arc<Table>, Error> {
    let name = named(database, operation, given)?;
    let tables = database.catalog.read();
    let table = name.and_then(|name| present(database, &tables, name));
    table.cloned().ok_or_else(|| error::table_not_found(name::name_in(given)))
}

/// The table of this name, if it is not gone by now.
fn present<'t>(database: &Database, tables: &'t Tables, name: &str) -> Option<&'t Arc<Table>> {
    tables.get(name).filter(|table| !table.details.phase.is_gone(Moment::at(database.clock.now())))
}

/// Refuses to change a table that is not settled.
fn check_settled(database: &Database, table: &Table) -> Result<(), Error> {
    let (phase, at) = (table.details.phase, Moment::at(database.clock.now()));
    let done = match phase {
        Phase::Creating(_) if phase.is_creating(at) => "created",
        Phase::Updating(_) if phase.is_updating(at) => "updated",
        Phase::Deleting(_) if phase.is_deleting(at) => "deleted",
        _ => return Ok(()),
    };
    Err(error::in_use(done, &table.definition.table))
}

/// The table of an operation on something that belongs to a table, by ARN, with the rest of the ARN. What is told of a table that
/// is not there follows from the ARN and the name in it.
fn find_resource<'g>(
    database: &Database,
    operation: &str,
    arn: &'g str,
    not_found: fn(&str, &str) -> Error,
) -> Result<(Arc<Table>, &'g str), Error> {
    let parsed = Arn::parse(arn).ok_or_else(|| match arn {
        "" => error::validation(error::NO_ARN),
        _ => error::invalid_arn(arn),
    })?;
    if parsed.table.len() < SHORTEST_NAME {
        return Err(error::invalid_arn(arn));
    }
    let table = match parsed.is_local(database, operation, arn)? {
        true => present(database, &database.catalog.read(), parsed.table).cloned(),
        false => None,
    };
    table.map(|table| (table, parsed.rest)).ok_or_else(|| not_found(arn, parsed.table))
}

/// Changes what a table has beside its items. Fails as `change` does, or if the table went meanwhile.
fn alter<T>(
    database: &Database,
    table: &Table,
    change: impl FnOnce(&Table, &mut monotable::request::control::CreateTable, &mut Details) -> Result<T, Error>,
) -> Result<T, Error> {
    let name = &table.definition.table;
    let mut result = None;
    database.catalog.replace(|tables| {
        let table = present(database, tables, name).ok_or_else(|| error::table_not_found(name))?;
        let (mut definition, mut details) = (table.definition.clone(), table.details.clone());
        result = Some(change(table, &mut definition, &mut details)?);
        Ok(table.altered(definition, details))
    })?;
    result.ok_or_else(|| error::table_not_found(name))
}
