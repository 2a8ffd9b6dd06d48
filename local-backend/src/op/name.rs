//! What requests name: tables, and items by their keys.

use std::fmt::Display;

use monotable::request::control::KeyAttribute;
use monotable::values::ValueRef;
use monotable::{Error, Item};

use super::constraint::Constraints;
use crate::database::Database;
use crate::store::{KeyBytes, Moment, Table, Tables};
use crate::{error, eval};

/// Returns what a request calls its table, name or ARN, once the name was checked.
pub(super) fn table_name(given: &str) -> Result<&str, Error> {
    let mut constraints = Constraints::default();
    let given = table_name_at(&mut constraints, "tableName", given);
    constraints.finish().map(|()| given)
}

/// The same for the member `path` of a request with several tables.
pub(super) fn table_name_at<'g>(constraints: &mut Constraints, path: impl Display, given: &'g str) -> &'g str {
    constraints.name(path, name_in(given), 1);
    given
}

/// The name in a name or an ARN; what is neither comes back as it is.
pub fn name_in(given: &str) -> &str {
    match Arn::parse(given) {
        Some(Arn { table, rest: "", .. }) => table,
        _ => given,
    }
}

/// The name of the table that a request calls by name or ARN, if the ARN is of this region and account.
pub(super) fn local_name<'g>(database: &Database, operation: &str, given: &'g str) -> Result<Option<&'g str>, Error> {
    match Arn::parse(given) {
        None => Ok(Some(given)),
        Some(arn) => Ok(arn.is_local(database, operation, given)?.then_some(arn.table)),
    }
}

/// The table of an operation on items, by name or ARN.
pub(super) fn table<'t>(
    database: &Database,
    tables: &'t Tables,
    operation: &str,
    given: &str,
) -> Result<&'t Table, Error> {
    let name = local_name(database, operation, given)?;
    let table = name.and_then(|name| tables.get(name)).ok_or_else(error::resource_not_found)?;
    // Where nothing takes time, what is there can be used.
    if !database.delay.is_zero() {
        let (phase, at) = (table.details.phase, Moment::at(database.clock.now()));
        if phase.is_creating(at) || phase.is_deleting(at) || phase.is_gone(at) {
            return Err(error::resource_not_found());
        }
    }
    Ok(table)
}

/// The tables of these names, in their order.
pub(super) fn tables<'t>(
    database: &Database,
    tables: &'t Tables,
    operation: &str,
    names: &[&str],
) -> Result<Vec<&'t Table>, Error> {
    let mut found: Vec<&Table> = Vec::with_capacity(names.len());
    for (position, name) in names.iter().enumerate() {
        // Mostly all actions are of one table.
        let table = match position.checked_sub(1).filter(|last| names[*last] == *name) {
            Some(last) => found[last],
            None => table(database, tables, operation, name)?,
        };
        found.push(table);
    }
    Ok(found)
}

/// The ARN of a table or of something that belongs to it.
pub(super) struct Arn<'g> {
    region: &'g str,
    account: &'g str,
    pub(super) table: &'g str,
    /// What follows the table: nothing, or `stream/..` and the like.
    pub(super) rest: &'g str,
}

impl<'g> Arn<'g> {
    pub(super) fn parse(given: &'g str) -> Option<Self> {
        let mut parts = given.strip_prefix("arn:")?.splitn(5, ':');
        let (_partition, service, region, account) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let path = parts.next().filter(|_| service == "dynamodb")?.strip_prefix("table/")?;
        let (table, rest) = path.split_once('/').unwrap_or((path, ""));
        Some(Self { region, account, table, rest })
    }

    /// Returns whether the table is of this region. Another account's is nobody's business: no policy can allow it here.
    pub(super) fn is_local(&self, database: &Database, operation: &str, given: &str) -> Result<bool, Error> {
        let home = &*database.home;
        if self.account != home.account {
            return Err(error::access_denied(&home.account, operation, given));
        }
        Ok(self.region == home.region)
    }
}

/// The key of an item in its table, checked.
pub(super) fn key(table: &Table, key: &Item) -> Result<KeyBytes, Error> {
    let keys = &table.schema.keys;
    if !is_plain_key(&keys.hash, &keys.range, key) {
        eval::check_key(keys, key)?;
    }
    table.key_of(key).ok_or_else(|| error::validation(error::KEY_MISMATCH))
}

/// Returns whether a key is what almost all keys are: its attributes in order, none empty, all short. Saves the checks one by one.
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
