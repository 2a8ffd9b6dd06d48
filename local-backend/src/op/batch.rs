//! What the batches have in common: their tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::Error;

use super::constraint::{Constraints, SHORTEST_NAME, is_name};
use super::name;
use crate::error::{self, Texts};

/// The names of the tables of a batch, and the constraints on what is asked of each.
fn table_names<'r, T>(
    constraints: &mut Constraints,
    requests: &'r BTreeMap<Arc<str>, T>,
    echo: &dyn Fn() -> String,
    constrain: impl Fn(&mut Constraints, &str, &T),
) -> Vec<&'r str> {
    if requests.is_empty() {
        constraints.found(error::member("RequestItems", &error::at_least_long(1)));
    }
    if requests.keys().any(|given| !is_name(name::name_in(given), SHORTEST_NAME)) {
        constraints.broken("requestItems", echo(), error::TABLE_NAMES);
    }
    let mut names = Vec::with_capacity(requests.len());
    for (given, request) in requests {
        let name = name::name_in(given);
        constrain(constraints, name, request);
        names.push(&**given);
    }
    names
}

/// The tables of a batch of reads; `count` says how many keys are read from one, and `echo` prints the request.
pub fn read_tables<'r, T>(
    mut constraints: Constraints,
    requests: &'r BTreeMap<Arc<str>, T>,
    echo: &dyn Fn() -> String,
    count: impl Fn(&T) -> usize,
) -> Result<Vec<&'r str>, Error> {
    let names = table_names(&mut constraints, requests, echo, |constraints, name, wanted| {
        constraints.count(&format!("RequestItems.{name}.member.Keys"), count(wanted), MAX_KEYS);
    });
    constraints.finish()?;
    match requests.values().map(count).sum::<usize>() {
        0..=MAX_KEYS => Ok(names),
        _ => Err(error::validation(error::TOO_MANY_KEYS)),
    }
}

/// The tables of a batch of writes; `count` says how many items of one are written, and `echo` prints the request.
pub fn written_tables<'r, T>(
    mut constraints: Constraints,
    texts: &Texts,
    requests: &'r BTreeMap<Arc<str>, T>,
    echo: &dyn Fn() -> String,
    count: impl Fn(&T) -> usize,
) -> Result<Vec<&'r str>, Error> {
    let names = table_names(&mut constraints, requests, echo, |constraints, name, writes| match count(writes) {
        1..=MAX_WRITES => {}
        count if count == 0 || texts.echoes => {
            constraints.broken("requestItems", echo(), error::elements(MAX_WRITES));
        }
        count => constraints.count(&format!("RequestItems.{name}.member"), count, MAX_WRITES),
    });
    constraints.finish()?;
    match requests.values().map(count).sum::<usize>() {
        0..=MAX_WRITES => Ok(names),
        _ => Err(error::validation(error::TOO_MANY_WRITES)),
    }
}

/// Prints a request in process, whose values are left out of errors.
pub(super) fn no_echo() -> String {
    "{..}".to_owned()
}

/// Keys of a call, of all tables together.
pub const MAX_KEYS: usize = 100;
/// Puts and deletes of a call, of all tables together.
pub const MAX_WRITES: usize = 25;
