//! Streams on the wire.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use monotable_local::ManualClock;
use proptest::prelude::*;

use super::arbitrary::{PIECES, assert_answered, values};
use super::*;

const ARN: &str = "arn:aws:dynamodb:us-east-1:000000000000:table/shop/stream/2023-11-14T22:13:20.250";

/// A table `shop` with a stream and one item, of a moment that never ends.
fn streaming() -> (LocalBackend, ManualClock) {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_millis(1_700_000_000_250));
    let backend = LocalBackend::builder().clock(Arc::new(clock.clone())).build();
    ask(
        &backend,
        "CreateTable",
        r#"{"TableName":"shop","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
            "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
            "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}"#,
    );
    ask(&backend, "PutItem", r#"{"TableName":"shop","Item":{"pk":{"S":"a"},"n":{"N":"1"}}}"#);
    (backend, clock)
}

#[track_caller]
fn ask_streams(backend: &LocalBackend, operation: &str, body: &str) -> String {
    ask(backend, &format!("DynamoDBStreams_20120810.{operation}"), body)
}

/// The text of a member, the first of that name.
#[track_caller]
fn member<'a>(answer: &'a str, name: &str) -> &'a str {
    let rest = answer.split_once(&format!("\"{name}\":\"")).unwrap_or_else(|| panic!("no {name} in {answer}")).1;
    rest.split_once('"').unwrap().0
}

