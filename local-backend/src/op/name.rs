//! What requests name: tables, and items by their keys.

use std::fmt::Display;

use monotable::request::KeyAttribute;
use monotable::{Error, Item, ValueRef};

use super::constraint::Constraints;
use crate::store::{KeyBytes, Table, Tables};
use crate::{error, eval};

/// The table's name, out of a name or an ARN.
pub(crate) fn table_name(given: &str) -> Result<&str, Error> {
    let mut constraints = Constraints::default();
    let name = table_name_at(&mut constraints, "tableName", given);
    constraints.finish().map(|()| name)
}

/// The same for the member `path` of a request with several tables.
pub(super) fn table_name_at<'g>(constraints: &mut Constraints, path: impl Display, given: &'g str) -> &'g str {
    let name = name_in(given);
    constraints.name(path, name, 1);
    name
}

/// The name in a name or an ARN, whatever it is.
pub(crate) fn name_in(given: &str) -> &str {
    match given.strip_prefix("arn:") {
        Some(arn) => arn.rsplit_once(":table/").map_or(given, |(_, table)| table.split('/').next().unwrap_or(table)),
        None => given,
    }
}

/// The table of an operation on items.
pub(super) fn table<'t>(tables: &'t Tables, name: &str) -> Result<&'t Table, Error> {
    tables.get(name).map(|table| &**table).ok_or_else(error::resource_not_found)
}

/// The key of an item in its table, checked.
pub(super) fn key(table: &Table, key: &Item) -> Result<KeyBytes, Error> {
    let keys = &table.schema.keys;
    if !is_plain_key(&keys.hash, &keys.range, key) {
        eval::check_key(keys, key)?;
    }
    table.key_of(key).ok_or_else(|| error::validation(error::KEY_MISMATCH))
}

/// Whether a key is what almost all keys are: its attributes in order, none empty, all short. Saves the checks one by one.
fn is_plain_key(hash: &[KeyAttribute], range: &[KeyAttribute], key: &Item) -> bool {
    let mut given = key.iter();
    let in_order = hash.iter().chain(range).all(|attribute| {
        given.next().is_some_and(|(name, value)| {
            let (ValueRef::S(bytes) | ValueRef::B(bytes) | ValueRef::N(bytes)) = value else { return false };
            name == attribute.name.as_bytes()
                && value.kind() == attribute.kind
                && (1..=SHORT_KEY).contains(&bytes.len())
        })
    });
    in_order && given.next().is_none()
}

/// Bytes of a key attribute that no limit can refuse.
const SHORT_KEY: usize = 1024;
