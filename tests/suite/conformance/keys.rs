//! Keys: types, presence, emptiness and length, of tables and indexes.

use monotable::expression::{KeyCondition, KeyTest};
use monotable::request::control::Projection;
use monotable::request::{DeleteItem, UpdateItem};
use monotable::{Error, Item, Value};

use super::change::{Change, change};
use super::database::{Database, Table, global, local};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    a_put_without_a_key_attribute_is_refused,
    a_put_with_a_key_of_another_type_is_refused,
    a_lookup_needs_exactly_the_key,
    a_key_of_a_composite_type_is_refused,
    empty_keys_are_refused,
    empty_binary_keys_are_refused,
    a_query_for_an_empty_key_is_refused,
    a_query_for_a_key_that_is_too_long_is_refused,
    a_partition_key_may_have_2048_bytes,
    a_sort_key_may_have_1024_bytes,
    lengths_of_binary_keys_count_their_bytes,
    lengths_of_text_keys_count_utf8,
    an_update_of_a_key_attribute_is_refused,
    an_update_of_an_index_key_to_another_type_is_refused,
    a_put_with_an_index_key_of_another_type_is_refused,
    an_empty_index_key_is_refused,
    an_empty_local_index_key_is_refused,
    an_index_key_may_not_be_too_long,
    keys_that_run_together_are_different_keys,
    keys_of_binary_sort_by_unsigned_bytes,
    text_keys_sort_by_utf8,
    a_table_without_sort_key_holds_one_item_per_key,
    a_table_that_does_not_exist_is_not_found,
}

const MISMATCH: &str = "The provided key element does not match the schema";

fn base() -> Row {
    row! { "PK" => "a", "SK" => "1" }
}

async fn a_put_without_a_key_attribute_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    table.put(row! { "PK" => "a" }).await.refused("Missing the key SK in the item");
    table.put(row! { "SK" => "1" }).await.refused("Missing the key PK in the item");
    table.put(Item::empty()).await.refused("Missing the key");

    assert_eq!(table.all().await, []);
}

async fn a_put_with_a_key_of_another_type_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    let number = table.put(row! { "PK" => 1, "SK" => "1" }).await;
    number.refused("Type mismatch for key PK expected: S actual: N");
    let null = table.put(row! { "PK" => "a", "SK" => Value::Null }).await;
    null.refused("Type mismatch for key SK expected: S actual: NULL");

    assert_eq!(table.all().await, []);
}

/// Each operation that takes a key, with this one.
async fn look_up(table: &Table<'_>, key: &Item) -> [Result<(), Error>; 3] {
    let update = UpdateItem::new(table.name(), key.clone(), change().set("x", 1).0);
    [
        table.read(key).await.map(drop),
        table.backend.update_item(update).await.map(drop),
        table.backend.delete_item(DeleteItem::new(table.name(), key.clone())).await.map(drop),
    ]
}

async fn a_lookup_needs_exactly_the_key(db: &Database<'_>) {
    let table = db.table().await;
    table.put(base()).await.unwrap();
    let keys = [
        row! {},
        row! { "PK" => "a" },
        row! { "SK" => "1" },
        row! { "PK" => "a", "SK" => 1 },
        row! { "PK" => "a", "SK" => b(b"1") },
        row! { "PK" => "a", "sk" => "1" },
        row! { "PK" => "a", "SK" => "1", "more" => 1 },
    ];

    for key in keys {
        for outcome in look_up(&table, &key.to_item()).await {
            outcome.refused(MISMATCH);
        }
    }

    assert_eq!(table.all().await, [base()]);
}

async fn a_key_of_a_composite_type_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    for composite in [list!["1"], map! {}, ss(&["1"]), v(true)] {
        let key = row! { "PK" => "a", "SK" => composite };
        for outcome in look_up(&table, &key.to_item()).await {
            outcome.refused(MISMATCH);
        }
        table.put(key).await.refused("Type mismatch for key SK expected: S actual:");
    }

    assert_eq!(table.all().await, []);
}

