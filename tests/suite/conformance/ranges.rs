//! Ranges of sort keys against plain comparison: every test with every bound, over keys chosen to be confused.

use std::cmp::Ordering;

use monotable::Value;
use monotable::expression::KeyTest;
use monotable::request::control::Projection;

use super::database::{Database, Table, global, with};
use super::words::*;

scenarios! {
    every_range_of_texts_selects_its_texts,
    every_range_of_binaries_selects_its_binaries,
    every_range_of_numbers_selects_its_numbers,
    every_range_of_an_index_selects_its_entries,
    confusing_keys_are_paged_through,
    confusing_keys_of_an_index_are_paged_through,
}

/// Texts of up to two characters at the ends of encodings.
fn texts() -> Vec<Value> {
    let alphabet = ["\u{0}", "\u{1}", "#", "a", "\u{ff}", "\u{10ffff}"];
    let two = alphabet.iter().flat_map(|one| alphabet.iter().map(move |two| format!("{one}{two}")));
    let mut texts: Vec<String> = alphabet.iter().map(|text| (*text).to_owned()).chain(two).collect();
    texts.sort();
    texts.into_iter().map(Value::S).collect()
}

fn binaries() -> Vec<Value> {
    let alphabet = [0_u8, 1, 127, 128, 254, 255];
    let two = alphabet.iter().flat_map(|one| alphabet.iter().map(move |two| vec![*one, *two]));
    let mut binaries: Vec<Vec<u8>> = alphabet.iter().map(|byte| vec![*byte]).chain(two).collect();
    binaries.sort();
    binaries.into_iter().map(Value::B).collect()
}

fn numbers() -> Vec<Value> {
    let magnitudes =
        ["1e-130", "0.01", "0.5", "0.99", "1", "1.01", "9", "9.9", "10", "99", "100", "101", "1e37", "9e125"];
    let negative = magnitudes.iter().rev().map(|text| n(&format!("-{text}")));
    negative.chain([n("0")]).chain(magnitudes.iter().map(|text| n(text))).collect()
}

fn order(one: &Value, two: &Value) -> Ordering {
    match (one, two) {
        (Value::S(one), Value::S(two)) => one.as_bytes().cmp(two.as_bytes()),
        (Value::B(one), Value::B(two)) => one.cmp(two),
        (Value::N(one), Value::N(two)) => one.cmp(two),
        _ => panic!("keys of one type: {one:?} {two:?}"),
    }
}

fn has_prefix(key: &Value, prefix: &Value) -> bool {
    match (key, prefix) {
        (Value::S(key), Value::S(prefix)) => key.starts_with(prefix),
        (Value::B(key), Value::B(prefix)) => key.starts_with(prefix),
        _ => false,
    }
}

/// Every other key is stored, so that bounds are met and missed.
fn stored(keys: &[Value]) -> Vec<Value> {
    keys.iter().step_by(2).cloned().collect()
}

/// Checks every test with every key as bound; of the pairs of BETWEEN, those that are near each other.
async fn check(table: &Table<'_>, index: Option<&str>, attribute: &'static str, keys: &[Value]) {
    let stored = stored(keys);
    let select = async |test: KeyTest, wanted: &dyn Fn(&Value) -> bool| {
        let hash = if index.is_some() { "group" } else { "PK" };
        let text = format!("{test:?}");
        let conditions = [is(hash, "p"), key(attribute, test)];
        let query = match index {
            Some(index) => table.query_index(index, conditions),
            None => table.query(conditions),
        };
        let found: Vec<Value> =
            table.rows(query).await.into_iter().map(|mut row| row.remove(attribute).unwrap()).collect();
        let expected: Vec<Value> = stored.iter().filter(|key| wanted(key)).cloned().collect();
        assert_eq!(found, expected, "{text}");
    };
    for (at, bound) in keys.iter().enumerate() {
        let value = || packed(bound.clone());
        select(KeyTest::Eq(value()), &|key| order(key, bound).is_eq()).await;
        select(KeyTest::Lt(value()), &|key| order(key, bound).is_lt()).await;
        select(KeyTest::Le(value()), &|key| order(key, bound).is_le()).await;
        select(KeyTest::Gt(value()), &|key| order(key, bound).is_gt()).await;
        select(KeyTest::Ge(value()), &|key| order(key, bound).is_ge()).await;
        if !matches!(bound, Value::N(_)) {
            select(KeyTest::BeginsWith(value()), &|key| has_prefix(key, bound)).await;
        }
        for high in keys[at..].iter().take(4) {
            let test = KeyTest::Between(value(), packed(high.clone()));
            select(test, &|key| order(key, bound).is_ge() && order(key, high).is_le()).await;
        }
    }
}

