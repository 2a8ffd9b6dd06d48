//! Requests.

use std::collections::BTreeMap;

use super::script::{Answer, Script, Seen, ok};
use super::*;
use crate::backend::{
    Backend, BatchGetItem, BatchKeys, BatchWrite, BatchWriteItem, DeleteItem, ReturnConsumed, ReturnValues, Scan,
    Segment, Select, TransactGet, TransactGetItems, TransactWrite, TransactWriteItems, UpdateItem,
};
use crate::expr::{Comparator, Condition, Operand, Path, SetOperand, SetValue, Update};
use crate::value::Number;

/// Returns what a call sends with bodies of our own and through the SDK's types, both as JSON.
fn sent(call: impl AsyncFn(&AwsBackend)) -> [(Seen, serde_json::Value); 2] {
    [false, true].map(|sdk_codec| {
        let (_, script) = outcome(&[ok("{}")], sdk_codec, &call);
        let [seen] = script.seen().try_into().unwrap();
        let body = serde_json::from_str(&seen.body).unwrap();
        (seen, body)
    })
}

/// Fails where the two differ; what they sent otherwise.
fn same(call: impl AsyncFn(&AwsBackend)) -> serde_json::Value {
    let [(_, ours), (_, theirs)] = sent(call);
    assert_eq!(ours, theirs);
    ours
}

/// An item of every type, with names and texts that need care.
fn item() -> Item {
    let number = |text: &str| text.parse::<Number>().unwrap();
    [
        ("PK", Value::from("a \"b\"\\\n\u{1}\u{e9}\u{1f600}")),
        ("size", Value::N(number("-12.50"))),
        ("bytes", Value::B(vec![0, 255, 16])),
        ("yes", Value::Bool(true)),
        ("none", Value::Null),
        ("tags", Value::Ss(["x".to_owned(), "y".to_owned()].into())),
        ("numbers", Value::Ns([number("1E-100"), number("99999999999999999999999999999999999999")].into())),
        ("blobs", Value::Bs([vec![1], vec![2, 3]].into())),
        ("list", Value::L(vec![Value::from("x"), Value::L(vec![]), Value::M(BTreeMap::new())])),
        ("a \"name\"", Value::M([("in".to_owned(), Value::from(7))].into())),
    ]
    .into_iter()
    .collect()
}

fn condition() -> Condition {
    let total = Operand::Path(Path::attribute("a \"name\"").name("in"));
    let all = vec![
        Condition::Compare(total, Comparator::Ge, Operand::Value(PackedValue::from(&Value::from(5)))),
        Condition::IsType(Operand::Path(Path::attribute("list")), crate::value::Type::L),
        Condition::Not(Box::new(Condition::Exists(Path::attribute("gone").index(3)))),
    ];
    Condition::And(all)
}

fn update() -> Update {
    let value = SetOperand::Value(PackedValue::text("PAID"));
    Update {
        set: vec![(Path::attribute("status"), SetValue::Operand(value))],
        remove: vec![Path::attribute("old")],
        ..Update::default()
    }
}

fn paths() -> Vec<Path> {
    vec![Path::attribute("total"), Path::attribute("lines").index(0)]
}

#[test]
fn what_is_not_asked_for_is_not_sent() {
    let get = same(async |backend| drop(backend.get_item(get()).await));
    let put = same(async |backend| drop(backend.put_item(put()).await));
    let scan = same(async |backend| drop(backend.scan(Scan::new("shop".into())).await));

    assert_eq!(get, serde_json::json!({"TableName": "shop", "Key": {"PK": {"S": "a"}}}));
    assert_eq!(put, serde_json::json!({"TableName": "shop", "Item": {"PK": {"S": "a"}}}));
    assert_eq!(scan, serde_json::json!({"TableName": "shop"}));
}

