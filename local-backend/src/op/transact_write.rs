//! TransactWriteItems.

use monotable::Error;
use monotable::expression::Update;
use monotable::request::{
    CancellationReason, TransactAction, TransactWrite, TransactWriteItems, TransactWriteItemsOutput,
};

use super::collections::Collections;
use super::constraint::Constraints;
use super::fingerprint::fingerprint;
use super::tally::Tally;
use super::transact::{self, Fault, MAX_SIZE, Targets, cancel};
use super::{check_condition_keys, check_values, name, payload, put, update};
use crate::database::{Database, Transacted};
use crate::store::{KeyBytes, Next, Row, Table, Use, Written};
use crate::{error, eval};

pub fn transact_write(database: &Database, request: &TransactWriteItems) -> Result<TransactWriteItemsOutput, Error> {
    let names = check_members(request)?;
    let prepared = request.actions.iter().map(Prepared::new).collect::<Result<_, _>>()?;
    transact_write_checked(database, &names, request, prepared)
}

/// The actions of a request that holds in itself: its names, counts, values, sizes and expressions were checked. `names` are
/// those of the tables of its actions.
pub fn transact_write_checked(
    database: &Database,
    names: &[&str],
    request: &TransactWriteItems,
    prepared: Vec<Prepared>,
) -> Result<TransactWriteItemsOutput, Error> {
    let actions = &request.actions;
    let rows = prepared.iter().map(|action| action.row.as_ref());
    if actions.iter().zip(rows).map(|(action, row)| payload::of_action(action, row)).sum::<usize>() > MAX_SIZE {
        return Err(error::validation(error::TRANSACTION_TOO_LARGE));
    }

    let now = database.clock.now();
    let catalog = database.catalog.read();
    let tables = name::tables(database, &catalog, "TransactWriteItems", names)?;
    let mut targets = Targets::new(actions.len());
    let mut rows = Vec::with_capacity(actions.len());
    for (position, ((action, prepared), table)) in actions.iter().zip(prepared).zip(&tables).enumerate() {
        targets.add(position, table, key(table, action, prepared.row.as_ref()))?;
        if let Some(error) = prepared.refused {
            targets.refuse(position, error);
        }
        rows.push(prepared.row);
    }
    let places = targets.finish()?;

    let mut token = None;
    if let Some(given) = &request.token {
        // Requests of one token alone are compared by it, for which 64 bits are plenty.
        let print = fingerprint(actions);
        match database.transactions.begin(given, now) {
            Use::First(running) => token = Some((running, print)),
            Use::Again => return Err(error::transaction_in_progress()),
            Use::Done(done) if done.fingerprint == print => return Ok(replay(request, &done)),
            Use::Done(_) => return Err(error::token_mismatch()),
        }
    }
    let written = places.write(
        now,
        |old| decide(actions, &tables, rows, old),
        |written| {
            if let Some((running, fingerprint)) = &token {
                let sizes = written.iter().map(Written::largest).collect();
                running.succeed(now, Transacted { fingerprint: *fingerprint, sizes });
            }
        },
    )?;

    let mut tally = Tally::new(request.return_consumed);
    let mut collections = Collections::new(request.return_collections);
    for (((action, table), written), place) in actions.iter().zip(&tables).zip(&written).zip(places.iter()) {
        tally.transact_write(&action.table, table, written);
        match &action.action {
            TransactAction::Put { item: key } | TransactAction::Update { key, .. } | TransactAction::Delete { key } => {
                collections.add(&action.table, table, &place.key, key);
            }
            _ => {}
        }
    }
    let mut output = TransactWriteItemsOutput::default();
    output.collections = collections.finish();
    output.meta = tally.finish();
    Ok(output)
}

/// The same request with the same token was done before. What it wrote is now read.
fn replay(request: &TransactWriteItems, done: &Transacted) -> TransactWriteItemsOutput {
    let mut tally = Tally::new(request.return_consumed);
    for (action, size) in request.actions.iter().zip(&done.sizes) {
        tally.transact_read(&action.table, *size);
    }
    let mut output = TransactWriteItemsOutput::default();
    output.meta = tally.finish();
    output
}

fn check_members(request: &TransactWriteItems) -> Result<Vec<&str>, Error> {
    let mut constraints = Constraints::default();
    if let Some(token) = &request.token {
        constraints.count("ClientRequestToken", token.chars().count(), MAX_TOKEN);
    }
    let members = request.actions.iter().map(|action| (&*action.table, member(&action.action)));
    let names = transact::table_names(&mut constraints, members);
    for (position, action) in request.actions.iter().enumerate() {
        let path = |member: &str| transact::path(position, member);
        match &action.action {
            TransactAction::Check { .. } if action.condition.is_none() => {
                constraints.found(error::absent(&path("conditionCheck.conditionExpression")));
            }
            TransactAction::Update { update, .. } if update.is_empty() => {
                constraints.found(error::absent(&path("update.updateExpression")));
            }
            _ => {}
        }
    }
    constraints.finish()?;
    Ok(names)
}

