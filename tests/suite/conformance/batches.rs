//! Batches: which items they take, what they give back, and that a broken one does nothing.

use std::collections::BTreeMap;

use monotable::request::control::Projection;
use monotable::request::{
    BatchGetItem, BatchGetItemOutput, BatchKeys, BatchWrite, BatchWriteItem, BatchWriteItemOutput, ReturnConsumed,
};
use monotable::{Error, Item};

use super::database::{Database, Table, attribute, global, local, unique_name, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    a_batch_reads_items_of_several_tables,
    a_table_without_items_is_in_the_answer,
    a_batch_projects_table_by_table,
    a_batch_of_keys_has_each_once,
    a_batch_reads_up_to_100_items,
    a_batch_reads_something,
    a_batch_of_an_unknown_table_reads_nothing,
    a_batch_with_a_wrong_key_reads_nothing,
    a_batch_gives_back_16_mb_and_the_other_keys,
    a_batch_of_reads_is_charged_item_by_item,
    a_batch_puts_and_deletes_in_several_tables,
    a_batch_of_writes_has_each_item_once,
    a_batch_writes_up_to_25_items,
    a_batch_writes_something,
    a_batch_with_a_wrong_item_writes_nothing,
    a_batch_with_a_wrong_index_key_writes_nothing,
    a_batch_that_names_an_unknown_table_writes_nothing,
    a_batch_of_writes_is_charged_item_by_item,
    a_batch_tells_which_collections_it_touched,
}

fn item(pk: &str, sk: &str) -> Row {
    row! { "PK" => pk, "SK" => sk }
}

/// A request of what is wanted of each table.
fn reads<'t>(wanted: impl IntoIterator<Item = (&'t Table<'t>, BatchKeys)>) -> BatchGetItem {
    BatchGetItem::new(wanted.into_iter().map(|(table, keys)| (table.name(), keys)).collect())
}

fn keys<'r>(items: impl IntoIterator<Item = &'r Row>) -> BatchKeys {
    let keys = items.into_iter().map(|item| only(item, &["PK", "SK"]).to_item()).collect();
    with(BatchKeys::new(keys), |keys| keys.consistent = true)
}

fn writes<'t>(wanted: impl IntoIterator<Item = (&'t Table<'t>, Vec<BatchWrite>)>) -> BatchWriteItem {
    BatchWriteItem::new(wanted.into_iter().map(|(table, writes)| (table.name(), writes)).collect())
}

fn put(item: impl ToItem) -> BatchWrite {
    BatchWrite::Put(item.to_item())
}

fn delete(item: &Row) -> BatchWrite {
    BatchWrite::Delete(only(item, &["PK", "SK"]).to_item())
}

async fn read(db: &Database<'_>, request: BatchGetItem) -> Result<BatchGetItemOutput, Error> {
    db.backend.batch_get_item(request).await
}

async fn write(db: &Database<'_>, request: BatchWriteItem) -> Result<BatchWriteItemOutput, Error> {
    db.backend.batch_write_item(request).await
}

/// The items of a table in the order of their keys.
fn found(output: &BatchGetItemOutput, table: &Table<'_>) -> Vec<Row> {
    let mut found = rows(output.items[&table.name].clone().into_rows().unwrap());
    found.sort_by_key(|row| format!("{:?}", only(row, &["PK", "SK"])));
    found
}

async fn a_batch_reads_items_of_several_tables(db: &Database<'_>) {
    let (orders, stock) = (db.table().await, db.table().await);
    let order = |number: i32| and(&item("o", &number.to_string()), "n", number);
    orders.put_all((0..5).map(order)).await;
    stock.put(item("s", "1")).await.unwrap();
    let request =
        reads([(&orders, keys([&order(1), &order(3), &item("o", "none")])), (&stock, keys([&item("s", "1")]))]);

    let output = read(db, request).await.unwrap();

    assert_eq!(found(&output, &orders), [order(1), order(3)]);
    assert_eq!(found(&output, &stock), [item("s", "1")]);
    assert!(output.unprocessed.is_none());
    assert!(output.meta.consumed.is_empty());
}

async fn a_table_without_items_is_in_the_answer(db: &Database<'_>) {
    let table = db.table().await;

    let output = read(db, reads([(&table, keys([&item("a", "1")]))])).await.unwrap();

    assert_eq!(found(&output, &table), []);
}

