//! BatchGetItem.

use std::collections::BTreeMap;
use std::sync::Arc;

use monotable::request::{BatchGetItem, BatchGetItemOutput, BatchKeys, Payload};
use monotable::{Error, Item};

use super::constraint::Constraints;
use super::fingerprint::fingerprint;
use super::tally::Tally;
use super::{batch, check_values, name};
use crate::database::Database;
use crate::store::{KeyBytes, Place, Places, Table};
use crate::{error, eval};

pub fn batch_get(database: &Database, request: &BatchGetItem) -> Result<BatchGetItemOutput, Error> {
    let names =
        batch::read_tables(Constraints::default(), &request.tables, &batch::no_echo, |wanted| wanted.keys.len())?;
    for wanted in request.tables.values() {
        wanted.keys.iter().try_for_each(check_values)?;
        if let Some(paths) = &wanted.projection {
            eval::check_projection(paths)?;
        }
    }
    batch_get_checked(database, &names, request)
}

/// The reads of a request that holds in itself, but for keys that occur twice: its names, counts, values and projections were
/// checked. `names` are those of its tables in their order.
pub fn batch_get_checked(
    database: &Database,
    names: &[&str],
    request: &BatchGetItem,
) -> Result<BatchGetItemOutput, Error> {
    request.tables.values().try_for_each(check_distinct)?;

    let tables = database.catalog.read();
    let tables = name::tables(database, &tables, "BatchGetItem", names)?;
    let mut keys: Vec<Vec<KeyBytes>> = Vec::with_capacity(tables.len());
    for (wanted, table) in request.tables.values().zip(&tables) {
        if let Some(paths) = &wanted.projection {
            eval::check_paths_into_keys(&table.schema.keys, None, paths)?;
        }
        keys.push(wanted.keys.iter().map(|key| name::key(table, key)).collect::<Result<_, _>>()?);
    }
    check_distinct_names(&tables, &keys)?;
    Ok(read(request, &tables, &keys))
}

/// Reads one item after the other, until there are 16 MB of them: what follows is left for another call.
fn read(request: &BatchGetItem, tables: &[&Table], keys: &[Vec<KeyBytes>]) -> BatchGetItemOutput {
    let mut tally = Tally::new(request.return_consumed);
    let mut items: BTreeMap<Arc<str>, Payload> = BTreeMap::new();
    let mut left: BTreeMap<Arc<str>, BatchKeys> = BTreeMap::new();
    let mut size = 0;
    for (((name, wanted), table), keys) in request.tables.iter().zip(tables).zip(keys) {
        let mut found = Vec::with_capacity(keys.len());
        for (position, key) in keys.iter().enumerate() {
            let row = if left.is_empty() { table.get(key) } else { None };
            let row_size = row.as_ref().map_or(0, |row| row.size);
            size += u64::from(row_size);
            if !left.is_empty() || size > MAX_SIZE {
                let mut rest = wanted.clone();
                rest.keys.drain(..position);
                left.insert(Arc::clone(name), rest);
                break;
            }
            tally.read(name, row_size, wanted.consistent);
            found.extend(row.map(|row| match &wanted.projection {
                Some(paths) => eval::project(&row.item, paths),
                None => row.item,
            }));
        }
        items.insert(Arc::clone(name), Payload::rows(found));
    }
    let mut output = BatchGetItemOutput::default();
    output.items = items;
    output.unprocessed = (!left.is_empty()).then(|| {
        let mut rest = BatchGetItem::new(left);
        rest.return_consumed = request.return_consumed;
        rest
    });
    output.meta = tally.finish();
    output
}

/// Keys are compared before their table is known, as DynamoDB does.
fn check_distinct(wanted: &BatchKeys) -> Result<(), Error> {
    let mut keys: Vec<(u64, &Item)> = wanted.keys.iter().map(|key| (fingerprint(key), key)).collect();
    keys.sort_unstable_by_key(|(print, _)| *print);
    let same = |pair: &[(u64, &Item)]| pair[0].0 == pair[1].0 && pair[0].1 == pair[1].1;
    if keys.windows(2).any(same) { Err(error::validation(error::DUPLICATE_KEYS)) } else { Ok(()) }
}

/// A table can be given twice, by name and by ARN.
fn check_distinct_names(tables: &[&Table], keys: &[Vec<KeyBytes>]) -> Result<(), Error> {
    let twice =
        |(position, table): (usize, &&Table)| tables[..position].iter().any(|other| std::ptr::eq(*other, *table));
    if !tables.iter().enumerate().any(twice) {
        return Ok(());
    }
    let places =
        tables.iter().zip(keys).flat_map(|(table, keys)| keys.iter().map(move |key| Place { table, key: key.clone() }));
    match Places::new(places.collect()).has_duplicates() {
        true => Err(error::validation(error::DUPLICATE_KEYS)),
        false => Ok(()),
    }
}

/// Bytes of all items of a response.
const MAX_SIZE: u64 = 16 * 1024 * 1024;
