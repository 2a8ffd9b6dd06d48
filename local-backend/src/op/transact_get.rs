//! TransactGetItems.

use monotable::Error;
use monotable::request::{TransactGet, TransactGetItems, TransactGetItemsOutput};

use super::check_values;
use super::constraint::Constraints;
use super::name;
use super::tally::Tally;
use super::transact::{self, Fault, MAX_SIZE, Targets};
use crate::database::Database;
use crate::store::{KeyBytes, Table};
use crate::{error, eval};

pub fn transact_get(database: &Database, request: &TransactGetItems) -> Result<TransactGetItemsOutput, Error> {
    let gets = &request.gets;
    let mut constraints = Constraints::default();
    let names = transact::table_names(&mut constraints, gets.iter().map(|get| (&*get.table, "get")));
    constraints.finish()?;
    for get in gets {
        check_values(&get.key)?;
        if let Some(paths) = &get.projection {
            eval::check_projection(paths)?;
        }
    }
    transact_get_checked(database, &names, request)
}

/// The reads of a request that holds in itself: its names, counts, values and projections were checked. `names` are those of
/// the tables of its reads.
pub fn transact_get_checked(
    database: &Database,
    names: &[&str],
    request: &TransactGetItems,
) -> Result<TransactGetItemsOutput, Error> {
    let gets = &request.gets;
    let tables = database.catalog.read();
    let mut targets = Targets::new(gets.len());
    for (position, (get, table)) in gets.iter().zip(name::tables(database, &tables, "GetItem", names)?).enumerate() {
        targets.add(position, table, key(table, get))?;
    }
    let rows = targets.finish()?.read();
    drop(tables);

    if rows.iter().flatten().map(|row| row.size as usize).sum::<usize>() > MAX_SIZE {
        return Err(error::validation(error::TRANSACTION_TOO_LARGE));
    }
    let mut tally = Tally::new(request.return_consumed);
    let mut output = TransactGetItemsOutput::default();
    for (get, row) in gets.iter().zip(rows) {
        tally.transact_read(&get.table, row.as_ref().map_or(0, |row| row.size));
        output.items.push(row.map(|row| match &get.projection {
            Some(paths) => eval::project(&row.item, paths),
            None => row.item,
        }));
    }
    output.meta = tally.finish();
    Ok(output)
}

fn key(table: &Table, get: &TransactGet) -> Result<KeyBytes, Fault> {
    // Unlike that of a write, an empty key is found within the transaction.
    let key = name::key(table, &get.key).map_err(Fault::Action)?;
    if let Some(paths) = &get.projection {
        eval::check_paths_into_keys(&table.schema.keys, None, paths).map_err(Fault::Action)?;
    }
    Ok(key)
}
