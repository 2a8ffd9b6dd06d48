//! Answers that succeed, and those that only say so.

use super::script::{Answer, ok};
use super::*;
use crate::backend::{
    Backend, BatchGetItem, BatchKeys, BatchWrite, BatchWriteItem, Scan, TransactGet, TransactGetItems, TransactWrite,
    TransactWriteItems,
};
use crate::error::{Error, ErrorKind};

const CAPACITY: &str = r#"{"TableName":"shop","CapacityUnits":1.5,"ReadCapacityUnits":0.5,"WriteCapacityUnits":1,
    "Table":{"CapacityUnits":1.0},"GlobalSecondaryIndexes":{"gsi":{"CapacityUnits":0.25}},
    "LocalSecondaryIndexes":{"lsi":{"ReadCapacityUnits":2.0}}}"#;

/// Both outcomes, which must be the same. Items are of one attribute, since the SDK's have no order.
fn same<T: std::fmt::Debug>(body: &str, call: impl AsyncFn(&AwsBackend) -> Result<T, Error>) -> T {
    let body: &'static str = body.replace("CAPACITY", CAPACITY).leak();
    let [ours, theirs] = both(&[ok(body)], call).map(Result::unwrap);
    assert_eq!(format!("{ours:?}"), format!("{theirs:?}"), "{body}");
    ours
}

#[test]
fn an_item_is_read_with_what_it_cost() {
    let found =
        same(r#"{"ConsumedCapacity":CAPACITY,"Item":{"n":{"N":"7.50"}},"New":[{"a":null}]}"#, async |backend| {
            backend.get_item(get()).await
        });
    let empty = same(r#" { "Item" : { } } "#, async |backend| backend.get_item(get()).await);
    let missing = same(r#"{"Item":null,"ConsumedCapacity":null}"#, async |backend| backend.get_item(get()).await);

    let number = Value::N("7.5".parse().unwrap());
    assert_eq!(found.item, Some([("n", number)].into_iter().collect()));
    assert_eq!(found.meta.request_id.as_deref(), Some("R1"));
    let consumed = found.meta.consumed.unwrap();
    assert_eq!((consumed.units, consumed.table, consumed.write_units), (1.5, Some(1.0), Some(1.0)));
    assert_eq!((consumed.global_indexes["gsi"], consumed.local_indexes["lsi"]), (0.25, 0.0));
    assert_eq!(empty.item, Some(Item::empty()));
    assert_eq!(missing.item, None);
}

#[test]
fn writes_give_back_attributes_where_there_are_any() {
    let replaced = same(
        r#"{"Attributes":{"PK":{"S":"a"}},"ItemCollectionMetrics":{"ItemCollectionKey":{"PK":{"S":"a"}},
            "SizeEstimateRangeGB":[0.0,1.0]}}"#,
        async |backend| backend.put_item(put()).await,
    );
    let nothing = same(r#"{"Attributes":{}}"#, async |backend| backend.put_item(put()).await);

    assert_eq!(replaced.attributes, Some(key()));
    assert_eq!(replaced.collection.unwrap().size_gb, (0.0, 1.0));
    assert_eq!(nothing.attributes, None);
}

#[test]
fn pages_are_read_in_any_order_of_members() {
    let bodies = [
        r#"{"Count":2,"Items":[{"PK":{"S":"a"}},{"PK":{"S":"b"}}],"LastEvaluatedKey":{"PK":{"S":"b"}},"ScannedCount":5,
            "ConsumedCapacity":CAPACITY}"#,
        r#"{"ScannedCount":5,"ConsumedCapacity":CAPACITY,"LastEvaluatedKey":{"PK":{"S":"b"}},"Count":2,
            "Items":[{"PK":{"S":"a"}},{"PK":{"S":"b"}}]}"#,
    ];
    for body in bodies {
        let page = same(body, async |backend| {
            let page = backend.query(query()).await?;
            Ok((page.items.into_rows().unwrap(), page.count, page.scanned_count, page.last_evaluated_key, page.meta))
        });

        assert_eq!((page.0.len(), page.1, page.2), (2, 2, 5));
        assert_eq!(page.3, Some([("PK", Value::from("b"))].into_iter().collect()));
    }
    let counted = same(r#"{"Count":2,"ScannedCount":5,"LastEvaluatedKey":{}}"#, async |backend| {
        let page = backend.scan(Scan::new("shop".into())).await?;
        Ok((page.items.into_rows().unwrap(), page.count, page.last_evaluated_key))
    });
    assert_eq!(counted, (vec![], 2, None));
}