const fn member(action: &TransactAction) -> &'static str {
    match action {
        TransactAction::Put { .. } => "put",
        TransactAction::Update { .. } => "update",
        TransactAction::Delete { .. } => "delete",
        _ => "conditionCheck",
    }
}

/// What came out of the checks on an action that need no table.
pub struct Prepared {
    /// The item that is put.
    pub row: Option<Row>,
    /// Why the transaction is to be cancelled, though only after all tables were found.
    pub refused: Option<Error>,
}

impl Prepared {
    fn new(action: &TransactWrite) -> Result<Self, Error> {
        let mut prepared = Self { row: None, refused: None };
        match &action.action {
            TransactAction::Put { item } => {
                prepared.row = Some(put::checked_row(item.clone())?);
            }
            TransactAction::Update { key, update } => {
                check_values(key)?;
                eval::check_update_within(update, eval::MAX_TRANSACTED_DEPTH)?;
                prepared.refused = refuse_depth(update);
            }
            TransactAction::Delete { key } | TransactAction::Check { key } => {
                check_values(key)?;
            }
            _ => return Err(error::validation(error::NOT_ONE_REQUEST)),
        }
        if let Some(condition) = &action.condition {
            let levels = eval::MAX_TRANSACTED_DEPTH;
            eval::check_condition_within(error::Expression::Condition, condition, levels)?;
        }
        Ok(prepared)
    }
}

/// In a transaction, alone of all that can be wrong with the values of an update, their depth cancels; and that of values in
/// conditions does not matter.
pub fn refuse_depth(update: &Update) -> Option<Error> {
    eval::is_too_deep(update).then(|| error::validation(error::UPDATED_TOO_DEEPLY))
}

/// The key of an action's item, with the checks that need its table.
fn key(table: &Table, action: &TransactWrite, row: Option<&Row>) -> Result<KeyBytes, Fault> {
    let schema = &table.schema;
    let key = match (&action.action, row) {
        (TransactAction::Put { .. }, Some(row)) => put::key_of(table, row).map_err(|error| {
            match eval::empty_key(&schema.keys, &row.item).or_else(|| eval::empty_index_key(schema, &row.item)) {
                Some(empty) => Fault::Request(empty),
                None => Fault::Action(error),
            }
        }),
        (TransactAction::Update { key, update }, _) => {
            let place = transact::key(table, key);
            if let Some(empty) = eval::empty_updated_index_key(schema, update) {
                return Err(Fault::Request(empty));
            }
            eval::check_update_keys(schema, update).map_err(Fault::Action)?;
            place
        }
        (TransactAction::Delete { key } | TransactAction::Check { key }, _) => transact::key(table, key),
        _ => Err(Fault::Request(error::validation(error::NOT_ONE_REQUEST))),
    }?;
    check_condition_keys(table, action.condition.as_ref()).map_err(Fault::Action)?;
    Ok(key)
}

/// Returns what becomes of the items, all of which are as they were before the transaction.
fn decide(
    actions: &[TransactWrite],
    tables: &[&Table],
    rows: Vec<Option<Row>>,
    old: &[Option<Row>],
) -> Result<Vec<Next>, Error> {
    let mut next = Vec::with_capacity(actions.len());
    let mut failed: Vec<(usize, CancellationReason)> = Vec::new();
    for (position, ((action, table), (row, old))) in
        actions.iter().zip(tables).zip(rows.into_iter().zip(old)).enumerate()
    {
        let old = old.as_ref();
        let item = old.map(|row| &row.item);
        if let Some(condition) = &action.condition
            && !eval::holds(condition, item)
        {
            let item = item.filter(|_| action.return_old_on_failure).cloned();
            failed.push((position, error::condition_reason(item)));
            continue;
        }
        next.push(match (&action.action, row) {
            (TransactAction::Put { .. }, Some(row)) => Next::Put(row),
            (TransactAction::Update { key, update }, _) => {
                // A refused action is the only reason that is told.
                update::next(table, key, update, old).map_err(|error| cancel(actions.len(), position, &error))?
            }
            (TransactAction::Delete { .. }, _) => Next::Delete,
            _ => Next::Keep,
        });
    }
    if failed.is_empty() {
        return Ok(next);
    }
    let mut reasons = vec![CancellationReason::none(); actions.len()];
    for (position, reason) in failed {
        reasons[position] = reason;
    }
    Err(error::canceled(reasons))
}

/// Characters of a token.
pub const MAX_TOKEN: usize = 36;