async fn empty_keys_are_refused(db: &Database<'_>) {
    let table = db.table().await;
    let empty = "The AttributeValue for a key attribute cannot contain an empty string value. Key: ";

    for (key, name) in [(row! { "PK" => "", "SK" => "1" }, "PK"), (row! { "PK" => "a", "SK" => "" }, "SK")] {
        let core = format!("{empty}{name}");
        for outcome in look_up(&table, &key.to_item()).await {
            outcome.refused(&core);
        }
        table.put(key).await.refused(&core);
    }

    assert_eq!(table.all().await, []);
}

async fn a_query_for_an_empty_key_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    table.page(table.query([is("PK", "")])).await.refused("");
    table.page(table.query([is("PK", "a"), is("SK", "")])).await.refused("");
}

async fn a_query_for_a_key_that_is_too_long_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    table.page(table.query([is("PK", text(2049))])).await.refused("");
    table.page(table.query([is("PK", "a"), from("SK", text(1025))])).await.refused("");
    table.page(table.query([is("PK", "a"), within("SK", "a", text(1025))])).await.refused("");
}

async fn empty_binary_keys_are_refused(db: &Database<'_>) {
    let table = db.table_with(&["PK:B", "SK:B"], &[]).await;
    let empty = "The AttributeValue for a key attribute cannot contain an empty binary value. Key: SK";
    let key = row! { "PK" => b(b"a"), "SK" => b(b"") };

    for outcome in look_up(&table, &key.to_item()).await {
        outcome.refused(empty);
    }
    table.put(key).await.refused(empty);
}

const HASH_TOO_LONG: &str = "Size of hashkey has exceeded the maximum size limit of2048 bytes";
const RANGE_TOO_LONG: &str = "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";

async fn a_partition_key_may_have_2048_bytes(db: &Database<'_>) {
    let table = db.table().await;
    let longest = row! { "PK" => text(2048), "SK" => "1" };
    let too_long = row! { "PK" => text(2049), "SK" => "1" };

    table.put(&longest).await.unwrap();
    table.put(&too_long).await.refused(HASH_TOO_LONG);
    for outcome in look_up(&table, &too_long.to_item()).await {
        outcome.refused(HASH_TOO_LONG);
    }

    assert_eq!(table.rows(table.query([is("PK", text(2048))])).await, std::slice::from_ref(&longest));
    assert_eq!(table.all().await, [longest]);
}

async fn a_sort_key_may_have_1024_bytes(db: &Database<'_>) {
    let table = db.table().await;
    let longest = row! { "PK" => "a", "SK" => text(1024) };
    let too_long = row! { "PK" => "a", "SK" => text(1025) };

    table.put(&longest).await.unwrap();
    table.put(&too_long).await.refused(RANGE_TOO_LONG);
    for outcome in look_up(&table, &too_long.to_item()).await {
        outcome.refused(RANGE_TOO_LONG);
    }

    assert_eq!(
        table.rows(table.query([is("PK", "a"), begins("SK", text(1024))])).await,
        std::slice::from_ref(&longest)
    );
    assert_eq!(table.all().await, [longest]);
}

async fn lengths_of_binary_keys_count_their_bytes(db: &Database<'_>) {
    let table = db.table_with(&["PK:B", "SK:B"], &[]).await;
    let longest = row! { "PK" => b(&[255; 2048]), "SK" => b(&[0; 1024]) };

    table.put(&longest).await.unwrap();
    table.put(row! { "PK" => b(&[255; 2049]), "SK" => b(&[0]) }).await.refused(HASH_TOO_LONG);
    table.put(row! { "PK" => b(&[255]), "SK" => b(&[0; 1025]) }).await.refused(RANGE_TOO_LONG);

    assert_eq!(table.all().await, [longest]);
}

