//! Answers that no DynamoDB sends: broken off, changed, of wrong types, packed, far too large.

use std::fmt::Debug;
use std::sync::Arc;

use super::script::{Answer, JSON, ok};
use super::*;
use crate::backend::aws::direct::answer;
use crate::backend::aws::direct::exchange::{Answer as Kept, ReceivedBody};
use crate::backend::{
    Backend, BatchGetItem, BatchKeys, BatchWrite, BatchWriteItem, DeleteItem, Payload, Scan, TransactGet,
    TransactGetItems, TransactWrite, TransactWriteItems, UpdateItem,
};
use crate::error::{Error, ErrorKind};
use crate::expr::Update;

/// A text that stands in no error.
const SECRET: &str = "s3cret";

/// An answer to each operation with all that can be in it.
const ANSWERS: [(Operation, &str); 6] = [
    (
        Operation::Get,
        r#"{"Item":{"PK":{"S":"s3cret"},"l":{"L":[{"N":"1"},{"NULL":true}]}},"ConsumedCapacity":CAPACITY}"#,
    ),
    (
        Operation::Put,
        r#"{"Attributes":{"PK":{"S":"s3cret"},"b":{"B":"AAE="}},"ConsumedCapacity":CAPACITY,
            "ItemCollectionMetrics":{"ItemCollectionKey":{"PK":{"S":"s3cret"}},"SizeEstimateRangeGB":[0.0,1.0]}}"#,
    ),
    (
        Operation::Query,
        r#"{"Count":2,"Items":[{"PK":{"S":"s3cret"},"n":{"NS":["1","2"]}},{"PK":{"S":"b"}}],"ScannedCount":3,
            "LastEvaluatedKey":{"PK":{"S":"s3cret"}},"ConsumedCapacity":CAPACITY}"#,
    ),
    (
        Operation::BatchGet,
        r#"{"Responses":{"shop":[{"PK":{"S":"s3cret"}}]},"UnprocessedKeys":{"shop":{"Keys":[{"PK":{"S":"s3cret"}}],
            "ConsistentRead":false}},"ConsumedCapacity":[CAPACITY]}"#,
    ),
    (
        Operation::BatchWrite,
        r#"{"UnprocessedItems":{"shop":[{"PutRequest":{"Item":{"PK":{"S":"s3cret"}}}},{"DeleteRequest":{"Key":
            {"PK":{"S":"s3cret"}}}}]},"ItemCollectionMetrics":{"shop":[{"ItemCollectionKey":{"PK":{"S":"s3cret"}},
            "SizeEstimateRangeGB":[0.0,1.0]}]},"ConsumedCapacity":[CAPACITY]}"#,
    ),
    (Operation::TransactGet, r#"{"Responses":[{"Item":{"PK":{"S":"s3cret"}}},{}],"ConsumedCapacity":[CAPACITY]}"#),
];

const CAPACITY: &str = r#"{"TableName":"shop","CapacityUnits":1.5,"Table":{"CapacityUnits":1.0},
    "GlobalSecondaryIndexes":{"gsi":{"CapacityUnits":0.25}}}"#;

#[derive(Clone, Copy, Debug)]
enum Operation {
    Get,
    Put,
    Query,
    BatchGet,
    BatchWrite,
    TransactGet,
}

impl Operation {
    /// Returns what our codec makes of a body.
    fn read(self, body: &[u8]) -> Result<String, Error> {
        let kept = Kept { body: ReceivedBody::Copied(body.to_vec()), request_id: None };
        Ok(match self {
            Self::Get => shown(&answer::get_item(kept)?),
            Self::Put => shown(&answer::written(kept)?),
            Self::Query => {
                let page = answer::page(kept)?;
                shown(&(page.items.into_rows()?, page.count, page.scanned_count, page.last_evaluated_key, page.meta))
            }
            Self::BatchGet => {
                let read = answer::batch_get_item(kept, &batch_get())?;
                let items: Result<Vec<_>, _> = read.items.into_values().map(Payload::into_rows).collect();
                shown(&(items?, read.unprocessed, read.meta))
            }
            Self::BatchWrite => shown(&answer::batch_write_item(kept, &batch_write())?),
            Self::TransactGet => shown(&answer::transact_get_items(kept)?),
        })
    }

    /// Returns what the whole call makes of it.
    async fn call(self, backend: &AwsBackend) -> Result<(), Error> {
        match self {
            Self::Get => drop(backend.get_item(get()).await?),
            Self::Put => drop(backend.put_item(put()).await?),
            Self::Query => drop(backend.query(query()).await?.items.into_rows()?),
            Self::BatchGet => drop(backend.batch_get_item(batch_get()).await?),
            Self::BatchWrite => drop(backend.batch_write_item(batch_write()).await?),
            Self::TransactGet => drop(backend.transact_get_items(transact_get()).await?),
        }
        Ok(())
    }
}

