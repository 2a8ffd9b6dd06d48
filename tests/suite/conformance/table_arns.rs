//! The ARN of a table, wherever its name can stand.

use std::sync::Arc;

use monotable::expression::{Condition, Update};
use monotable::request::control::{DeleteTable, DescribeTable, UpdateContinuousBackups, UpdateTable, UpdateTimeToLive};
use monotable::request::{
    BatchGetItem, BatchKeys, BatchWrite, BatchWriteItem, DeleteItem, GetItem, PutItem, Query, Scan, TransactGet,
    TransactGetItems, TransactWrite, TransactWriteItems, UpdateItem,
};
use monotable::{Error, ErrorKind, Item};

use super::database::{Database, Table, with};
use super::refusal::Refused;
use super::words::*;

scenarios! {
    single_items_are_read_and_written_by_arn,
    pages_are_read_by_arn,
    several_items_are_read_and_written_by_arn,
    a_table_is_changed_and_deleted_by_arn,
    an_arn_of_another_region_is_not_found,
    an_arn_of_another_account_is_denied,
    an_arn_of_something_else_is_refused,
}

async fn arn(table: &Table<'_>) -> Arc<str> {
    table.describe().await.unwrap().arn.unwrap().into()
}

fn item() -> Row {
    row! { "PK" => "a", "SK" => "1" }
}

async fn single_items_are_read_and_written_by_arn(db: &Database<'_>) {
    let table = db.table().await;
    let arn = arn(&table).await;
    let key = item().to_item();

    db.backend.put_item(PutItem::new(arn.clone(), and(&item(), "a", 1).to_item())).await.unwrap();
    let update = Update { remove: vec![p("a")], ..Update::default() };
    db.backend.update_item(UpdateItem::new(arn.clone(), key.clone(), update)).await.unwrap();
    let found = db.backend.get_item(GetItem::new(arn.clone(), key.clone())).await.unwrap().item;
    db.backend.delete_item(DeleteItem::new(arn, key)).await.unwrap();

    assert_eq!(found.map(|found| row(&found)), Some(item()));
    assert_eq!(table.all().await, []);
}

async fn pages_are_read_by_arn(db: &Database<'_>) {
    let table = db.table().await;
    let arn = arn(&table).await;
    table.put(item()).await.unwrap();

    let query = db.backend.query(Query::new(arn.clone(), vec![is("PK", "a")])).await.unwrap();
    let scan = db.backend.scan(Scan::new(arn)).await.unwrap();

    assert_eq!(rows(query.items.into_rows().unwrap()), [item()]);
    assert_eq!(rows(scan.items.into_rows().unwrap()), [item()]);
}

async fn several_items_are_read_and_written_by_arn(db: &Database<'_>) {
    let table = db.table().await;
    let arn = arn(&table).await;
    let key = || item().to_item();

    let writes = [(arn.clone(), vec![BatchWrite::Put(key())])].into();
    db.backend.batch_write_item(BatchWriteItem::new(writes)).await.unwrap();
    let keys = [(arn.clone(), BatchKeys::new(vec![key()]))].into();
    let batch = db.backend.batch_get_item(BatchGetItem::new(keys)).await.unwrap();
    let gets = TransactGetItems::new(vec![TransactGet::new(arn.clone(), key())]);
    let transaction = db.backend.transact_get_items(gets).await.unwrap();
    let deletes = vec![TransactWrite::delete(arn.clone(), key())];
    db.backend.transact_write_items(TransactWriteItems::new(deletes)).await.unwrap();

    assert_eq!(rows(batch.items[&arn].clone().into_rows().unwrap()), [item()]);
    assert_eq!(transaction.items.iter().flatten().map(row).collect::<Vec<_>>(), [item()]);
    assert_eq!(table.all().await, []);
}

