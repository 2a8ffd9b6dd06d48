//! What the batches have in common: their tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::Error;

use super::constraint::{Constraints, SHORTEST_NAME, is_name};
use super::name;
use crate::error;

/// The names of the tables of a batch, and the constraints on what is asked of each.
fn table_names<'r, T>(
    constraints: &mut Constraints,
    requests: &'r BTreeMap<Arc<str>, T>,
    constrain: impl Fn(&mut Constraints, &str, &T),
) -> Vec<&'r str> {
    if requests.is_empty() {
        constraints.found(error::member("RequestItems", &error::at_least_long(1)));
    }
    let mut names = Vec::with_capacity(requests.len());
    for (given, request) in requests {
        let name = name::name_in(given);
        if !is_name(name, SHORTEST_NAME) {
            constraints.broken("requestItems", format_args!("{{{name}=..}}"), error::TABLE_NAMES);
        }
        constrain(constraints, name, request);
        names.push(&**given);
    }
    names
}

/// The tables of a batch of reads; `count` says how many keys are read from one.
pub fn read_tables<T>(
    mut constraints: Constraints,
    requests: &BTreeMap<Arc<str>, T>,
    count: impl Fn(&T) -> usize,
) -> Result<Vec<&str>, Error> {
    let names = table_names(&mut constraints, requests, |constraints, name, wanted| {
        constraints.count(&format!("RequestItems.{name}.member.Keys"), count(wanted), MAX_KEYS);
    });
    constraints.finish()?;
    match requests.values().map(count).sum::<usize>() {
        0..=MAX_KEYS => Ok(names),
        _ => Err(error::validation(error::TOO_MANY_KEYS)),
    }
}

/// The tables of a batch of writes; `count` says how many items of one are written.
pub fn written_tables<T>(
    mut constraints: Constraints,
    requests: &BTreeMap<Arc<str>, T>,
    count: impl Fn(&T) -> usize,
) -> Result<Vec<&str>, Error> {
    let names = table_names(&mut constraints, requests, |constraints, name, writes| match count(writes) {
        0 => constraints.broken("requestItems", format_args!("{{{name}=[]}}"), error::elements(MAX_WRITES)),
        count => constraints.count(&format!("RequestItems.{name}.member"), count, MAX_WRITES),
    });
    constraints.finish()?;
    match requests.values().map(count).sum::<usize>() {
        0..=MAX_WRITES => Ok(names),
        _ => Err(error::validation(error::TOO_MANY_WRITES)),
    }
}

/// Keys of a call, of all tables together.
const MAX_KEYS: usize = 100;
/// Puts and deletes of a call, of all tables together.
const MAX_WRITES: usize = 25;
