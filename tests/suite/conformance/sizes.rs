//! Sizes of items and the limit of 400 KB.

use monotable::Value;
use monotable::request::control::Projection;

use super::change::change;
use super::database::{Database, Table, local};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    an_item_may_have_409600_bytes,
    a_put_that_is_too_large_leaves_the_old_item,
    an_update_that_makes_an_item_too_large_changes_nothing,
    an_update_may_make_an_item_as_large_as_a_put,
    texts_and_names_count_utf8,
    numbers_count_pairs_of_digits,
    scalars_and_containers_count_as_documented,
    local_indexes_count_towards_the_limit,
}

const LIMIT: usize = 400 * 1024;
const PUT_TOO_LARGE: &str = "Item size has exceeded the maximum allowed size";
const UPDATE_TOO_LARGE: &str = "Item size to update has exceeded the maximum allowed size";

fn base() -> Row {
    row! { "PK" => "a", "SK" => "1" }
}

/// The item, filled up to so many bytes; `bytes` is its size before.
fn filled(item: &Row, bytes: usize, total: usize) -> Row {
    and(item, "f", text(total - bytes - 1))
}

/// `PK`, `a`, `SK`, `1`.
const BASE: usize = 6;

async fn an_item_may_have_409600_bytes(db: &Database<'_>) {
    let table = db.table().await;
    let largest = filled(&base(), BASE, LIMIT);

    table.put(&largest).await.unwrap();
    table.put(and(&filled(&base(), BASE, LIMIT + 1), "SK", "2")).await.refused(PUT_TOO_LARGE);

    assert_eq!(table.all().await, [largest]);
}

async fn a_put_that_is_too_large_leaves_the_old_item(db: &Database<'_>) {
    let table = db.table().await;
    let old = and(&base(), "old", true);
    table.put(&old).await.unwrap();

    table.put(filled(&base(), BASE, LIMIT + 1)).await.refused(PUT_TOO_LARGE);

    assert_eq!(table.get(&old).await, Some(old));
}

async fn an_update_that_makes_an_item_too_large_changes_nothing(db: &Database<'_>) {
    let table = db.table().await;
    let old = filled(&and(&base(), "n", 1), BASE + 3, LIMIT);
    table.put(&old).await.unwrap();

    table.update(&old, change().set("m", true)).await.refused(UPDATE_TOO_LARGE);
    table.update(&old, change().set("other", list![]).add("n", 1)).await.refused(UPDATE_TOO_LARGE);
    table.update(&old, change().plus("n", at("n"), value(1000))).await.refused(UPDATE_TOO_LARGE);

    assert_eq!(table.get(&old).await, Some(old));
}

async fn an_update_may_make_an_item_as_large_as_a_put(db: &Database<'_>) {
    let table = db.table().await;
    let old = filled(&and(&base(), "gone", 1), BASE + 6, LIMIT);
    table.put(&old).await.unwrap();

    // What it removes makes room for what it sets.
    table.update(&old, change().remove("gone").set("more", true)).await.unwrap_or_else(|error| panic!("{error:?}"));
    table.update(&old, change().set("x", Value::Null)).await.refused(UPDATE_TOO_LARGE);

    assert_eq!(table.get(&old).await.unwrap().len(), 4);
}

/// Checks the size of an item at the limit: as large as allowed it is stored, with one byte more it is refused.
async fn check_size(table: &Table<'_>, attribute: Value, bytes: usize) {
    let item = and(&base(), "v", attribute);
    let size = BASE + 1 + bytes;
    let label = format!("{:?} in {bytes} bytes", item["v"]);
    let fits = table.put(filled(&item, size, LIMIT)).await;
    assert!(fits.is_ok(), "{label}: {fits:?}");
    let exceeds = table.put(filled(&item, size, LIMIT + 1)).await;
    assert!(exceeds.is_err(), "{label}, one less than it has");
    exceeds.refused(PUT_TOO_LARGE);
}

async fn texts_and_names_count_utf8(db: &Database<'_>) {
    let table = db.table().await;

    check_size(&table, v("\u{e9}"), 2).await;
    check_size(&table, v("\u{1d11e}"), 4).await;
    check_size(&table, b(&[0; 10]), 10).await;
    let named = and(&base(), "\u{1d11e}\u{e9}", true);
    table.put(filled(&named, BASE + 7, LIMIT)).await.unwrap();
    table.put(filled(&named, BASE + 7, LIMIT + 1)).await.refused(PUT_TOO_LARGE);
}

async fn numbers_count_pairs_of_digits(db: &Database<'_>) {
    let table = db.table().await;
    let sizes = [
        ("0", 1),
        ("-0", 1),
        ("1", 2),
        ("12", 2),
        ("123", 3),
        ("1234", 3),
        ("100", 2),
        ("1010", 3),
        ("0.0000001", 2),
        ("1E125", 2),
        ("1E-100", 2),
        ("1.5", 3),
        ("15", 2),
        ("1.234", 4),
        ("3.14159", 5),
        ("123456", 4),
        ("100.5", 4),
        ("0.15", 2),
        ("-42", 3),
        ("12345678901234567890123456789012345678", 20),
    ];

    for (number, bytes) in sizes {
        check_size(&table, n(number), bytes).await;
    }
}

async fn scalars_and_containers_count_as_documented(db: &Database<'_>) {
    let table = db.table().await;

    check_size(&table, Value::Null, 1).await;
    check_size(&table, v(false), 1).await;
    check_size(&table, list![], 3).await;
    check_size(&table, map! {}, 3).await;
    check_size(&table, list!["ab", 1, list![]], 3 + (1 + 2) + (1 + 2) + (1 + 3)).await;
    check_size(&table, map! { "name" => "ab", "\u{e9}" => true }, 3 + (1 + 4 + 2) + (1 + 2 + 1)).await;
    check_size(&table, ss(&["abc", "d"]), 4).await;
    check_size(&table, ns(&["1", "123"]), 5).await;
    check_size(&table, bs(&[&[1, 2], &[3]]), 3).await;
}

async fn local_indexes_count_towards_the_limit(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:S"], &[local("by-rank", "rank:S", Projection::All)]).await;
    let unranked = filled(&base(), BASE, LIMIT);
    let half = filled(&and(&base(), "rank", "r"), BASE + 5, LIMIT / 2);
    let more = filled(&and(&base(), "rank", "r"), BASE + 5, LIMIT / 2 + 1024);

    table.put(&unranked).await.unwrap();
    table.put(&more).await.refused("");
    table.put(&half).await.unwrap();

    table.update(&half, change().remove("rank").set("more", text(100 * 1024))).await.unwrap();
    table.update(&half, change().set("rank", "r")).await.refused(UPDATE_TOO_LARGE);

    let mut unranked = and(&half, "more", text(100 * 1024));
    unranked.remove("rank");
    assert_eq!(table.all().await, [unranked]);
}