async fn a_batch_projects_table_by_table(db: &Database<'_>) {
    let (first, second) = (db.table().await, db.table().await);
    let document = and(&item("a", "1"), "m", map! { "x" => 1, "y" => 2 });
    first.put(&document).await.unwrap();
    first.put(item("a", "2")).await.unwrap();
    second.put(&document).await.unwrap();
    let projected = with(keys([&document, &item("a", "2")]), |keys| keys.projection = Some(paths(&["m.y"])));

    let output = read(db, reads([(&first, projected), (&second, keys([&document]))])).await.unwrap();

    // The second item has nothing of what is asked for, and is there all the same.
    assert_eq!(found(&output, &first), [row! { "m" => map! { "y" => 2 } }, row! {}]);
    assert_eq!(found(&output, &second), std::slice::from_ref(&document));
    let broken = with(keys([&document]), |keys| keys.projection = Some(paths(&["m", "m.y"])));
    read(db, reads([(&first, broken), (&second, keys([&document]))])).await.refused("Two document paths overlap");
}

async fn a_batch_of_keys_has_each_once(db: &Database<'_>) {
    let table = db.table().await;
    let twice = || keys([&item("a", "1"), &item("a", "2"), &item("a", "1")]);
    let nowhere = BatchGetItem::new(BTreeMap::from([(unique_name(), twice())]));

    read(db, reads([(&table, twice())])).await.refused("Provided list of item keys contains duplicates");
    // Before the table is looked for.
    read(db, nowhere).await.refused("Provided list of item keys contains duplicates");
}

async fn a_batch_reads_up_to_100_items(db: &Database<'_>) {
    let (first, second) = (db.table().await, db.table().await);
    first.put(item("a", "99")).await.unwrap();
    let some = |count: i32| {
        let items: Vec<Row> = (0..count).map(|number| item("a", &number.to_string())).collect();
        keys(&items)
    };

    let most = read(db, reads([(&first, some(100))])).await.unwrap();

    assert_eq!(found(&most, &first), [item("a", "99")]);
    read(db, reads([(&first, some(101))])).await.refused("Member must have length less than or equal to 100");
    read(db, reads([(&first, some(60)), (&second, some(41))]))
        .await
        .refused("Too many items requested for the BatchGetItem");
}

async fn a_batch_reads_something(db: &Database<'_>) {
    let table = db.table().await;

    read(db, reads([])).await.refused("equestItems");
    read(db, reads([(&table, keys([]))])).await.refused("Member must have length greater than or equal to 1");
}

async fn a_batch_of_an_unknown_table_reads_nothing(db: &Database<'_>) {
    let table = db.table().await;
    let mut request = reads([(&table, keys([&item("a", "1")]))]);
    request.tables.insert(unique_name(), keys([&item("a", "1")]));

    read(db, request).await.not_found();
}

async fn a_batch_with_a_wrong_key_reads_nothing(db: &Database<'_>) {
    let table = db.table().await;
    let with_key = |key: Row| {
        let keys = BatchKeys::new(vec![item("a", "1").to_item(), key.to_item()]);
        BatchGetItem::new(BTreeMap::from([(table.name(), keys)]))
    };
    let wrong = "The provided key element does not match the schema";

    read(db, with_key(row! { "PK" => "a" })).await.refused(wrong);
    read(db, with_key(row! { "PK" => "a", "SK" => 1 })).await.refused(wrong);
    read(db, with_key(row! { "PK" => "a", "SK" => list![] })).await.refused(wrong);
    read(db, with_key(and(&item("a", "2"), "more", 1))).await.refused(wrong);
    read(db, with_key(item("", "1"))).await.refused("cannot contain an empty string value. Key: PK");
}

async fn a_batch_gives_back_16_mb_and_the_other_keys(db: &Database<'_>) {
    let table = db.table().await;
    let large: Vec<Row> = (0..45).map(|number| item("a", &format!("{number:02}"))).collect();
    table.put_all(large.iter().map(|item| and(item, "data", text(390 * 1024)))).await;
    let mut wanted = keys(&large);
    wanted.projection = Some(paths(&["PK", "SK"]));

    let first = read(db, reads([(&table, wanted)])).await.unwrap();
    let rest = first.unprocessed.clone().expect("17 MB are more than one answer holds");
    let second = read(db, rest.clone()).await.unwrap();

    let rest = &rest.tables[&table.name];
    assert!(rest.consistent);
    assert_eq!(rest.projection, Some(paths(&["PK", "SK"])));
    let mut all = found(&first, &table);
    assert!((30..=42).contains(&all.len()), "{} items", all.len());
    assert_eq!(all.len() + rest.keys.len(), large.len());
    all.extend(found(&second, &table));
    assert_eq!(all, large);
    assert!(second.unprocessed.is_none());
}

