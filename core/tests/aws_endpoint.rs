//! The AWS backend against a DynamoDB server, the one that `MONOTABLE_TEST_ENDPOINT` names: every operation once.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use std::sync::Arc;

use monotable::aws::AwsBackend;
use monotable::expression::{
    Comparator, Condition, KeyCondition, KeyTest, Operand, Path, SetOperand, SetValue, Update,
};
use monotable::request::{
    CreateTable, DeleteItem, DeleteTable, DescribeTable, GetItem, IndexDefinition, IndexKind, KeyAttribute, Projection,
    PutItem, Query, ReturnConsumed, ReturnValues, Scan, Segment, Select, TableStatus, UpdateItem, UpdateTimeToLive,
};
use monotable::{Backend, ErrorKind, Item, PackedValue, Type, Value};

/// Runs `test` with a table of its own, or says why not.
fn with_table<F: Future<Output = ()>>(name: &str, test: impl FnOnce(AwsBackend, Arc<str>) -> F) {
    let Ok(url) = std::env::var("MONOTABLE_TEST_ENDPOINT") else {
        println!("skipped: MONOTABLE_TEST_ENDPOINT names no DynamoDB server");
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let backend = AwsBackend::for_endpoint(url);
        let table: Arc<str> = format!("aws-{name}-{}", std::process::id()).into();
        create(&backend, &table).await;
        test(backend.clone(), Arc::clone(&table)).await;
        let deleted = backend.delete_table(DeleteTable::new(Arc::clone(&table))).await.unwrap();
        assert_eq!(deleted.table, table);
    });
}

async fn create(backend: &AwsBackend, table: &Arc<str>) {
    let key = |name: &'static str, kind| KeyAttribute { name: name.into(), kind };
    let mut request = CreateTable::new(Arc::clone(table), key("PK", Type::S), Some(key("SK", Type::S)));
    request.indexes.push(IndexDefinition {
        name: "by-status".into(),
        kind: IndexKind::Global,
        hash: vec![key("status", Type::S)],
        range: vec![key("total", Type::N)],
        projection: Projection::All,
    });
    backend.create_table(request).await.unwrap();
    loop {
        let description = backend.describe_table(DescribeTable::new(Arc::clone(table))).await.unwrap();
        if description.status == TableStatus::Active {
            assert_eq!(description.hash, Some(key("PK", Type::S)));
            assert_eq!(description.indexes[0].range, [key("total", Type::N)]);
            return;
        }
        backend.clock().sleep(std::time::Duration::from_millis(20)).await.unwrap();
    }
}

fn key(number: i32) -> Item {
    [("PK", Value::from("CUSTOMER#1")), ("SK", Value::from(format!("ORDER#{number:03}")))].into_iter().collect()
}

fn order(number: i32, status: &str) -> Item {
    [
        ("PK", Value::from("CUSTOMER#1")),
        ("SK", Value::from(format!("ORDER#{number:03}"))),
        ("status", Value::from(status)),
        ("total", Value::from(number)),
        ("exact", Value::N("0.1234567890123456789012345678901234567".parse().unwrap())),
        ("lines", Value::L(vec![Value::from("pen"), Value::Null, Value::B(vec![0, 1, 255])])),
    ]
    .into_iter()
    .collect()
}

async fn put_ten(backend: &AwsBackend, table: &Arc<str>) {
    for number in 0..10 {
        let status = if number % 2 == 0 { "OPEN" } else { "PAID" };
        backend.put_item(PutItem::new(Arc::clone(table), order(number, status))).await.unwrap();
    }
}

fn equals(name: &'static str, value: &str) -> Condition {
    let value = Operand::Value(PackedValue::text(value));
    Condition::Compare(Operand::Path(Path::attribute(name)), Comparator::Eq, value)
}

#[test]
fn an_item_comes_back_as_it_was_put() {
    with_table("put-get", async |backend, table| {
        let mut put = PutItem::new(Arc::clone(&table), order(1, "OPEN"));
        put.return_consumed = ReturnConsumed::Total;

        let written = backend.put_item(put).await.unwrap();
        let mut get = GetItem::new(Arc::clone(&table), key(1));
        get.consistent = true;
        let found = backend.get_item(get).await.unwrap();
        let missing = backend.get_item(GetItem::new(Arc::clone(&table), key(2))).await.unwrap();

        assert!(written.meta.consumed.unwrap().units > 0.0);
        assert!(written.meta.request_id.is_some());
        assert_eq!(found.item, Some(order(1, "OPEN")));
        assert_eq!(missing.item, None);
    });
}

#[test]
fn a_condition_that_fails_brings_the_old_item() {
    with_table("condition", async |backend, table| {
        backend.put_item(PutItem::new(Arc::clone(&table), order(1, "OPEN"))).await.unwrap();
        let mut put = PutItem::new(Arc::clone(&table), order(1, "PAID"));
        put.condition = Some(Condition::NotExists(Path::attribute("PK")));
        put.return_old_on_failure = true;

        let error = backend.put_item(put).await.unwrap_err();

        assert!(error.is_condition_failed(), "{error:?}");
        assert_eq!(error.code(), Some("ConditionalCheckFailedException"));
        assert_eq!(error.item(), Some(&order(1, "OPEN")));
    });
}

