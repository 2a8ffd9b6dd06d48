//! Names of tables in requests.

use monotable::Error;

use super::constraint::Constraints;
use crate::error;
use crate::store::{Table, Tables};

/// The table's name, out of a name or an ARN.
pub(super) fn table_name(given: &str) -> Result<&str, Error> {
    let name = match given.strip_prefix("arn:") {
        Some(arn) => arn.rsplit_once(":table/").map_or(given, |(_, table)| table.split('/').next().unwrap_or(table)),
        None => given,
    };
    let mut constraints = Constraints::default();
    constraints.name("tableName", name, 1);
    constraints.finish().map(|()| name)
}

/// The table of an operation on items.
pub(super) fn table<'t>(tables: &'t Tables, name: &str) -> Result<&'t Table, Error> {
    tables.get(name).map(|table| &**table).ok_or_else(error::resource_not_found)
}