async fn a_batch_of_reads_is_charged_item_by_item(db: &Database<'_>) {
    let (first, second) = (db.table().await, db.table().await);
    first.put(and(&item("a", "1"), "data", text(5000))).await.unwrap();
    first.put(item("a", "2")).await.unwrap();
    let some = || keys([&item("a", "1"), &item("a", "2"), &item("a", "none")]);
    let request = with(reads([(&first, some()), (&second, with(some(), |keys| keys.consistent = false))]), |request| {
        request.return_consumed = ReturnConsumed::Total;
    });

    let consumed = read(db, request).await.unwrap().meta.consumed;

    // 2 + 1 + 1, and three items that are missing at half a unit.
    assert_eq!((consumed[&first.name].units, consumed[&second.name].units), (4.0, 1.5));
    assert_eq!(consumed[&first.name].read_units, None);
}

async fn a_batch_puts_and_deletes_in_several_tables(db: &Database<'_>) {
    let (first, second) = (db.table().await, db.table().await);
    first.put_all([item("a", "1"), item("a", "2"), item("a", "3")]).await;
    let new = and(&item("a", "1"), "n", 1);
    let request = writes([
        (&first, vec![put(&new), delete(&item("a", "2")), delete(&item("a", "none"))]),
        (&second, vec![put(item("b", "1"))]),
    ]);

    let output = write(db, request).await.unwrap();

    assert!(output.unprocessed.is_none());
    assert!(output.meta.consumed.is_empty() && output.collections.is_empty());
    assert_eq!(first.all().await, [new, item("a", "3")]);
    assert_eq!(second.all().await, [item("b", "1")]);
}

async fn a_batch_of_writes_has_each_item_once(db: &Database<'_>) {
    let table = db.table_with(&["PK:S", "SK:N"], &[]).await;
    let numbered = |sk: &str| row! { "PK" => "a", "SK" => n(sk) };
    let refused = "Provided list of item keys contains duplicates";

    write(db, writes([(&table, vec![put(numbered("1")), put(numbered("2")), put(numbered("1.0"))])]))
        .await
        .refused(refused);
    write(db, writes([(&table, vec![put(numbered("1")), delete(&numbered("1"))])])).await.refused(refused);
    assert_eq!(table.all().await, []);
}

async fn a_batch_writes_up_to_25_items(db: &Database<'_>) {
    let (first, second) = (db.table().await, db.table().await);
    let some = |count: i32| (0..count).map(|number| put(item("a", &format!("{number:02}")))).collect::<Vec<_>>();

    write(db, writes([(&first, some(26))])).await.refused("ember must have length less than or equal to 25");
    write(db, writes([(&first, some(20)), (&second, some(6))]))
        .await
        .refused("Too many items requested for the BatchWriteItem");
    assert_eq!(first.all().await, []);
    write(db, writes([(&first, some(20)), (&second, some(5))])).await.unwrap();
    assert_eq!((first.all().await.len(), second.all().await.len()), (20, 5));
}

async fn a_batch_writes_something(db: &Database<'_>) {
    let table = db.table().await;

    write(db, writes([])).await.refused("equestItems");
    write(db, writes([(&table, vec![])])).await.refused("ember must have length greater than or equal to 1");
}

async fn a_batch_with_a_wrong_item_writes_nothing(db: &Database<'_>) {
    let table = db.table().await;
    let wrong = "The provided key element does not match the schema";
    let cases: [(BatchWrite, &str); 8] = [
        (put(row! { "PK" => "a" }), wrong),
        (put(row! { "PK" => "a", "SK" => 1 }), wrong),
        (put(row! { "PK" => "a", "SK" => map! {} }), wrong),
        (BatchWrite::Delete(row! { "PK" => "a" }.to_item()), wrong),
        (BatchWrite::Delete(and(&item("a", "2"), "more", 1).to_item()), wrong),
        (put(item("", "1")), "cannot contain an empty string value. Key: PK"),
        (put(and(&item("a", "2"), "data", text(410_000))), "Item size has exceeded the maximum allowed size"),
        (put(and(&item("a", "2"), "l", nested(32))), "Nesting Levels have exceeded supported limits"),
    ];
    for (broken, core) in cases {
        let request = writes([(&table, vec![put(item("a", "1")), broken])]);

        write(db, request).await.refused(core);
    }
    assert_eq!(table.all().await, []);
}

