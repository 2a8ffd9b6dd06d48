//! BatchWriteItem.

use std::sync::Arc;

use monotable::request::{BatchWrite, BatchWriteItem, BatchWriteItemOutput};
use monotable::{Error, Item};

use super::collections::Collections;
use super::constraint::Constraints;
use super::put::checked_row;
use super::tally::Tally;
use super::{batch, check_values, name};
use crate::database::Database;
use crate::store::{Author, KeyBytes, Next, Place, Places, Row, Table};
use crate::{error, eval};

pub fn batch_write(database: &Database, request: &BatchWriteItem) -> Result<BatchWriteItemOutput, Error> {
    let names =
        batch::written_tables(Constraints::default(), database.texts(), &request.tables, &batch::no_echo, Vec::len)?;
    let rows = request.tables.values().flatten().map(row_of).collect::<Result<_, _>>()?;
    batch_write_checked(database, &names, request, rows)
}

/// The writes of a request that holds in itself: its names, counts, values and sizes were checked. `names` are those of its
/// tables in their order, `rows` the items that are put, for each write in its order.
pub fn batch_write_checked(
    database: &Database,
    names: &[&str],
    request: &BatchWriteItem,
    rows: Vec<Option<Row>>,
) -> Result<BatchWriteItemOutput, Error> {
    let now = database.clock.now();
    let tables = database.catalog.read();
    let tables = name::tables(database, &tables, "BatchWriteItem", names)?;
    let writes: Vec<Write<'_>> = request
        .tables
        .iter()
        .zip(tables)
        .flat_map(|((name, writes), table)| writes.iter().map(move |write| (name, table, write)))
        .zip(rows)
        .map(|((name, table, write), row)| Write::new(name, table, write, row))
        .collect::<Result<_, _>>()?;
    let places = writes.iter().map(|write| Place { table: write.table, key: write.key.clone() });
    if Places::new(places.collect()).has_duplicates() {
        return Err(error::validation(error::DUPLICATE_KEYS));
    }

    // Nothing can fail from here on. Each item is written on its own: others may see some before the rest.
    let mut tally = Tally::new(request.return_consumed);
    let mut collections = Collections::new(request.return_collections);
    for Write { name, table, key, item, row } in writes {
        let written = match row {
            Some(row) => table.put(&key, now, Author::Request, row),
            None => table.write(&key, now, Author::Request, |_| Ok(Next::Delete))?,
        };
        tally.write(name, table, &written);
        collections.add(name, table, &key, item);
    }
    let mut output = BatchWriteItemOutput::default();
    output.collections = collections.finish();
    output.meta = tally.finish();
    Ok(output)
}

/// A write whose checks are done.
struct Write<'r> {
    name: &'r Arc<str>,
    table: &'r Table,
    key: KeyBytes,
    /// The item that is put, or the key of the one that is deleted.
    item: &'r Item,
    /// The item that is put.
    row: Option<Row>,
}

impl<'r> Write<'r> {
    fn new(name: &'r Arc<str>, table: &'r Table, write: &'r BatchWrite, row: Option<Row>) -> Result<Self, Error> {
        let (BatchWrite::Put(item) | BatchWrite::Delete(item)) = write else { return Err(unknown()) };
        let key = match &row {
            Some(row) => {
                // Not with the words that PutItem has for an item without its key.
                let keys = &table.schema.keys;
                let key = row.item.select(|name| keys.attributes().any(|key| key.name.as_bytes() == name));
                let key = name::key(table, &key)?;
                eval::check_index_keys(&table.schema, &row.item)?;
                if table.exceeds_with_indexes(row) {
                    return Err(error::validation(error::ITEM_TOO_LARGE));
                }
                key
            }
            None => name::key(table, item)?,
        };
        Ok(Self { name, table, key, item, row })
    }
}

/// The checks on a write that need no table.
pub fn row_of(write: &BatchWrite) -> Result<Option<Row>, Error> {
    match write {
        BatchWrite::Put(item) => checked_row(item.clone()).map(Some),
        BatchWrite::Delete(key) => check_values(key).map(|()| None),
        _ => Err(unknown()),
    }
}

#[cold]
fn unknown() -> Error {
    error::validation(error::NOT_ONE_REQUEST)
}