/// The name of the shard that the item was written to.
fn shard(backend: &LocalBackend) -> String {
    let described = ask_streams(backend, "DescribeStream", &format!(r#"{{"StreamArn":"{ARN}"}}"#));
    let ids = described.split("\"ShardId\":\"").skip(1).map(|rest| rest.split_once('"').unwrap().0.to_owned());
    let has_records = |id: &String| {
        let records = ask_streams(backend, "GetRecords", &read(&iterator(backend, id, "TRIM_HORIZON")));
        records.contains("eventID")
    };
    ids.into_iter().find(has_records).unwrap()
}

fn iterator(backend: &LocalBackend, shard: &str, kind: &str) -> String {
    let body = format!(r#"{{"StreamArn":"{ARN}","ShardId":"{shard}","ShardIteratorType":"{kind}"}}"#);
    member(&ask_streams(backend, "GetShardIterator", &body), "ShardIterator").to_owned()
}

fn read(iterator: &str) -> String {
    format!(r#"{{"ShardIterator":"{iterator}"}}"#)
}

/// Refused by a ValidationException with this text.
#[track_caller]
fn assert_refused(operation: &str, body: &str, text: &str) {
    let expected = format!(r#"400 {{"__type":"com.amazon.coral.validate#ValidationException","message":"{text}"}}"#);
    assert_eq!(ask_streams(&streaming().0, operation, body), expected, "{body}");
}

#[test]
fn a_stream_is_listed_and_described() {
    // given
    let (backend, _) = streaming();

    // when
    let listed = ask_streams(&backend, "ListStreams", r#"{"TableName":"shop"}"#);
    let described = ask_streams(&backend, "DescribeStream", &format!(r#"{{"StreamArn":"{ARN}","Limit":1}}"#));

    // then
    assert_eq!(
        listed,
        format!(
            r#"200 {{"Streams":[{{"StreamArn":"{ARN}","TableName":"shop","StreamLabel":"2023-11-14T22:13:20.250"}}]}}"#
        )
    );
    let shard = member(&described, "ShardId");
    let start = member(&described, "StartingSequenceNumber");
    assert_eq!(
        described,
        format!(
            r#"200 {{"StreamDescription":{{"StreamArn":"{ARN}","StreamLabel":"2023-11-14T22:13:20.250","StreamStatus":"ENABLED","StreamViewType":"NEW_AND_OLD_IMAGES","CreationRequestDateTime":1700000000.250,"TableName":"shop","KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}}],"Shards":[{{"ShardId":"{shard}","SequenceNumberRange":{{"StartingSequenceNumber":"{start}"}}}}],"LastEvaluatedShardId":"{shard}"}}}}"#
        )
    );
    assert!(shard.starts_with("shardId-00000001700000000250-"), "{shard}");
}

#[test]
fn a_closed_shard_has_an_end_and_its_child_a_parent() {
    // given
    let (backend, clock) = streaming();
    let parent = shard(&backend);

    // when
    clock.advance(Duration::from_secs(4 * 60 * 60));
    let filter = format!(r#""ShardFilter":{{"Type":"CHILD_SHARDS","ShardId":"{parent}"}}"#);
    let children = ask_streams(&backend, "DescribeStream", &format!(r#"{{"StreamArn":"{ARN}",{filter}}}"#));
    let all = ask_streams(&backend, "DescribeStream", &format!(r#"{{"StreamArn":"{ARN}"}}"#));

    // then
    assert_eq!(member(&children, "ParentShardId"), parent);
    assert_eq!(children.matches("ShardId\":\"").count(), 2, "{children}");
    assert_eq!(all.matches("EndingSequenceNumber").count(), 4, "{all}");
}

#[test]
fn a_record_has_all_its_members() {
    // given
    let (backend, clock) = streaming();
    clock.advance(Duration::from_millis(900));
    ask(&backend, "PutItem", r#"{"TableName":"shop","Item":{"pk":{"S":"a"},"n":{"N":"2"}}}"#);
    let shard = shard(&backend);

    // when
    let start = iterator(&backend, &shard, "TRIM_HORIZON");
    let records = ask_streams(&backend, "GetRecords", &read(&start));

    // then
    let (first, second) = records.rsplit_once(r#"{"eventID""#).unwrap();
    let id = member(first, "eventID");
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    let number = member(first, "SequenceNumber");
    assert_eq!(
        first,
        format!(
            r#"200 {{"Records":[{{"eventID":"{id}","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{{"ApproximateCreationDateTime":1700000000,"Keys":{{"pk":{{"S":"a"}}}},"NewImage":{{"pk":{{"S":"a"}},"n":{{"N":"1"}}}},"SequenceNumber":"{number}","SizeBytes":9,"StreamViewType":"NEW_AND_OLD_IMAGES"}}}},"#
        )
    );
    for part in [
        r#""eventName":"MODIFY""#,
        r#""ApproximateCreationDateTime":1700000001,"#,
        r#""NewImage":{"pk":{"S":"a"},"n":{"N":"2"}}"#,
        r#""OldImage":{"pk":{"S":"a"},"n":{"N":"1"}}"#,
        r#"],"NextShardIterator":"arn:aws:dynamodb:us-east-1:000000000000:table/shop/stream/"#,
    ] {
        assert!(second.contains(part), "{part}\nin\n{second}");
    }
}

#[test]
fn a_deletion_by_time_to_live_is_the_services() {
    // given
    let (backend, _) = streaming();
    let ttl = r#"{"TableName":"shop","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"n"}}"#;
    ask(&backend, "UpdateTimeToLive", ttl);
    ask(&backend, "PutItem", r#"{"TableName":"shop","Item":{"pk":{"S":"a"},"n":{"N":"1699999999"}}}"#);

    // when
    backend.sweep_expired();

    // then
    let start = iterator(&backend, &shard(&backend), "TRIM_HORIZON");
    let records = ask_streams(&backend, "GetRecords", &read(&start));
    let identity = r#""userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}}]"#;
    assert!(records.contains(identity), "{records}");
    assert_eq!(records.matches("userIdentity").count(), 1);
}

#[test]
fn what_went_by_has_exceptions_of_its_own() {
    // given
    let (backend, clock) = streaming();
    let shard = shard(&backend);
    let start = iterator(&backend, &shard, "TRIM_HORIZON");
    let number = member(&ask_streams(&backend, "GetRecords", &read(&start)), "SequenceNumber").to_owned();

    // when
    clock.advance(Duration::from_secs(16 * 60));
    let expired = ask_streams(&backend, "GetRecords", &read(&start));
    clock.advance(Duration::from_secs(24 * 60 * 60));
    let body = format!(
        r#"{{"StreamArn":"{ARN}","ShardId":"{shard}","ShardIteratorType":"AT_SEQUENCE_NUMBER","SequenceNumber":"{number}"}}"#
    );
    let trimmed = ask_streams(&backend, "GetShardIterator", &body);

    // then
    let exception = |name: &str| format!(r#"400 {{"__type":"com.amazonaws.dynamodb.v20120810#{name}","message":""#);
    assert!(expired.starts_with(&exception("ExpiredIteratorException")), "{expired}");
    assert!(trimmed.starts_with(&exception("TrimmedDataAccessException")), "{trimmed}");
}

#[test]
fn each_target_has_its_own_operations() {
    let (backend, _) = streaming();
    let unknown = r#"400 {"__type":"com.amazon.coral.service#UnknownOperationException"}"#;

    for target in ["DynamoDB_20120810.ListStreams", "DynamoDBStreams_20120810.ListTables", "DynamoDBStreams_20120810."]
    {
        assert_eq!(ask(&backend, target, "{}"), unknown, "{target}");
    }
}

#[test]
fn broken_members_are_told_together() {
    let null = "failed to satisfy constraint: Member must not be null";
    assert_refused("DescribeStream", "{}", &format!("1 validation error detected: Value null at 'streamArn' {null}"));
    assert_refused("GetRecords", "{}", &format!("1 validation error detected: Value null at 'shardIterator' {null}"));
    assert_refused(
        "GetShardIterator",
        "{}",
        &format!(
            "3 validation errors detected: Value null at 'streamArn' {null}; Value null at 'shardId' {null}; Value null \
             at 'shardIteratorType' {null}"
        ),
    );
    assert_refused(
        "DescribeStream",
        r#"{"StreamArn":"arn","Limit":-1,"ExclusiveStartShardId":"x","ShardFilter":{"Type":"ALL","ShardId":"y"}}"#,
        "5 validation errors detected: Value 'arn' at 'streamArn' failed to satisfy constraint: Member must have length \
         greater than or equal to 37; Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater \
         than or equal to 1; Value 'x' at 'exclusiveStartShardId' failed to satisfy constraint: Member must have length \
         greater than or equal to 28; Value 'ALL' at 'shardFilter.type' failed to satisfy constraint: Member must satisfy \
         enum value set: [CHILD_SHARDS]; Value 'y' at 'shardFilter.shardId' failed to satisfy constraint: Member must \
         have length greater than or equal to 28",
    );
    assert_refused(
        "ListStreams",
        r#"{"TableName":"a/b","Limit":101}"#,
        "2 validation errors detected: Value 'a/b' at 'tableName' failed to satisfy constraint: Member must satisfy \
         regular expression pattern: [a-zA-Z0-9_.-]+; Value '101' at 'limit' failed to satisfy constraint: Member must \
         have value less than or equal to 100",
    );
}

#[test]
fn the_start_of_a_shard_takes_what_goes_with_it() {
    // given
    let shard = shard(&streaming().0);
    let number = r#""SequenceNumber":"111111111111111111111""#;
    let cases = [
        (r#""ShardIteratorType":"AT_SEQUENCE_NUMBER""#.to_owned(), "The parameter SequenceNumber is required"),
        (r#""ShardIteratorType":"AFTER_SEQUENCE_NUMBER""#.to_owned(), "The parameter SequenceNumber is required"),
        (r#""ShardIteratorType":"AT_TIMESTAMP""#.to_owned(), "The parameter Timestamp is required"),
        (format!(r#""ShardIteratorType":"TRIM_HORIZON",{number}"#), "The parameter SequenceNumber cannot be used"),
        (format!(r#""ShardIteratorType":"LATEST",{number}"#), "The parameter SequenceNumber cannot be used"),
        (r#""ShardIteratorType":"LATEST","Timestamp":1.5"#.to_owned(), "The parameter Timestamp cannot be used"),
        (r#""ShardIteratorType":"AT_TIMESTAMP","Timestamp":1700000000.251"#.to_owned(), "Timestamp cannot be in the"),
        (r#""ShardIteratorType":"AT_TIMESTAMP","Timestamp":1e300"#.to_owned(), "Timestamp cannot be in the"),
        (r#""ShardIteratorType":"dog""#.to_owned(), "1 validation error detected: Value 'dog' at 'shardIteratorType'"),
    ];

    for (members, text) in cases {
        // when
        let body = format!(r#"{{"StreamArn":"{ARN}","ShardId":"{shard}",{members}}}"#);
        let answer = ask_streams(&streaming().0, "GetShardIterator", &body);

        // then
        let start = format!(r#"400 {{"__type":"com.amazon.coral.validate#ValidationException","message":"{text}"#);
        assert!(answer.starts_with(&start), "{members}: {answer}");
    }
    let body = format!(
        r#"{{"StreamArn":"{ARN}","ShardId":"{shard}","ShardIteratorType":"AT_TIMESTAMP","Timestamp":1700000000.250}}"#
    );
    let (backend, _) = streaming();
    let start = ask_streams(&backend, "GetShardIterator", &body);
    let records = ask_streams(&backend, "GetRecords", &read(member(&start, "ShardIterator")));
    assert!(records.contains("INSERT"), "{records}");
}

#[test]
fn a_filter_of_shards_is_whole() {
    let text = "ShardFilter must have both Type and ShardId: the shards that follow a shard are listed";
    let shard = "shardId-00000001700000000250-00000000";
    for filter in [r#"{"Type":"CHILD_SHARDS"}"#.to_owned(), format!(r#"{{"ShardId":"{shard}"}}"#)] {
        assert_refused("DescribeStream", &format!(r#"{{"StreamArn":"{ARN}","ShardFilter":{filter}}}"#), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn requests_with_other_pieces_are_answered(
        which in 0_usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len()), 1..4),
    ) {
        let (backend, _) = streaming();
        let shard = "shardId-00000001700000000250-00000000";
        let (operation, mut body) = match which {
            0 => ("ListStreams", format!(r#"{{"TableName":"shop","Limit":5,"ExclusiveStartStreamArn":"{ARN}"}}"#)),
            1 => ("DescribeStream", format!(r#"{{"StreamArn":"{ARN}","Limit":5,"ExclusiveStartShardId":"{shard}","ShardFilter":{{"Type":"CHILD_SHARDS","ShardId":"{shard}"}}}}"#)),
            2 => ("GetShardIterator", format!(r#"{{"StreamArn":"{ARN}","ShardId":"{shard}","ShardIteratorType":"AT_TIMESTAMP","SequenceNumber":"111111111111111111111","Timestamp":1.5}}"#)),
            _ => ("GetRecords", format!(r#"{{"ShardIterator":"{ARN}|1|00","Limit":5}}"#)),
        };
        for (place, piece) in changes {
            let places = values(&body);
            if !places.is_empty() {
                body.replace_range(place.get(&places).clone(), PIECES[piece]);
            }
        }
        assert_answered(&backend, &format!("DynamoDBStreams_20120810.{operation}"), body.as_bytes());
    }
}