#[test]
fn batches_say_what_they_left() {
    let mut wanted = BatchKeys::new(vec![key()]);
    wanted.consistent = true;
    let get = BatchGetItem::new([("shop".into(), wanted), ("stock".into(), BatchKeys::new(vec![key()]))].into());
    let read = same(
        r#"{"Responses":{"shop":[{"PK":{"S":"a"}},{}]},"UnprocessedKeys":{"stock":{"Keys":[{"PK":{"S":"a"}}],
            "ConsistentRead":false},"shop":{"Keys":[]}},"ConsumedCapacity":[CAPACITY,CAPACITY]}"#,
        async |backend| {
            let read = backend.batch_get_item(get.clone()).await?;
            let items: Vec<_> =
                read.items.into_iter().map(|(table, items)| (table, items.into_rows().unwrap())).collect();
            Ok((items, read.unprocessed, read.meta))
        },
    );
    let write = BatchWriteItem::new([("shop".into(), vec![BatchWrite::Put(key())])].into());
    let written = same(
        r#"{"UnprocessedItems":{"shop":[{"PutRequest":{"Item":{"PK":{"S":"a"}}}},{"DeleteRequest":{"Key":{"PK":{"S":"b"}}}},
            {"NewRequest":{}}],"stock":[]},"ConsumedCapacity":[CAPACITY],"ItemCollectionMetrics":{"shop":[
            {"ItemCollectionKey":{"PK":{"S":"a"}},"SizeEstimateRangeGB":[0.0,1.0]},{"SizeEstimateRangeGB":[1.0,2.0]}]}}"#,
        async |backend| backend.batch_write_item(write.clone()).await,
    );

    assert_eq!(read.2.consumed["shop"].units, 3.0);
    assert_eq!(read.1.unwrap().tables.keys().map(|table| &**table).collect::<Vec<_>>(), ["stock"]);
    assert_eq!(written.unprocessed.unwrap().tables["shop"].len(), 2);
    assert_eq!(written.collections["shop"][0].size_gb, (0.0, 1.0));
}

#[test]
fn transactions_give_their_items_in_order() {
    let get = TransactGetItems::new(vec![TransactGet::new("shop".into(), key()); 3]);
    let read = same(
        r#"{"Responses":[{},{"Item":{"PK":{"S":"a"}}},{"Item":null}],"ConsumedCapacity":[CAPACITY]}"#,
        async |backend| backend.transact_get_items(get.clone()).await,
    );
    let write = TransactWriteItems::new(vec![TransactWrite::put("shop".into(), key())]);
    let written = same(
        r#"{"ItemCollectionMetrics":{"shop":[{"ItemCollectionKey":{"PK":{"S":"a"}},"SizeEstimateRangeGB":[0.0,1.0]}]}}"#,
        async |backend| backend.transact_write_items(write.clone()).await,
    );

    assert_eq!(read.items, [None, Some(key()), None]);
    assert_eq!(written.collections["shop"][0].key, key());
}

#[test]
fn what_the_answer_is_labelled_as_does_not_matter() {
    let [ours, theirs] = both(&[Answer::Whole(200, "text/html", r#"{"Item":{"PK":{"S":"a"}}}"#)], async |backend| {
        backend.get_item(get()).await.unwrap().item
    });

    assert_eq!(ours, Some(key()));
    assert_eq!(ours, theirs);
}

#[test]
fn answers_that_are_not_dynamodbs_are_failures_of_the_service() {
    let deep: &'static str = format!(r#"{{"Item":{{"d":{}"#, r#"{"L":["#.repeat(3000)).leak();
    let bodies = [
        "<html>",
        "[]",
        "null",
        "",
        "{",
        r#"{"Item":{"PK":{"S":"a"#,
        r#"{"Item":{"PK":{"S":"a"}}"#,
        r#"{"Item":{"PK":{"S":"a"}}} {}"#,
        r#"{"Item":{"PK":{"S":"a"}},}"#,
        r#"{"ConsumedCapacity":{"CapacityUnits":"many"}}"#,
        deep,
    ];
    for body in bodies {
        let (error, script) = outcome(&[ok(body)], false, async |backend| backend.get_item(get()).await.unwrap_err());

        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::Service, "DynamoDB's answer could not be read"),
            "{body}"
        );
        assert!(std::error::Error::source(&error).is_some(), "{body}");
        // It would be the same again.
        assert_eq!(script.seen().len(), 1, "{body}");
    }
}

#[test]
fn items_that_are_none_are_decode_errors() {
    let bodies = [
        r#"{"Item":{"n":{"N":"s3cret"}}}"#,
        r#"{"Item":{"n":{"X":"s3cret"}}}"#,
        r#"{"Item":{"n":"s3cret"}}"#,
        r#"{"Item":["s3cret"]}"#,
        r#"{"Item":{"n":{"S":"s3cret"},"n":{"S":"s3cret"}}}"#,
    ];
    for body in bodies {
        let (error, _) = outcome(&[ok(body)], false, async |backend| backend.get_item(get()).await.unwrap_err());

        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    }
}

#[test]
fn an_answer_that_breaks_off_is_asked_for_again() {
    let answers = [Answer::Broken(r#"{"Item":{"PK":"#), ok(r#"{"Item":{"PK":{"S":"a"}}}"#)];
    for sdk_codec in [false, true] {
        let (item, script) = outcome(&answers, sdk_codec, async |backend| backend.get_item(get()).await.unwrap().item);

        assert_eq!((item, script.seen().len()), (Some(key()), 2));
    }
}