#[test]
fn reads_are_those_of_the_sdk() {
    let mut get = get();
    get.consistent = true;
    get.projection = Some(paths());
    get.return_consumed = ReturnConsumed::Total;
    let mut query = query();
    query.index = Some("by \"x\"".into());
    query.filter = Some(condition());
    query.select = Select::Paths(paths());
    query.limit = Some(25);
    query.forward = false;
    query.consistent = true;
    query.start_key = Some(item());
    query.return_consumed = ReturnConsumed::Indexes;
    let mut scan = Scan::new("shop".into());
    scan.index = Some("by_x".into());
    scan.filter = Some(condition());
    scan.select = Select::AllAttributes;
    scan.limit = Some(u32::MAX);
    scan.segment = Some(Segment { number: 3, total: 8 });
    scan.consistent = true;
    scan.start_key = Some(key());
    let mut count = Scan::new("shop".into());
    count.select = Select::Count;

    same(async |backend| drop(backend.get_item(get.clone()).await));
    same(async |backend| drop(backend.query(query.clone()).await));
    same(async |backend| drop(backend.scan(scan.clone()).await));
    same(async |backend| drop(backend.scan(count.clone()).await));
}

#[test]
fn writes_are_those_of_the_sdk() {
    let mut put = PutItem::new("shop".into(), item());
    put.condition = Some(condition());
    put.return_values = ReturnValues::AllOld;
    put.return_old_on_failure = true;
    put.return_consumed = ReturnConsumed::Indexes;
    put.return_collection = true;
    let mut delete = DeleteItem::new("shop".into(), key());
    delete.condition = Some(condition());
    delete.return_values = ReturnValues::AllOld;
    delete.return_old_on_failure = true;
    let touch = UpdateItem::new("shop".into(), key(), Update::default());

    same(async |backend| drop(backend.put_item(put.clone()).await));
    same(async |backend| drop(backend.delete_item(delete.clone()).await));
    same(async |backend| drop(backend.update_item(touch.clone()).await));
    for values in [ReturnValues::None, ReturnValues::UpdatedOld, ReturnValues::AllNew, ReturnValues::UpdatedNew] {
        let mut change = UpdateItem::new("shop".into(), key(), update());
        change.condition = Some(condition());
        change.return_values = values;
        same(async |backend| drop(backend.update_item(change.clone()).await));
    }
}

#[test]
fn batches_are_those_of_the_sdk() {
    let mut projected = BatchKeys::new(vec![key(), item()]);
    projected.projection = Some(paths());
    projected.consistent = true;
    let tables = [("shop".into(), projected), ("a \"table\"".into(), BatchKeys::new(vec![key()]))];
    let mut get = BatchGetItem::new(tables.into());
    get.return_consumed = ReturnConsumed::Total;
    let writes = vec![BatchWrite::Put(item()), BatchWrite::Delete(key())];
    let mut write = BatchWriteItem::new([("shop".into(), writes), ("stock".into(), Vec::new())].into());
    write.return_collections = true;

    same(async |backend| drop(backend.batch_get_item(get.clone()).await));
    same(async |backend| drop(backend.batch_write_item(write.clone()).await));
}

#[test]
fn transactions_are_those_of_the_sdk() {
    let mut projected = TransactGet::new("shop".into(), key());
    projected.projection = Some(paths());
    let get = TransactGetItems::new(vec![projected, TransactGet::new("stock".into(), key())]);
    let mut failing = TransactWrite::delete("shop".into(), key()).when(condition());
    failing.return_old_on_failure = true;
    let actions = vec![
        TransactWrite::put("shop".into(), item()).when(condition()),
        TransactWrite::update("shop".into(), key(), update()).when(condition()),
        failing,
        TransactWrite::check("stock".into(), key(), condition()),
    ];
    let mut write = TransactWriteItems::new(actions);
    write.token = Some("to\"ken".to_owned());
    write.return_consumed = ReturnConsumed::Total;
    write.return_collections = true;

    same(async |backend| drop(backend.transact_get_items(get.clone()).await));
    let write = same(async |backend| drop(backend.transact_write_items(write.clone()).await));

    assert_eq!(write["ClientRequestToken"], "to\"ken");
}