async fn lengths_of_text_keys_count_utf8(db: &Database<'_>) {
    let table = db.table().await;
    let longest = row! { "PK" => "\u{1d11e}".repeat(512), "SK" => "\u{e9}".repeat(512) };

    table.put(&longest).await.unwrap();
    table.put(row! { "PK" => "\u{1d11e}".repeat(513), "SK" => "1" }).await.refused(HASH_TOO_LONG);
    table.put(row! { "PK" => "a", "SK" => "\u{e9}".repeat(513) }).await.refused(RANGE_TOO_LONG);

    assert_eq!(table.all().await, [longest]);
}

async fn an_update_of_a_key_attribute_is_refused(db: &Database<'_>) {
    let table = db.table().await;
    table.put(base()).await.unwrap();
    let changes: [(Change, &str); 6] = [
        (change().set("SK", "2"), "SK"),
        (change().set("PK", "a"), "PK"),
        (change().set("SK.inner", "2"), "SK"),
        (change().remove("SK"), "SK"),
        (change().add("PK", 1), "PK"),
        (change().set("x", 1).delete("PK", ss(&["a"])), "PK"),
    ];

    for (change, name) in changes {
        let core = format!("Cannot update attribute {name}. This attribute is part of the key");
        table.update(base(), change).await.refused(&core);
    }

    assert_eq!(table.all().await, [base()]);
}

async fn indexed<'b>(db: &Database<'b>) -> Table<'b> {
    let by_status = global("by-status", &["status:S"], &["total:N"], Projection::All);
    let by_rank = local("by-rank", "rank:S", Projection::All);
    db.table_with(&["PK:S", "SK:S"], &[by_status, by_rank]).await
}

async fn an_update_of_an_index_key_to_another_type_is_refused(db: &Database<'_>) {
    let table = indexed(db).await;
    let item = and(&and(&base(), "status", "OPEN"), "total", 1);
    table.put(&item).await.unwrap();
    let changes = [
        (change().set("status", 1), "Type mismatch for Index Key status Expected: S Actual: N IndexName: by-status"),
        (change().set("total", "1"), "Type mismatch for Index Key total Expected: N Actual: S IndexName: by-status"),
        (
            change().set("rank", Value::Null),
            "Type mismatch for Index Key rank Expected: S Actual: NULL IndexName: by-rank",
        ),
        (change().add("status_set", ss(&["a"])).set("rank", list![]), "Type mismatch for Index Key rank"),
        (change().add("rank", 1), "Type mismatch for Index Key rank Expected: S Actual: N"),
    ];

    for (change, core) in changes {
        table.update(&item, change).await.refused(core);
    }

    assert_eq!(table.all().await, std::slice::from_ref(&item));
    assert_eq!(table.rows(table.query_index("by-status", [is("status", "OPEN")])).await, [item]);
}

async fn a_put_with_an_index_key_of_another_type_is_refused(db: &Database<'_>) {
    let table = indexed(db).await;
    let status = "Type mismatch for Index Key status Expected: S Actual: ";

    for (wrong, kind) in
        [(v(1), "N"), (Value::Null, "NULL"), (list!["OPEN"], "L"), (ss(&["OPEN"]), "SS"), (v(true), "BOOL")]
    {
        // Alone it does not put the item into the index, but its type counts all the same.
        table.put(and(&base(), "status", wrong)).await.refused(&format!("{status}{kind}"));
    }
    table.put(and(&base(), "rank", 1)).await.refused("Type mismatch for Index Key rank Expected: S Actual: N");

    assert_eq!(table.all().await, []);
}

const EMPTY_INDEX_KEY: &str = "The AttributeValue for a key attribute cannot contain an empty string value.";

