//! What the batches have in common: their tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::Error;

use super::constraint::{Constraints, is_name};
use super::name;
use crate::error;
use crate::store::{Table, Tables};

/// The names of the tables of a batch, and the constraints on what is asked of each.
pub(super) fn table_names<T>(
    requests: &BTreeMap<Arc<str>, T>,
    constrain: impl Fn(&mut Constraints, &str, &T),
) -> Result<Vec<&str>, Error> {
    let mut constraints = Constraints::default();
    if requests.is_empty() {
        constraints.found(error::member("RequestItems", &error::at_least_long(1)));
    }
    let mut names = Vec::with_capacity(requests.len());
    for (given, request) in requests {
        let name = name::name_in(given);
        if !is_name(name, SHORTEST_NAME) {
            constraints.broken("requestItems", format_args!("{{{name}=..}}"), error::TABLE_NAMES);
        }
        constrain(&mut constraints, name, request);
        names.push(name);
    }
    constraints.finish()?;
    Ok(names)
}

/// The tables of these names.
pub(super) fn tables<'t>(tables: &'t Tables, names: &[&str]) -> Result<Vec<&'t Table>, Error> {
    names.iter().map(|name| name::table(tables, name)).collect()
}

/// Characters of the name of a table.
const SHORTEST_NAME: usize = 3;
