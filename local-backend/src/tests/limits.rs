//! Limits in bytes, to the byte: what is just within one, and what is one byte beyond.

use std::collections::BTreeMap;

use monotable::request::{
    BatchGetItem, BatchKeys, Scan, TransactGet, TransactGetItems, TransactWrite, TransactWriteItems,
};

use super::*;

const MB: usize = 1024 * 1024;
const QUARTER: usize = MB / 4;

fn key_of(number: usize) -> Item {
    item([("PK", s("p")), ("SK", s(&format!("{number:02}")))])
}

/// An item of so many bytes.
fn sized(number: usize, bytes: usize) -> Item {
    // `PK`, `p`, `SK`, two digits, `f`.
    item([("PK", s("p")), ("SK", s(&format!("{number:02}"))), ("f", s(&"x".repeat(bytes - 8)))])
}

/// So many items of a quarter of a megabyte, the first of which has so many bytes more.
fn quarters(count: usize, more: usize) -> Vec<Item> {
    (0..count).map(|number| sized(number, QUARTER + if number == 0 { more } else { 0 })).collect()
}

fn holding(items: Vec<Item>) -> LocalBackend {
    let backend = backend(vec![]);
    items.into_iter().for_each(|item| put(&backend, item));
    backend
}

#[test]
fn a_transaction_writes_four_megabytes_and_no_byte_more() {
    for (more, fits) in [(0, true), (1, false)] {
        let actions = quarters(16, more).into_iter().map(|item| TransactWrite::put(name(), item)).collect();
        let written = now(backend(vec![]).transact_write_items(TransactWriteItems::new(actions)));

        assert_eq!(written.is_ok(), fits, "{more}");
    }
}

#[test]
fn a_transaction_reads_four_megabytes_and_no_byte_more() {
    for (more, fits) in [(0, true), (1, false)] {
        let backend = holding(quarters(16, more));
        let gets = (0..16).map(|number| TransactGet::new(name(), key_of(number))).collect();

        assert_eq!(now(backend.transact_get_items(TransactGetItems::new(gets))).is_ok(), fits, "{more}");
    }
}

#[test]
fn a_batch_reads_sixteen_megabytes_and_leaves_what_is_beyond() {
    for (more, left) in [(0, None), (1, Some(1))] {
        let backend = holding(quarters(64, more));
        let keys = BatchKeys::new((0..64).map(key_of).collect());
        let read = now(backend.batch_get_item(BatchGetItem::new(BTreeMap::from([(name(), keys)])))).unwrap();

        assert_eq!(read.unprocessed.map(|rest| rest.tables[TABLE].keys.len()), left, "{more}");
    }
}

#[test]
fn a_page_ends_with_the_item_that_reaches_a_megabyte() {
    let mut items = quarters(6, 0);
    let full = holding(items.clone());
    items[0] = sized(0, QUARTER - 1);
    let not_quite = holding(items);
    for (backend, count) in [(full, 4), (not_quite, 5)] {
        let page = now(backend.query(query("p"))).unwrap();
        let scanned = now(backend.scan(Scan::new(name()))).unwrap();

        assert_eq!((page.count, scanned.count), (count, count));
        let last = page.last_evaluated_key.map(|key| sort_keys(&[key]));
        assert_eq!(last, Some(vec![format!("{:02}", count - 1)]));
    }
}

#[test]
fn keys_have_limits_in_bytes() {
    let backend = backend(vec![]);
    for (pk, sk, fits) in [(2048, 1024, true), (2049, 1, false), (1, 1025, false)] {
        let key = item([("PK", s(&"p".repeat(pk))), ("SK", s(&"s".repeat(sk)))]);

        assert_eq!(now(backend.put_item(PutItem::new(name(), key.clone()))).is_ok(), fits);
        assert_eq!(now(backend.get_item(GetItem::new(name(), key))).is_ok(), fits);
    }
}