#[test]
fn headers_are_those_of_the_sdk_and_the_length_is_that_of_our_body() {
    let volatile =
        ["amz-sdk-invocation-id", "authorization", "content-length", "x-amz-date", "user-agent", "x-amz-user-agent"];
    let [ours, theirs] = sent(async |backend| drop(backend.query(query()).await)).map(|(seen, _)| seen);

    let stable = |seen: &Seen| -> Vec<(String, String)> {
        let mut headers = seen.headers.clone();
        headers.retain(|(name, _)| !volatile.contains(&name.as_str()));
        headers.sort();
        headers
    };
    assert_eq!((&ours.method, &ours.uri, stable(&ours)), (&theirs.method, &theirs.uri, stable(&theirs)));
    let length = ours.headers.iter().find(|(name, _)| name == "content-length").unwrap();
    assert_eq!(length.1, ours.body.len().to_string());
    assert!(ours.headers.iter().any(|(name, value)| name == "authorization" && value.contains("content-type;host")));
}

#[test]
fn the_sdk_makes_up_one_token_for_all_attempts_of_a_transaction() {
    let write = TransactWriteItems::new(vec![TransactWrite::delete("shop".into(), key())]);

    let (_, script) = outcome(&[Answer::Closed, ok("{}")], false, async |backend| {
        backend.transact_write_items(write.clone()).await.unwrap();
    });

    let tokens = script.seen().into_iter().map(|seen| {
        let body: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
        body["ClientRequestToken"].as_str().unwrap().to_owned()
    });
    let [first, second] = tokens.collect::<Vec<_>>().try_into().unwrap();
    assert_eq!(first, second);
    assert!(!first.is_empty());
}

#[test]
fn a_check_without_a_condition_is_not_sent() {
    let check = TransactWrite::new("shop".into(), crate::backend::TransactAction::Check { key: key() });
    let write = TransactWriteItems::new(vec![check]);

    for sdk_codec in [false, true] {
        let (error, script) = outcome(&[ok("{}")], sdk_codec, async |backend| {
            backend.transact_write_items(write.clone()).await.unwrap_err()
        });

        assert_eq!(error.kind(), crate::ErrorKind::InvalidRequest);
        assert!(script.seen().is_empty());
    }
}

#[test]
fn account_endpoints_follow_the_arn_of_the_table() {
    let arn = "arn:aws:dynamodb:us-east-1:333333333333:table/shop";
    let batch = BatchWriteItem::new([(arn.into(), vec![BatchWrite::Delete(key())])].into());
    let reads = TransactGetItems::new(vec![TransactGet::new(arn.into(), key())]);
    let writes = TransactWriteItems::new(vec![TransactWrite::check(arn.into(), key(), condition())]);

    let [ours, theirs] = [false, true].map(|sdk_codec| {
        let (_, script) = outcome(&[ok("{}")], sdk_codec, async |backend| {
            let _ = backend.get_item(GetItem::new(arn.into(), key())).await;
            let _ = backend.batch_write_item(batch.clone()).await;
            let _ = backend.transact_get_items(reads.clone()).await;
            let _ = backend.transact_write_items(writes.clone()).await;
        });
        script.seen().into_iter().map(|seen| seen.uri).collect::<Vec<_>>()
    });

    assert_eq!(ours.len(), 4);
    assert_eq!(ours, theirs);
}

#[test]
fn clients_that_are_watched_use_the_types_of_the_sdk() {
    #[derive(Debug)]
    struct Watcher;
    impl aws_sdk_dynamodb::config::Intercept for Watcher {
        fn name(&self) -> &'static str {
            "Watcher"
        }
    }
    let script = Script::new(&[]);
    let watched = script.config().interceptor(Watcher).build();

    assert!(!AwsBackend::from_client(script.client()).sdk_codec);
    assert!(AwsBackend::from_client(aws_sdk_dynamodb::Client::from_conf(watched)).sdk_codec);
    assert!(!AwsBackend::new(&aws_types::SdkConfig::builder().build()).sdk_codec);
}
