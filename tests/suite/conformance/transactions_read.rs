//! Reads of several items as they are at one moment.

use monotable::Error;
use monotable::request::{ReturnConsumed, TransactGet, TransactGetItems, TransactGetItemsOutput};

use super::database::{Database, Table, unique_name, with};
use super::refusal::Refused;
use super::transactions::{invalid_at, item, with_n};
use super::words::*;

scenarios! {
    a_transaction_reads_in_the_order_of_the_request,
    a_transaction_reads_what_is_projected,
    a_transaction_reads_each_item_once,
    a_transaction_reads_1_to_100_items,
    a_wrong_key_cancels_a_read,
    a_read_of_an_unknown_table_is_refused,
    a_transaction_reads_no_more_than_4_mb,
    a_read_is_charged_twice,
}

fn get(table: &Table<'_>, sk: &str) -> TransactGet {
    TransactGet::new(table.name(), item(sk).to_item())
}

async fn read(db: &Database<'_>, gets: impl Into<Vec<TransactGet>>) -> Result<TransactGetItemsOutput, Error> {
    db.backend.transact_get_items(TransactGetItems::new(gets.into())).await
}

async fn a_transaction_reads_in_the_order_of_the_request(db: &Database<'_>) {
    let (first, second) = (db.table().await, db.table().await);
    first.put_all([with_n("1", 1), with_n("2", 2)]).await;
    second.put(with_n("1", 3)).await.unwrap();

    let output = read(db, [get(&second, "1"), get(&first, "2"), get(&first, "none"), get(&first, "1")]).await.unwrap();

    let found: Vec<Option<Row>> = output.items.iter().map(|item| item.as_ref().map(row)).collect();
    assert_eq!(found, [Some(with_n("1", 3)), Some(with_n("2", 2)), None, Some(with_n("1", 1))]);
    assert!(output.meta.consumed.is_empty());
}

async fn a_transaction_reads_what_is_projected(db: &Database<'_>) {
    let table = db.table().await;
    table.put_all([and(&with_n("1", 1), "m", map! { "x" => 1, "y" => 2 }), with_n("2", 2)]).await;
    let projecting = |sk: &str, to: &[&str]| with(get(&table, sk), |get| get.projection = Some(paths(to)));

    let output =
        read(db, [projecting("1", &["n", "m.y"]), projecting("2", &["n"]), get(&table, "none")]).await.unwrap();

    let found: Vec<Option<Row>> = output.items.iter().map(|item| item.as_ref().map(row)).collect();
    assert_eq!(found, [Some(row! { "n" => 1, "m" => map! { "y" => 2 } }), Some(row! { "n" => 2 }), None]);
    read(db, [get(&table, "2"), projecting("1", &["m", "m.y"])]).await.refused("Two document paths overlap");
}

async fn a_transaction_reads_each_item_once(db: &Database<'_>) {
    let table = db.table().await;

    let twice = read(db, [get(&table, "1"), get(&table, "2"), get(&table, "1")]).await;

    twice.refused("Transaction request cannot include multiple operations on one item");
}

async fn a_transaction_reads_1_to_100_items(db: &Database<'_>) {
    let table = db.table().await;
    let some = |count: i32| (0..count).map(|number| get(&table, &number.to_string())).collect::<Vec<_>>();

    read(db, []).await.refused("Member must have length greater than or equal to 1");
    read(db, some(101)).await.refused("Member must have length less than or equal to 100");
    assert_eq!(read(db, some(100)).await.unwrap().items.len(), 100);
}

async fn a_wrong_key_cancels_a_read(db: &Database<'_>) {
    let table = db.table().await;
    let wrong = TransactGet::new(table.name(), row! { "PK" => "a", "SK" => 1 }.to_item());

    let failed = read(db, [get(&table, "1"), wrong]).await.canceled();

    let message = invalid_at(&failed, 1);
    assert!(message.contains("The provided key element does not match the schema"), "{message}");
    let empty = read(db, [get(&table, ""), get(&table, "1")]).await.canceled();
    let message = invalid_at(&empty, 0);
    assert!(message.contains("cannot contain an empty string value. Key: SK"), "{message}");
}

async fn a_read_of_an_unknown_table_is_refused(db: &Database<'_>) {
    let table = db.table().await;

    read(db, [get(&table, "1"), TransactGet::new(unique_name(), item("1").to_item())]).await.not_found();
}

async fn a_transaction_reads_no_more_than_4_mb(db: &Database<'_>) {
    let table = db.table().await;
    table.put_all((0..11).map(|number| and(&item(&number.to_string()), "data", text(390_000)))).await;
    let some = |count: i32| (0..count).map(|number| get(&table, &number.to_string())).collect::<Vec<_>>();

    read(db, some(11)).await.refused("");
    assert_eq!(read(db, some(10)).await.unwrap().items.iter().flatten().count(), 10);
}

async fn a_read_is_charged_twice(db: &Database<'_>) {
    let table = db.table().await;
    table.put_all([and(&item("1"), "data", text(5000)), item("2")]).await;
    let request = |mode: ReturnConsumed| {
        let gets = vec![get(&table, "1"), get(&table, "2"), get(&table, "none")];
        with(TransactGetItems::new(gets), |request| request.return_consumed = mode)
    };

    let total = db.backend.transact_get_items(request(ReturnConsumed::Total)).await.unwrap().meta.consumed;
    let detailed = db.backend.transact_get_items(request(ReturnConsumed::Indexes)).await.unwrap().meta.consumed;

    let (total, detailed) = (&total[&table.name], &detailed[&table.name]);
    assert_eq!((total.units, total.read_units, total.write_units, total.table), (8.0, Some(8.0), None, None));
    assert_eq!((detailed.units, detailed.read_units, detailed.table), (8.0, Some(8.0), Some(8.0)));
}