/// A value with so many lists around it.
fn nested(levels: usize) -> monotable::Value {
    (0..levels).fold(v(1), |inner, _| list![inner])
}

async fn a_batch_with_a_wrong_index_key_writes_nothing(db: &Database<'_>) {
    let index = global("by_g", &["G:S"], &[], Projection::All);
    let table = db.table_with(&["PK:S", "SK:S"], &[index]).await;
    let with_g = |g: monotable::Value| writes([(&table, vec![put(item("a", "1")), put(and(&item("a", "2"), "G", g))])]);

    write(db, with_g(v(1))).await.refused("Type mismatch for Index Key G Expected: S Actual: N IndexName: by_g");
    write(db, with_g(v(""))).await.refused("empty string value. IndexName: by_g, IndexKey: G");
    assert_eq!(table.all().await, []);
    write(db, with_g(v("g"))).await.unwrap();
    assert_eq!(table.rows(table.query_index("by_g", [is("G", "g")])).await, [and(&item("a", "2"), "G", "g")]);
}

async fn a_batch_that_names_an_unknown_table_writes_nothing(db: &Database<'_>) {
    let table = db.table().await;
    let mut request = writes([(&table, vec![put(item("a", "1"))])]);
    request.tables.insert(unique_name(), vec![put(item("a", "1"))]);

    write(db, request).await.not_found();

    assert_eq!(table.all().await, []);
}

async fn a_batch_of_writes_is_charged_item_by_item(db: &Database<'_>) {
    let index = global("by_g", &["G:S"], &[], Projection::KeysOnly);
    let first = db.table_with(&["PK:S", "SK:S"], &[index]).await;
    let second = db.table().await;
    first.put(and(&item("a", "old"), "data", text(3000))).await.unwrap();
    let request = with(
        writes([
            (
                &first,
                vec![
                    put(and(&item("a", "1"), "G", "g")),
                    put(and(&item("a", "2"), "data", text(1500))),
                    delete(&item("a", "old")),
                ],
            ),
            (&second, vec![delete(&item("a", "none"))]),
        ]),
        |request| request.return_consumed = ReturnConsumed::Indexes,
    );

    let consumed = write(db, request).await.unwrap().meta.consumed;

    let (table, other) = (&consumed[&first.name], &consumed[&second.name]);
    assert_eq!((table.units, table.table), (7.0, Some(6.0)));
    assert_eq!(table.global_indexes, BTreeMap::from([("by_g".to_owned(), 1.0)]));
    assert_eq!((other.units, other.table, other.write_units), (1.0, Some(1.0), None));
}

async fn a_batch_tells_which_collections_it_touched(db: &Database<'_>) {
    let index = local("sorted", "L:S", Projection::KeysOnly);
    let table = db.table_with(&["PK:S", "SK:S"], &[index]).await;
    let without =
        db.create(monotable::request::control::CreateTable::new(unique_name(), attribute("PK:S"), None)).await.unwrap();
    let some = vec![put(item("a", "1")), delete(&item("a", "2")), put(item("b", "1"))];
    let request = with(writes([(&table, some), (&without, vec![put(row! { "PK" => "a" })])]), |request| {
        request.return_collections = true;
    });

    let collections = write(db, request).await.unwrap().collections;

    assert_eq!(collections.keys().collect::<Vec<_>>(), [&table.name]);
    let mut touched: Vec<(Item, (f64, f64))> =
        collections[&table.name].iter().map(|metrics| (metrics.key.clone(), metrics.size_gb)).collect();
    touched.sort_by_key(|(key, _)| key.get("PK").and_then(|pk| pk.as_str().map(str::to_owned)));
    touched.dedup();
    let collection = |pk: &str| (row! { "PK" => pk }.to_item(), (0.0, 1.0));
    assert_eq!(touched, [collection("a"), collection("b")]);
}