fn batch_get() -> BatchGetItem {
    BatchGetItem::new([("shop".into(), BatchKeys::new(vec![key()]))].into())
}

fn batch_write() -> BatchWriteItem {
    BatchWriteItem::new([("shop".into(), vec![BatchWrite::Put(key())])].into())
}

fn transact_get() -> TransactGetItems {
    TransactGetItems::new(vec![TransactGet::new("shop".into(), key()); 2])
}

fn shown(output: &impl Debug) -> String {
    format!("{output:?}")
}

fn answers() -> impl Iterator<Item = (Operation, String)> {
    ANSWERS.into_iter().map(|(operation, body)| (operation, body.replace("CAPACITY", CAPACITY)))
}

/// Fails unless the error is one of an answer, and says nothing of what is stored.
fn check(error: &Error, body: &[u8]) {
    let body = String::from_utf8_lossy(body);
    assert!(matches!(error.kind(), ErrorKind::Service | ErrorKind::Decode), "{error:?} of {body}");
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?} of {body}");
        cause = error.source();
    }
}

#[test]
fn an_answer_that_ends_early_is_an_error_wherever_it_ends() {
    for (operation, body) in answers() {
        operation.read(body.as_bytes()).unwrap();
        for end in 0..body.len() {
            let cut = &body.as_bytes()[..end];

            let error = operation.read(cut).expect_err(&body[..end]);

            assert_eq!((error.kind(), error.message()), (ErrorKind::Service, "DynamoDB's answer could not be read"));
            check(&error, cut);
        }
    }
}

#[test]
fn an_answer_with_any_byte_changed_is_read_or_refused() {
    for (operation, body) in answers() {
        let mut body = body.into_bytes();
        for place in 0..body.len() {
            let before = body[place];
            for byte in *b"\"\\{}[],:0-.nNS \0\x80\xff" {
                body[place] = byte;
                if let Err(error) = operation.read(&body) {
                    check(&error, &body);
                }
            }
            body[place] = before;
        }
    }
}

#[test]
fn an_answer_with_any_byte_left_out_or_doubled_is_read_or_refused() {
    for (operation, body) in answers() {
        for place in 0..body.len() {
            let (before, after) = body.as_bytes().split_at(place);
            for changed in [[before, &after[1..]].concat(), [before, &after[..1], after].concat()] {
                if let Err(error) = operation.read(&changed) {
                    check(&error, &changed);
                }
            }
        }
    }
}

/// The JSON of an answer with the value at each place, one at a time, as another one.
fn with_each_value(answer: &serde_json::Value, other: &serde_json::Value, found: &mut Vec<serde_json::Value>) {
    fn places(value: &serde_json::Value, path: &str, found: &mut Vec<String>) {
        found.push(path.to_owned());
        match value {
            serde_json::Value::Object(members) => {
                members.iter().for_each(|(name, value)| places(value, &format!("{path}/{name}"), found));
            }
            serde_json::Value::Array(elements) => {
                elements.iter().enumerate().for_each(|(place, value)| places(value, &format!("{path}/{place}"), found));
            }
            _ => {}
        }
    }
    let mut paths = Vec::new();
    places(answer, "", &mut paths);
    for path in paths {
        let mut changed = answer.clone();
        *changed.pointer_mut(&path).unwrap() = other.clone();
        found.push(changed);
    }
}

#[test]
fn a_value_of_a_wrong_type_is_read_or_refused_wherever_it_stands() {
    let others = [
        serde_json::json!(null),
        serde_json::json!(true),
        serde_json::json!(-1.5),
        serde_json::json!(1e300),
        serde_json::json!(SECRET),
        serde_json::json!([]),
        serde_json::json!([SECRET]),
        serde_json::json!({}),
        serde_json::json!({ "S": SECRET }),
        serde_json::json!({"N": SECRET}),
        serde_json::json!({"S": SECRET, "N": "1"}),
        serde_json::json!({"PK": {"S": [SECRET]}}),
    ];
    for (operation, body) in answers() {
        let answer = serde_json::from_str(&body).unwrap();
        for other in &others {
            let mut changed = Vec::new();
            with_each_value(&answer, other, &mut changed);
            for body in changed.iter().map(serde_json::Value::to_string) {
                if let Err(error) = operation.read(body.as_bytes()) {
                    check(&error, body.as_bytes());
                }
            }
        }
    }
}