async fn filled<'b>(db: &Database<'b>, kind: &'static str, keys: &[Value]) -> Table<'b> {
    let table = db.table_with(&["PK:S", kind], &[]).await;
    for key in stored(keys) {
        table.put(row! { "PK" => "p", "SK" => key }).await.unwrap();
    }
    table
}

async fn every_range_of_texts_selects_its_texts(db: &Database<'_>) {
    let table = filled(db, "SK:S", &texts()).await;
    check(&table, None, "SK", &texts()).await;
}

async fn every_range_of_binaries_selects_its_binaries(db: &Database<'_>) {
    let table = filled(db, "SK:B", &binaries()).await;
    check(&table, None, "SK", &binaries()).await;
}

async fn every_range_of_numbers_selects_its_numbers(db: &Database<'_>) {
    let table = filled(db, "SK:N", &numbers()).await;
    check(&table, None, "SK", &numbers()).await;
}

/// An index whose sort key goes on in the key of the table, of another type.
async fn indexed<'b>(db: &Database<'b>, keys: &[Value]) -> Table<'b> {
    let index = global("by-at", &["group:S"], &["at:B"], Projection::KeysOnly);
    let table = db.table_with(&["PK:S", "SK:N"], &[index]).await;
    for (number, at) in stored(keys).into_iter().enumerate() {
        // Texts in front that could be taken for more of the sort key.
        let pk = ["\u{0}", "\u{1}", "\u{10ffff}"][number % 3];
        let item = row! { "PK" => pk, "SK" => i64::try_from(number).unwrap(), "group" => "p", "at" => at };
        table.put(item).await.unwrap();
    }
    table
}

async fn every_range_of_an_index_selects_its_entries(db: &Database<'_>) {
    let table = indexed(db, &binaries()).await;
    check(&table, Some("by-at"), "at", &binaries()).await;
}

async fn confusing_keys_are_paged_through(db: &Database<'_>) {
    for (kind, keys) in [("SK:S", texts()), ("SK:B", binaries()), ("SK:N", numbers())] {
        let table = filled(db, kind, &keys).await;
        for (forward, limit) in [(true, 1), (false, 1), (true, 4), (false, 4)] {
            let query = with(table.query([is("PK", "p")]), |query| {
                query.forward = forward;
                query.limit = Some(limit);
            });

            let mut found = table.pages(query).await.concat();

            if !forward {
                found.reverse();
            }
            let found: Vec<Value> = found.into_iter().map(|mut row| row.remove("SK").unwrap()).collect();
            assert_eq!(found, stored(&keys), "{kind} {forward} {limit}");
        }
    }
}

async fn confusing_keys_of_an_index_are_paged_through(db: &Database<'_>) {
    let table = indexed(db, &binaries()).await;
    for (forward, limit) in [(true, 1), (false, 1), (true, 3), (false, 3)] {
        let query = with(table.query_index("by-at", [is("group", "p"), above("at", b(&[0]))]), |query| {
            query.forward = forward;
            query.limit = Some(limit);
        });

        let mut found = table.pages(query).await.concat();

        if !forward {
            found.reverse();
        }
        let found: Vec<Value> = found.into_iter().map(|mut row| row.remove("at").unwrap()).collect();
        assert_eq!(found, stored(&binaries())[1..], "{forward} {limit}");
    }
}
