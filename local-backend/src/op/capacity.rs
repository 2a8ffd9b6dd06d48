//! Capacity units.
//!
//! See [Read and write operations](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).

use monotable::request::{ConsumedCapacity, ResponseMeta, ReturnConsumed};
use monotable::schema::IndexKind;

use crate::store::{IndexChange, Table, Written};

/// One unit for each KB that is written.
fn write_units(size: u32) -> f64 {
    f64::from(size.div_ceil(1024).max(1))
}

/// One unit for each 4 KB that is read, half of it where the read need not be consistent.
pub(super) fn read_units(size: u64, consistent: bool) -> f64 {
    let units = size.div_ceil(4096).max(1) as f64;
    if consistent { units } else { units / 2.0 }
}

/// Returns what a read of one item consumed.
pub(super) fn of_get(mode: ReturnConsumed, size: u32, consistent: bool) -> ResponseMeta {
    meta(mode, |detailed| total(detailed, read_units(size.into(), consistent)))
}

/// Returns what a write consumed: by the larger of the item before and after, and for every index that it changed.
pub(super) fn of_write(mode: ReturnConsumed, table: &Table, written: &Written) -> ResponseMeta {
    meta(mode, |detailed| of_change_at(detailed, table, written, 1.0))
}

/// Returns what a read of one item within a transaction consumed: twice a consistent read.
pub(super) fn of_transact_read(mode: ReturnConsumed, size: u32) -> ResponseMeta {
    meta(mode, |detailed| {
        let mut consumed = total(detailed, TRANSACTIONAL * read_units(size.into(), true));
        consumed.read_units = Some(consumed.units);
        consumed
    })
}

/// Returns what a write within a transaction consumed: twice for the table, once for the indexes.
pub(super) fn of_transact_write(mode: ReturnConsumed, table: &Table, written: &Written) -> ResponseMeta {
    meta(mode, |detailed| {
        let mut consumed = of_change_at(detailed, table, written, TRANSACTIONAL);
        consumed.write_units = Some(consumed.units);
        consumed
    })
}

fn of_change_at(detailed: bool, table: &Table, written: &Written, factor: f64) -> ConsumedCapacity {
    let mut consumed = total(detailed, factor * write_units(written.largest()));
    for change in &written.indexes {
        index(&mut consumed, detailed, table, change.index, of_change(change));
    }
    consumed
}

/// Returns what a query or scan consumed: of the table, or of an index together with fetches from the table.
pub(super) fn of_page(
    mode: ReturnConsumed,
    table: &Table,
    read_index: Option<usize>,
    units: f64,
    fetches: f64,
) -> ResponseMeta {
    meta(mode, |detailed| match read_index {
        None => total(detailed, units),
        Some(read_index) => {
            let mut consumed = total(detailed, fetches);
            index(&mut consumed, detailed, table, read_index, units);
            consumed
        }
    })
}

fn of_change(change: &IndexChange) -> f64 {
    let (removed, inserted) = (change.removed.map_or(0.0, write_units), change.inserted.map_or(0.0, write_units));
    // A change of the index's key is a deletion and an insertion.
    if change.in_place { removed.max(inserted) } else { removed + inserted }
}

fn meta(mode: ReturnConsumed, consumed: impl FnOnce(bool) -> ConsumedCapacity) -> ResponseMeta {
    let mut meta = ResponseMeta::default();
    meta.consumed = match mode {
        ReturnConsumed::None => None,
        ReturnConsumed::Total => Some(consumed(false)),
        _ => Some(consumed(true)),
    };
    meta
}

fn total(detailed: bool, table: f64) -> ConsumedCapacity {
    let mut consumed = ConsumedCapacity::default();
    consumed.units = table;
    consumed.table = detailed.then_some(table);
    consumed
}

fn index(consumed: &mut ConsumedCapacity, detailed: bool, table: &Table, index: usize, units: f64) {
    consumed.units += units;
    if !detailed {
        return;
    }
    let index = &table.schema.indexes[index];
    let shares = match index.kind {
        IndexKind::Local => &mut consumed.local_indexes,
        _ => &mut consumed.global_indexes,
    };
    shares.insert(index.name.to_string(), units);
}

/// DynamoDB prepares and commits the items of a transaction: two operations for each.
const TRANSACTIONAL: f64 = 2.0;
