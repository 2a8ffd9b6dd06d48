//! Requests of any shape: whatever comes in, JSON goes out, and nothing panics.

use monotable::json::JsonLexer;
use proptest::prelude::*;

use super::*;

/// A request of each operation, as members that can be put in place of each other.
pub(super) const REQUESTS: [(&str, &str); 16] = [
    (
        "CreateTable",
        r#"{"TableName":"new","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"g","AttributeType":"N"}],"GlobalSecondaryIndexes":[{"IndexName":"gsi","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]}"#,
    ),
    (
        "PutItem",
        r##"{"TableName":"shop","Item":{"pk":{"S":"a"},"m":{"M":{"l":{"L":[{"N":"1e3"},{"BOOL":true},{"NULL":true}]}}},"s":{"SS":["x","y"]},"b":{"B":"AA=="}},"ConditionExpression":"#a = :a OR attribute_exists(m.l[0])","ExpressionAttributeNames":{"#a":"pk"},"ExpressionAttributeValues":{":a":{"S":"a"}},"ReturnValues":"ALL_OLD"}"##,
    ),
    (
        "PutItem",
        r#"{"TableName":"shop","Item":{"pk":{"S":"z"}},"Expected":{"pk":{"ComparisonOperator":"NE","AttributeValueList":[{"S":"a"}]},"m":{"Exists":false}},"ConditionalOperator":"OR"}"#,
    ),
    (
        "GetItem",
        r##"{"TableName":"shop","Key":{"pk":{"S":"a"}},"ProjectionExpression":"#m.l[0], s","ExpressionAttributeNames":{"#m":"m"},"ConsistentRead":true}"##,
    ),
    (
        "UpdateItem",
        r#"{"TableName":"shop","Key":{"pk":{"S":"a"}},"UpdateExpression":"SET n = if_not_exists(n, :one) + :one REMOVE m.l[1] ADD s :s","ExpressionAttributeValues":{":one":{"N":"1"},":s":{"SS":["z"]}},"ReturnValues":"UPDATED_NEW"}"#,
    ),
    (
        "UpdateItem",
        r#"{"TableName":"shop","Key":{"pk":{"S":"a"}},"AttributeUpdates":{"n":{"Action":"ADD","Value":{"N":"1"}},"m":{"Action":"DELETE"}}}"#,
    ),
    (
        "DeleteItem",
        r#"{"TableName":"shop","Key":{"pk":{"S":"b"}},"ConditionExpression":"attribute_not_exists(m) OR size(m) BETWEEN :a AND :b","ExpressionAttributeValues":{":a":{"N":"1"},":b":{"N":"2"}},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}"#,
    ),
    (
        "Query",
        r#"{"TableName":"shop","KeyConditionExpression":"pk = :a","FilterExpression":"contains(s, :a)","ExpressionAttributeValues":{":a":{"S":"a"}},"Limit":1,"Select":"COUNT","ScanIndexForward":false}"#,
    ),
    (
        "Query",
        r#"{"TableName":"shop","KeyConditions":{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}},"QueryFilter":{"n":{"ComparisonOperator":"NOT_NULL"}},"AttributesToGet":["pk","n"]}"#,
    ),
    (
        "Scan",
        r#"{"TableName":"shop","Segment":0,"TotalSegments":1,"ExclusiveStartKey":{"pk":{"S":"a"}},"ScanFilter":{"n":{"ComparisonOperator":"IN","AttributeValueList":[{"N":"1"}]}},"ReturnConsumedCapacity":"INDEXES"}"#,
    ),
    (
        "BatchGetItem",
        r#"{"RequestItems":{"shop":{"Keys":[{"pk":{"S":"a"}},{"pk":{"S":"b"}}],"ProjectionExpression":"pk"}}}"#,
    ),
    (
        "BatchWriteItem",
        r#"{"RequestItems":{"shop":[{"PutRequest":{"Item":{"pk":{"S":"c"}}}},{"DeleteRequest":{"Key":{"pk":{"S":"d"}}}}]},"ReturnItemCollectionMetrics":"SIZE"}"#,
    ),
    ("TransactGetItems", r#"{"TransactItems":[{"Get":{"TableName":"shop","Key":{"pk":{"S":"a"}}}}]}"#),
    (
        "TransactWriteItems",
        r#"{"ClientRequestToken":"t","TransactItems":[{"Put":{"TableName":"shop","Item":{"pk":{"S":"e"}}}},{"Update":{"TableName":"shop","Key":{"pk":{"S":"f"}},"UpdateExpression":"SET n = :n","ExpressionAttributeValues":{":n":{"N":"1"}}}},{"ConditionCheck":{"TableName":"shop","Key":{"pk":{"S":"g"}},"ConditionExpression":"attribute_not_exists(pk)"}},{"Delete":{"TableName":"shop","Key":{"pk":{"S":"h"}}}}]}"#,
    ),
    ("UpdateTimeToLive", r#"{"TableName":"shop","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ttl"}}"#),
    ("ListTables", r#"{"Limit":1,"ExclusiveStartTableName":"shop"}"#),
];

/// Requests about tables, which take time, capacity and counts.
pub(super) const CONTROL: [(&str, &str); 16] = [
    ("DescribeTable", r#"{"TableName":"shop"}"#),
    (
        "UpdateTable",
        r#"{"TableName":"shop","StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}}"#,
    ),
    ("UpdateTable", r#"{"TableName":"shop","StreamSpecification":{"StreamEnabled":false}}"#),
    (
        "UpdateTable",
        r#"{"TableName":"shop","BillingMode":"PROVISIONED","ProvisionedThroughput":{"ReadCapacityUnits":9,"WriteCapacityUnits":9}}"#,
    ),
    ("UpdateTable", r#"{"TableName":"shop","ProvisionedThroughput":{"ReadCapacityUnits":8,"WriteCapacityUnits":8}}"#),
    ("UpdateTable", r#"{"TableName":"shop","BillingMode":"PAY_PER_REQUEST"}"#),
    (
        "UpdateTable",
        r#"{"TableName":"shop","WarmThroughput":{"ReadUnitsPerSecond":90000,"WriteUnitsPerSecond":90000}}"#,
    ),
    ("UpdateTable", r#"{"TableName":"shop","OnDemandThroughput":{"MaxReadRequestUnits":9,"MaxWriteRequestUnits":9}}"#),
    (
        "UpdateTable",
        r#"{"TableName":"shop","AttributeDefinitions":[{"AttributeName":"x","AttributeType":"N"}],"GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"late","KeySchema":[{"AttributeName":"x","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}}]}"#,
    ),
    ("UpdateTable", r#"{"TableName":"shop","GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"late"}}]}"#),
    (
        "UpdateContinuousBackups",
        r#"{"TableName":"shop","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true,"RecoveryPeriodInDays":35}}"#,
    ),
    ("DescribeContinuousBackups", r#"{"TableName":"shop"}"#),
    ("DescribeTimeToLive", r#"{"TableName":"shop"}"#),
    ("DynamoDBStreams_20120810.ListStreams", r#"{"Limit":9}"#),
    ("DeleteTable", r#"{"TableName":"new"}"#),
    ("ListTables", r#"{"Limit":9}"#),
];

/// What is put in place of a piece of a request.
pub(super) const PIECES: [&str; 26] = [
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e400",
    "2147483648",
    "\"\"",
    "\"a\"",
    "\"shop\"",
    "[]",
    "{}",
    "[null]",
    "{\"S\":\"a\"}",
    "{\"N\":\"x\"}",
    "{\"SS\":[]}",
    "{\"pk\":{\"S\":\"\"}}",
    "\"ALL_OLD\"",
    "\"SIZE\"",
    "\"a = :a\"",
    "\"SET a = :a\"",
    "\"#a, b[9999999999]\"",
    "\"((\"",
    "\"\\ud83d\\ude00\"",
    "[[[[[[]]]]]]",
    "{\"L\":[{\"M\":{\"\":{}}}]}",
];

/// Returns where values begin and end in a request: the places at which another can stand.
pub(super) fn values(json: &str) -> Vec<std::ops::Range<usize>> {
    let (mut found, mut open) = (Vec::new(), Vec::new());
    let mut string = None;
    for (at, byte) in json.bytes().enumerate() {
        match (byte, string) {
            (b'"', None) => string = Some(at),
            (b'"', Some(start)) => {
                found.push(start..at + 1);
                string = None;
            }
            (b'{' | b'[', None) => open.push(at),
            (b'}' | b']', None) => found.extend(open.pop().map(|start| start..at + 1)),
            _ => {}
        }
    }
    found
}

#[track_caller]
pub(super) fn assert_answered(backend: &LocalBackend, operation: &str, body: &[u8]) {
    let answer = answer(backend, &target(operation), body);

    let text = String::from_utf8(answer.body).unwrap();
    assert!(matches!(answer.status, 200 | 400), "{operation} {}: {text}", String::from_utf8_lossy(body));
    let mut json = JsonLexer::new(text.as_bytes()).unwrap();
    json.skip_value().and_then(|()| json.end()).unwrap_or_else(|_| panic!("not JSON: {text}"));
    assert!(answer.status == 200 || text.contains("\"__type\":\""), "{text}");
}

#[test]
fn the_requests_themselves_are_done() {
    // So that changed ones come to their ends, too.
    let backend = shop();
    ask(&backend, "PutItem", r#"{"TableName":"shop","Item":{"pk":{"S":"a"},"m":{"M":{"l":{"L":[{"N":"1"}]}}}}}"#);

    for (operation, body) in REQUESTS {
        let answer = ask(&backend, operation, body);
        assert!(answer.starts_with("200 "), "{operation} {body}: {answer}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn requests_with_other_pieces_are_answered(
        which in 0..REQUESTS.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..PIECES.len()), 1..4),
    ) {
        let (operation, body) = REQUESTS[which];
        let mut body = body.to_owned();
        for (place, piece) in changes {
            let places = values(&body);
            if !places.is_empty() {
                body.replace_range(place.get(&places).clone(), PIECES[piece]);
            }
        }
        assert_answered(&shop(), operation, body.as_bytes());
    }

    #[test]
    fn damaged_requests_are_answered(
        which in 0..REQUESTS.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
    ) {
        let (operation, body) = REQUESTS[which];
        let mut body = body.as_bytes().to_vec();
        for (place, byte, how) in changes {
            let at = place.index(body.len().max(1));
            match how {
                0 if !body.is_empty() => body[at] = byte,
                1 if !body.is_empty() => drop(body.remove(at)),
                _ => body.insert(at.min(body.len()), byte),
            }
        }
        assert_answered(&shop(), operation, &body);
    }

    #[test]
    fn anything_is_answered(which in 0..REQUESTS.len(), body in prop::collection::vec(any::<u8>(), 0..64)) {
        assert_answered(&shop(), REQUESTS[which].0, &body);
    }
}