#[test]
fn the_parts_of_an_answer_are_refused_where_they_are_of_wrong_types() {
    let bodies = [
        (Operation::Get, r#"{"Item":[]}"#, ErrorKind::Decode),
        (Operation::Get, r#"{"Item":"s3cret"}"#, ErrorKind::Decode),
        (Operation::Get, r#"{"Item":{"PK":{"S":1}}}"#, ErrorKind::Decode),
        (Operation::Get, r#"{"ConsumedCapacity":[]}"#, ErrorKind::Service),
        (Operation::Get, r#"{"ConsumedCapacity":{"Table":7}}"#, ErrorKind::Service),
        (Operation::Put, r#"{"Attributes":7}"#, ErrorKind::Decode),
        (Operation::Put, r#"{"ItemCollectionMetrics":7}"#, ErrorKind::Service),
        (Operation::Put, r#"{"ItemCollectionMetrics":{"SizeEstimateRangeGB":["s3cret"]}}"#, ErrorKind::Service),
        (Operation::Query, r#"{"Count":"s3cret"}"#, ErrorKind::Service),
        (Operation::Query, r#"{"Count":-1}"#, ErrorKind::Service),
        (Operation::Query, r#"{"Count":1.5}"#, ErrorKind::Service),
        (Operation::Query, r#"{"Count":4294967296}"#, ErrorKind::Service),
        (Operation::Query, r#"{"Items":{}}"#, ErrorKind::Service),
        (Operation::Query, r#"{"Items":[7],"Count":1}"#, ErrorKind::Decode),
        (Operation::Query, r#"{"Items":[7],"Count":0}"#, ErrorKind::Decode),
        (Operation::Query, r#"{"LastEvaluatedKey":[]}"#, ErrorKind::Decode),
        (Operation::BatchGet, r#"{"Responses":[]}"#, ErrorKind::Service),
        (Operation::BatchGet, r#"{"Responses":{"shop":{}}}"#, ErrorKind::Service),
        (Operation::BatchGet, r#"{"Responses":{"shop":["s3cret"]}}"#, ErrorKind::Decode),
        (Operation::BatchGet, r#"{"UnprocessedKeys":{"shop":[]}}"#, ErrorKind::Service),
        (Operation::BatchWrite, r#"{"UnprocessedItems":{"shop":{}}}"#, ErrorKind::Service),
        (Operation::BatchWrite, r#"{"UnprocessedItems":{"shop":[{"PutRequest":[]}]}}"#, ErrorKind::Service),
        (Operation::TransactGet, r#"{"Responses":{}}"#, ErrorKind::Service),
        (Operation::TransactGet, r#"{"Responses":[{"Item":"s3cret"}]}"#, ErrorKind::Decode),
    ];
    for (operation, body, kind) in bodies {
        let [ours, theirs] = both(&[ok(body)], async |backend| operation.call(backend).await);

        let error = ours.expect_err(body);
        assert_eq!(error.kind(), kind, "{body}");
        check(&error, body.as_bytes());
        // Some of it the SDK passes over.
        if let Err(error) = theirs {
            assert!(!format!("{error}").contains(SECRET), "{error}");
        }
    }
}

#[test]
fn what_is_missing_is_absent_in_the_same_way() {
    let bodies = ["{}", r#"{"Item":null,"Items":null,"Responses":null,"Attributes":null,"Count":null}"#];
    for body in bodies {
        for (operation, _) in ANSWERS {
            let [ours, theirs] = both(&[ok(body)], async |backend| operation.call(backend).await);

            ours.unwrap();
            theirs.unwrap();
        }
    }
}

#[test]
fn members_that_are_not_known_are_passed_over_wherever_they_stand() {
    const NEW: &str = r#""New":[{"Item":{"PK":null},"x":"\"}]"},-1e5,false],"#;
    // Objects that are no items, by the first of their members.
    let objects =
        ["Item", "Key", "Keys", "TableName", "CapacityUnits", "ItemCollectionKey", "PutRequest", "DeleteRequest"];
    for (operation, body) in answers() {
        let add =
            |body: String, first: &&str| body.replace(&format!("{{\"{first}\":"), &format!("{{{NEW}\"{first}\":"));
        let more = objects.iter().fold(body.clone(), add).replacen('{', &format!("{{{NEW}"), 1);

        let found = operation.read(more.as_bytes());

        assert!(more.len() >= body.len() + 3 * NEW.len(), "{more}");
        assert_eq!(found.unwrap(), operation.read(body.as_bytes()).unwrap(), "{more}");
    }
}

/// The SDK asks for none, and unpacks none.
#[test]
fn answers_that_are_packed_are_not_dynamodbs() {
    // `{}` as gzip has it.
    const PACKED: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0C\xbf\xa6\xa3\x02\0\0\0";
    let answer = Answer::Headed(200, &[("content-encoding", "gzip")], PACKED);

    for (operation, _) in ANSWERS {
        let [ours, theirs] = both(&[answer], async |backend| operation.call(backend).await.unwrap_err());

        assert_eq!((ours.kind(), theirs.kind()), (ErrorKind::Service, ErrorKind::Service));
        check(&ours, b"packed");
    }
}

/// As with the SDK: TLS vouches for what arrives, and JSON that is cut or changed hardly stays JSON.
#[test]
fn the_checksum_of_an_answer_is_not_looked_at() {
    let answer = Answer::Headed(200, &[("x-amz-crc32", "1")], br#"{"Item":{"PK":{"S":"a"}}}"#);

    let [ours, theirs] = both(&[answer], async |backend| backend.get_item(get()).await.unwrap().item);

    assert_eq!(ours, Some(key()));
    assert_eq!(ours, theirs);
}

#[test]
fn an_answer_that_says_it_is_far_too_large_is_not_received() {
    let (error, script) =
        outcome(&[Answer::Huge], false, async |backend| backend.query(query()).await.map(drop).unwrap_err());

    assert_eq!(error.kind(), ErrorKind::Service, "{error:?}");
    assert_eq!(script.seen().len(), 1);
}

#[test]
fn an_answer_of_many_megabytes_is_read() {
    let item = format!(r#"{{"PK":{{"S":"{}"}}}}"#, "a".repeat(400_000));
    let body: &'static str = format!(r#"{{"Items":[{}],"Count":40}}"#, vec![item; 40].join(",")).leak();

    let (page, _) = outcome(&[ok(body)], false, async |backend| backend.query(query()).await.unwrap());

    let rows = page.items.into_rows().unwrap();
    assert_eq!((rows.len(), page.count), (40, 40));
    assert!(rows.iter().all(|row| row.packed_len() > 400_000));
}

#[test]
fn errors_that_are_no_errors_of_dynamodb_are_failures_of_the_service() {
    const BODIES: [&[u8]; 8] = [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\x1f\x8b",
        b"\xff\xfe",
        br#"{"__type":7,"message":["s3cret"]}"#,
        br#"{"message":"no type"}"#,
    ];
    for body in BODIES {
        for status in [400, 404, 413, 500, 502, 503, 599] {
            for (operation, _) in ANSWERS {
                let answer = Answer::Headed(status, &[], body);
                let [ours, theirs] = both(&[answer], async |backend| operation.call(backend).await.unwrap_err());

                assert_eq!((ours.kind(), ours.to_string()), (theirs.kind(), theirs.to_string()), "{status} {body:?}");
                assert_eq!(ours.is_retryable(), theirs.is_retryable(), "{status} {body:?}");
                assert!(!ours.to_string().contains(SECRET));
            }
        }
    }
}

/// All ten operations go through the same exchange; that each has its own errors is what differs.
#[test]
fn every_operation_reads_its_errors_as_the_sdk_does() {
    let codes = ["ResourceNotFoundException", "ValidationException", "ProvisionedThroughputExceededException", "New"];
    let update = UpdateItem::new("shop".into(), key(), Update::default());
    let transaction = TransactWriteItems::new(vec![TransactWrite::delete("shop".into(), key())]);
    for code in codes {
        let body: &'static str =
            format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}","message":"told"}}"#).leak();
        let [ours, theirs] = both(&[Answer::Whole(400, JSON, body)], async |backend| {
            let errors = [
                backend.get_item(get()).await.map(drop),
                backend.put_item(put()).await.map(drop),
                backend.update_item(update.clone()).await.map(drop),
                backend.delete_item(DeleteItem::new("shop".into(), key())).await.map(drop),
                backend.query(query()).await.map(drop),
                backend.scan(Scan::new(Arc::from("shop"))).await.map(drop),
                backend.batch_get_item(batch_get()).await.map(drop),
                backend.batch_write_item(batch_write()).await.map(drop),
                backend.transact_get_items(transact_get()).await.map(drop),
                backend.transact_write_items(transaction.clone()).await.map(drop),
            ];
            errors.map(|error| {
                let error = error.unwrap_err();
                (error.kind(), error.to_string(), error.code().map(str::to_owned), error.is_retryable())
            })
        });

        assert_eq!(ours, theirs);
        assert!(ours.iter().all(|(_, _, found, _)| found.as_deref() == Some(code)), "{ours:?}");
    }
}