async fn an_empty_index_key_is_refused(db: &Database<'_>) {
    let table = indexed(db).await;
    table.put(base()).await.unwrap();

    table.put(and(&base(), "status", "")).await.refused(EMPTY_INDEX_KEY);
    table.update(base(), change().set("status", "")).await.refused(EMPTY_INDEX_KEY);
    table.update(base(), change().assign("status", if_not_exists("none", value("")))).await.refused(EMPTY_INDEX_KEY);

    assert_eq!(table.all().await, [base()]);
}

async fn an_empty_local_index_key_is_refused(db: &Database<'_>) {
    let table = indexed(db).await;

    table.put(and(&base(), "rank", "")).await.refused(EMPTY_INDEX_KEY);
    table.update(base(), change().set("rank", "")).await.refused(EMPTY_INDEX_KEY);

    assert_eq!(table.all().await, []);
}

async fn an_index_key_may_not_be_too_long(db: &Database<'_>) {
    let table = indexed(db).await;
    let longest = and(&and(&and(&base(), "status", text(2048)), "rank", text(1024)), "total", 1);
    table.put(&longest).await.unwrap();

    table.put(and(&base(), "status", text(2049))).await.refused("");
    table.put(and(&base(), "rank", text(1025))).await.refused("");
    table.update(base(), change().set("status", text(2049))).await.refused("");
    table.update(base(), change().set("rank", text(1025))).await.refused("");

    assert_eq!(table.all().await, [longest]);
}

async fn keys_that_run_together_are_different_keys(db: &Database<'_>) {
    let table = db.table().await;
    let parts = ["a", "ab", "b", "bc", "a\u{0}", "\u{0}a", "\u{0}", "\u{0}\u{0}", "\u{1}", "a\u{0}b", "a\u{1}b"];
    let all: Vec<Row> =
        parts.iter().flat_map(|pk| parts.iter().map(move |sk| row! { "PK" => *pk, "SK" => *sk })).collect();
    table.put_all(all.clone()).await;

    let found = table.all().await;

    assert_eq!(found.len(), all.len());
    for pk in parts {
        let mut sorted = parts;
        sorted.sort_unstable();
        let rows = table.rows(table.query([is("PK", pk)])).await;
        assert_eq!(rows, sorted.map(|sk| row! { "PK" => pk, "SK" => sk }), "{pk:?}");
        for prefix in parts {
            let rows = table.rows(table.query([is("PK", pk), begins("SK", prefix)])).await;
            let expected: Vec<Row> =
                sorted.iter().filter(|sk| sk.starts_with(prefix)).map(|sk| row! { "PK" => pk, "SK" => *sk }).collect();
            assert_eq!(rows, expected, "{pk:?} {prefix:?}");
        }
    }
}

/// The sort keys that a test on `SK` selects, of texts or binaries.
async fn selected(table: &Table<'_>, pk: Value, test: KeyTest) -> Vec<Value> {
    let keys = [is("PK", pk), KeyCondition { name: "SK".into(), test }];
    table.rows(table.query(keys)).await.into_iter().map(|mut row| row.remove("SK").unwrap()).collect()
}

async fn keys_of_binary_sort_by_unsigned_bytes(db: &Database<'_>) {
    let table = db.table_with(&["PK:B", "SK:B"], &[]).await;
    let sorted: [&[u8]; 9] = [&[0], &[0, 0], &[0, 1], &[0, 255], &[1], &[127], &[128, 0], &[255], &[255, 255]];
    let pk = || b(&[0]);
    for bytes in sorted.iter().rev() {
        table.put(row! { "PK" => pk(), "SK" => b(bytes) }).await.unwrap();
    }
    let of = |range: &[&[u8]]| range.iter().map(|bytes| b(bytes)).collect::<Vec<_>>();
    let test = |bytes: &[u8]| packed(b(bytes));

    let from_zero = selected(&table, pk(), KeyTest::Ge(test(&[0]))).await;
    let above_zero = selected(&table, pk(), KeyTest::Gt(test(&[0]))).await;
    let below = selected(&table, pk(), KeyTest::Lt(test(&[128]))).await;
    let high = selected(&table, pk(), KeyTest::BeginsWith(test(&[255]))).await;
    let zero = selected(&table, pk(), KeyTest::BeginsWith(test(&[0]))).await;
    let one = selected(&table, pk(), KeyTest::Eq(test(&[0]))).await;
    let some = selected(&table, pk(), KeyTest::Between(test(&[0, 1]), test(&[128]))).await;

    assert_eq!(from_zero, of(&sorted));
    assert_eq!(above_zero, of(&sorted[1..]));
    assert_eq!(below, of(&sorted[..6]));
    assert_eq!(high, of(&sorted[7..]));
    assert_eq!(zero, of(&sorted[..4]));
    assert_eq!(one, of(&sorted[..1]));
    assert_eq!(some, of(&sorted[2..6]));
}