async fn a_table_is_changed_and_deleted_by_arn(db: &Database<'_>) {
    let table = db.table().await;
    let arn = arn(&table).await;

    let update = with(UpdateTable::new(arn.clone()), |request| request.deletion_protection = Some(false));
    assert_eq!(db.backend.update_table(update).await.unwrap().table, table.name);
    table.settled().await;
    db.backend.update_time_to_live(UpdateTimeToLive::enable(arn.clone(), "ttl".into())).await.unwrap();
    assert!(db.backend.describe_time_to_live(arn.clone()).await.unwrap().attribute.is_some());
    db.backend.update_continuous_backups(UpdateContinuousBackups::new(arn.clone(), true)).await.unwrap();
    assert!(db.backend.describe_continuous_backups(arn.clone()).await.unwrap().recovery);
    assert_eq!(db.backend.describe_table(DescribeTable::new(arn.clone())).await.unwrap().table, table.name);
    assert_eq!(db.backend.delete_table(DeleteTable::new(arn)).await.unwrap().table, table.name);
}

/// Returns what every operation answers for a table of this name.
async fn answers(db: &Database<'_>, called: &str) -> Vec<Result<(), Error>> {
    let called = || Arc::<str>::from(called);
    let key = || item().to_item();
    let update = Update { remove: vec![p("a")], ..Update::default() };
    let alter = with(UpdateTable::new(called()), |request| request.deletion_protection = Some(false));
    let keys = BatchKeys::new(vec![key()]);
    let backend = db.backend;
    vec![
        backend.put_item(PutItem::new(called(), key())).await.map(drop),
        backend.get_item(GetItem::new(called(), key())).await.map(drop),
        backend.update_item(UpdateItem::new(called(), key(), update)).await.map(drop),
        backend.delete_item(DeleteItem::new(called(), key())).await.map(drop),
        backend.query(Query::new(called(), vec![is("PK", "a")])).await.map(drop),
        backend.scan(Scan::new(called())).await.map(drop),
        backend.batch_get_item(BatchGetItem::new([(called(), keys)].into())).await.map(drop),
        backend.batch_write_item(BatchWriteItem::new([(called(), deletes(key()))].into())).await.map(drop),
        backend.transact_get_items(TransactGetItems::new(vec![TransactGet::new(called(), key())])).await.map(drop),
        backend.transact_write_items(TransactWriteItems::new(vec![check(called(), key())])).await.map(drop),
        backend.describe_table(DescribeTable::new(called())).await.map(drop),
        backend.update_table(alter).await.map(drop),
        backend.delete_table(DeleteTable::new(called())).await.map(drop),
        backend.update_time_to_live(UpdateTimeToLive::enable(called(), "ttl".into())).await,
        backend.describe_time_to_live(called()).await.map(drop),
    ]
}

fn deletes(key: Item) -> Vec<BatchWrite> {
    vec![BatchWrite::Delete(key)]
}

fn check(table: Arc<str>, key: Item) -> TransactWrite {
    TransactWrite::check(table, key, Condition::NotExists(p("PK")))
}

async fn an_arn_of_another_region_is_not_found(db: &Database<'_>) {
    let arn = arn(&db.table().await).await;
    let elsewhere = arn.replacen(arn.split(':').nth(3).unwrap(), "eu-north-1", 1);

    for answer in answers(db, &elsewhere).await {
        answer.not_found();
    }
}

async fn an_arn_of_another_account_is_denied(db: &Database<'_>) {
    let arn = arn(&db.table().await).await;
    let of_others = arn.replacen(arn.split(':').nth(4).unwrap(), "987654321098", 1);

    for answer in answers(db, &of_others).await {
        let error = answer.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::AccessDenied, Some("AccessDeniedException")), "{error:?}");
    }
}

async fn an_arn_of_something_else_is_refused(db: &Database<'_>) {
    let arn = arn(&db.table().await).await;
    for called in [format!("{arn}/index/by-a"), arn.replace(":dynamodb:", ":s3:"), "arn:aws:dynamodb".to_owned()] {
        for answer in answers(db, &called).await {
            answer.refused("");
        }
    }
}