#[test]
fn an_update_changes_what_it_names() {
    with_table("update", async |backend, table| {
        backend.put_item(PutItem::new(Arc::clone(&table), order(1, "OPEN"))).await.unwrap();
        let path = Path::attribute;
        let status = SetValue::Operand(SetOperand::Value(PackedValue::text("PAID")));
        let update = Update {
            set: vec![
                (path("status"), status),
                (path("lines").index(0), SetValue::Operand(SetOperand::Path(path("SK")))),
            ],
            remove: vec![path("exact")],
            add: vec![(path("total"), PackedValue::of(&4_u8).unwrap())],
            delete: vec![],
        };
        let mut request = UpdateItem::new(Arc::clone(&table), key(1), update);
        request.condition = Some(equals("status", "OPEN"));
        request.return_values = ReturnValues::AllNew;

        let new = backend.update_item(request).await.unwrap().attributes.unwrap();

        assert_eq!(new.value("status"), Some(Value::from("PAID")));
        assert_eq!(new.value("total"), Some(Value::from(5)));
        assert_eq!(new.value("exact"), None);
        let Some(Value::L(lines)) = new.value("lines") else { panic!("no list: {new:?}") };
        assert_eq!(lines[0], Value::from("ORDER#001"));
    });
}

#[test]
fn a_delete_gives_back_what_it_deleted() {
    with_table("delete", async |backend, table| {
        backend.put_item(PutItem::new(Arc::clone(&table), order(1, "OPEN"))).await.unwrap();
        let mut request = DeleteItem::new(Arc::clone(&table), key(1));
        request.return_values = ReturnValues::AllOld;

        let first = backend.delete_item(request.clone()).await.unwrap();
        let second = backend.delete_item(request).await.unwrap();

        assert_eq!(first.attributes, Some(order(1, "OPEN")));
        assert_eq!(second.attributes, None);
    });
}

#[test]
fn a_query_goes_on_where_its_last_page_ended() {
    with_table("query", async |backend, table| {
        put_ten(&backend, &table).await;
        let keys = vec![
            KeyCondition { name: "status".into(), test: KeyTest::Eq(PackedValue::text("OPEN")) },
            KeyCondition { name: "total".into(), test: KeyTest::Ge(PackedValue::of(&2_u8).unwrap()) },
        ];
        let mut query = Query::new(Arc::clone(&table), keys);
        query.index = Some("by-status".into());
        query.forward = false;
        query.limit = Some(3);
        let mut totals = Vec::new();

        loop {
            let page = backend.query(query.clone()).await.unwrap();
            totals.extend(page.items.into_rows().unwrap().iter().filter_map(|item| item.value("total")));
            let Some(last) = page.last_evaluated_key else { break };
            query.start_key = Some(last);
        }

        assert_eq!(totals, [8, 6, 4, 2].map(Value::from));
    });
}

#[test]
fn segments_of_a_scan_add_up_to_the_table() {
    with_table("scan", async |backend, table| {
        put_ten(&backend, &table).await;
        let mut count = 0;
        let mut scanned = 0;

        for number in 0..3 {
            let mut scan = Scan::new(Arc::clone(&table));
            scan.segment = Some(Segment { number, total: 3 });
            scan.filter = Some(equals("status", "OPEN"));
            scan.select = Select::Count;
            let page = backend.scan(scan).await.unwrap();
            assert!(page.items.is_empty());
            count += page.count;
            scanned += page.scanned_count;
        }

        assert_eq!((count, scanned), (5, 10));
    });
}

#[test]
fn refusals_have_a_kind_and_a_code() {
    with_table("refusals", async |backend, table| {
        let unknown = backend.get_item(GetItem::new("no-such-table".into(), key(1))).await.unwrap_err();
        let wrong_key = backend.get_item(GetItem::new(Arc::clone(&table), Item::empty())).await.unwrap_err();
        let again = CreateTable::new(Arc::clone(&table), KeyAttribute { name: "PK".into(), kind: Type::S }, None);
        let in_use = backend.create_table(again).await.unwrap_err();

        assert_eq!((unknown.kind(), unknown.code()), (ErrorKind::NotFound, Some("ResourceNotFoundException")));
        assert_eq!((wrong_key.kind(), wrong_key.code()), (ErrorKind::Validation, Some("ValidationException")));
        assert_eq!((in_use.kind(), in_use.code()), (ErrorKind::InUse, Some("ResourceInUseException")));
        assert!(unknown.request_id().is_some());
    });
}

#[test]
fn time_to_live_can_be_switched_on() {
    with_table("ttl", async |backend, table| {
        let answer = backend.update_time_to_live(UpdateTimeToLive::enable(table, "expires_at".into())).await;

        assert!(answer.is_ok(), "{answer:?}");
    });
}