async fn text_keys_sort_by_utf8(db: &Database<'_>) {
    let table = db.table().await;
    // U+FF61 sorts after U+1D11E by UTF-16, before it by UTF-8.
    let sorted = [
        "\u{1}",
        " ",
        "A",
        "Z",
        "a",
        "a\u{0}",
        "a#",
        "aa",
        "b",
        "\u{7f}",
        "\u{80}",
        "\u{e9}",
        "\u{ff61}",
        "\u{1d11e}",
        "\u{10ffff}",
    ];
    for sk in sorted.iter().rev() {
        table.put(row! { "PK" => "p", "SK" => *sk }).await.unwrap();
    }
    let of = |range: &[&str]| range.iter().map(|text| v(*text)).collect::<Vec<_>>();

    let all = selected(&table, v("p"), KeyTest::Ge(packed("\u{0}"))).await;
    let above_a = selected(&table, v("p"), KeyTest::Gt(packed("a"))).await;
    let up_to_a = selected(&table, v("p"), KeyTest::Le(packed("a"))).await;
    let prefix_a = selected(&table, v("p"), KeyTest::BeginsWith(packed("a"))).await;
    let last = selected(&table, v("p"), KeyTest::BeginsWith(packed("\u{10ffff}"))).await;
    let between = selected(&table, v("p"), KeyTest::Between(packed("a"), packed("a"))).await;

    assert_eq!(all, of(&sorted));
    assert_eq!(above_a, of(&sorted[5..]));
    assert_eq!(up_to_a, of(&sorted[..5]));
    assert_eq!(prefix_a, of(&sorted[4..8]));
    assert_eq!(last, of(&sorted[14..]));
    assert_eq!(between, of(&["a"]));
}

async fn a_table_without_sort_key_holds_one_item_per_key(db: &Database<'_>) {
    let table = db.table_with(&["id:S"], &[]).await;
    table.put(row! { "id" => "a", "n" => 1 }).await.unwrap();
    table.put(row! { "id" => "a", "n" => 2 }).await.unwrap();
    table.put(row! { "id" => "b", "n" => 3 }).await.unwrap();

    assert_eq!(table.get(row! { "id" => "a" }).await, Some(row! { "id" => "a", "n" => 2 }));
    assert_eq!(table.rows(table.query([is("id", "a")])).await, [row! { "id" => "a", "n" => 2 }]);
    assert_eq!(table.all().await.len(), 2);
    table.read(row! { "id" => "a", "n" => 2 }).await.refused(MISMATCH);
}

async fn a_table_that_does_not_exist_is_not_found(db: &Database<'_>) {
    let mut table = db.table().await;
    table.name = "conformance-no-such-table".into();

    table.put(base()).await.not_found();
    table.read(base()).await.not_found();
    table.update(base(), change().set("x", 1)).await.not_found();
    table.delete(base()).await.not_found();
    table.page(table.query([is("PK", "a")])).await.not_found();
    table.page(table.scan()).await.not_found();
    table.describe().await.not_found();
}
