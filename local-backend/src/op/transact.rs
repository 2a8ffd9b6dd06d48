//! What reads and writes of several items in one step have in common.

use monotable::request::CancellationReason;
use monotable::{Error, Item};

use super::constraint::Constraints;
use super::name;
use crate::error;
use crate::eval;
use crate::store::{KeyBytes, Place, Places, Table};

/// Checks how many actions there are, and the names of their tables.
pub(super) fn table_names<'r>(
    constraints: &mut Constraints,
    members: impl ExactSizeIterator<Item = (&'r str, &'static str)>,
) -> Vec<&'r str> {
    match members.len() {
        0 => constraints.broken("transactItems", "[]", error::at_least_long(1)),
        count => constraints.count("TransactItems", count, MAX_ACTIONS),
    }
    members
        .enumerate()
        .map(|(position, (given, member))| {
            name::table_name_at(constraints, format_args!("{}.tableName", path(position, member)), given)
        })
        .collect()
}

/// Returns where a member of an action is in the request.
pub fn path(position: usize, member: &str) -> String {
    format!("transactItems.{}.member.{member}", position + 1)
}

/// What is wrong with one action of a transaction.
pub(super) enum Fault {
    /// The whole request is refused.
    Request(Error),
    /// The transaction is cancelled, for this reason of the action.
    Action(Error),
}

/// The targets of actions, while they are checked one after the other.
pub(super) struct Targets<'t> {
    places: Vec<Place<'t>>,
    /// Position and error of the first action that is a reason to cancel.
    first: Option<(usize, Error)>,
    count: usize,
}

impl<'t> Targets<'t> {
    pub(super) fn new(count: usize) -> Self {
        Self { places: Vec::with_capacity(count), first: None, count }
    }

    /// Adds the target of the action at this position, or what is wrong with it.
    pub(super) fn add(&mut self, position: usize, table: &'t Table, key: Result<KeyBytes, Fault>) -> Result<(), Error> {
        match key {
            Ok(key) => self.places.push(Place { table, key }),
            Err(Fault::Action(error)) => self.refuse(position, error),
            Err(Fault::Request(error)) => return Err(error),
        }
        Ok(())
    }

    /// Notes that the action at this position is a reason to cancel.
    pub(super) fn refuse(&mut self, position: usize, error: Error) {
        self.first.get_or_insert((position, error));
    }

    /// The targets, if they are different items and no action is a reason to cancel.
    pub(super) fn finish(self) -> Result<Places<'t>, Error> {
        let places = Places::new(self.places);
        if places.has_duplicates() {
            return Err(error::validation(error::SEVERAL_ACTIONS));
        }
        match self.first {
            Some((position, error)) => Err(cancel(self.count, position, &error)),
            None => Ok(places),
        }
    }
}

/// The error of a transaction whose action at this position was refused. The others are not spoken of.
#[cold]
pub(super) fn cancel(count: usize, position: usize, error: &Error) -> Error {
    let mut reasons = vec![CancellationReason::none(); count];
    reasons[position] = error::validation_reason(error);
    error::canceled(reasons)
}

/// The Key of a write. That it is empty is found before the transaction begins, all else within it.
pub(super) fn key(table: &Table, key: &Item) -> Result<KeyBytes, Fault> {
    name::key(table, key).map_err(|error| match eval::empty_key(&table.schema.keys, key) {
        Some(empty) => Fault::Request(empty),
        None => Fault::Action(error),
    })
}

/// Actions of a transaction.
pub const MAX_ACTIONS: usize = 100;

/// Bytes of a transaction.
pub(super) const MAX_SIZE: usize = 4 * 1024 * 1024;
