//! What DynamoDB says in some regions and not in others, and texts that print a part of the request.

use monotable_local::Wording;

use super::*;

fn shop_of(wording: Wording) -> LocalBackend {
    let backend = LocalBackend::builder().wording(wording).build();
    create_shop(&backend);
    backend
}

/// Asserts that a request is refused, with texts that contain these.
#[track_caller]
fn assert_told(operation: &str, body: &str, majority: &str, newest: &str) {
    for (wording, text) in [(Wording::Majority, majority), (Wording::Newest, newest)] {
        let answer = ask(&shop_of(wording), operation, body);
        let message = answer.split_once(r#""message":""#).map_or("", |(_, message)| message);
        assert!(answer.starts_with("400 ") && message.starts_with(text), "{wording:?}: {answer}\n{text}");
    }
}

#[track_caller]
fn assert_invalid(operation: &str, body: &str, text: &str) {
    assert_told(operation, body, text, text);
}

#[test]
fn batches_of_writes_have_the_older_checks_of_values() {
    let put = |value: &str| {
        format!(r#"{{"RequestItems":{{"shop":[{{"PutRequest":{{"Item":{{"pk":{{"S":"a"}},"v":{value}}}}}}}]}}}}"#)
    };
    let invalid = "One or more parameter values were invalid: Input collection";
    for (value, text) in [
        (r#"{"N":""}"#, r#"The parameter cannot be converted to a numeric value"}"#.to_owned()),
        (r#"{"N":"x"}"#, r#"The parameter cannot be converted to a numeric value: x"}"#.to_owned()),
        (r#"{"N":"1e2147483647"}"#, "Number underflow.".to_owned()),
        (r#"{"N":"1e2147483648"}"#, "The parameter cannot be converted to a numeric value".to_owned()),
        (r#"{"N":"1e126"}"#, "Number overflow.".to_owned()),
        (r#"{"SS":["b","a","b"]}"#, format!("{invalid} [b, a, b] contains duplicates.")),
        (r#"{"BS":["/w==","AA==","AA=="]}"#, format!("{invalid} [/w==, AA==, AA==]of type BS contains duplicates.")),
        (r#"{"NS":["1","2","1.0"]}"#, r#"Input collection contains duplicates"}"#.to_owned()),
        (r#"{"L":[{"SS":["b","a","b"]}]}"#, format!("{invalid} [b, a, b] contains duplicates.")),
        (r#"{"SS":[]}"#, "One or more parameter values were invalid: An string set  may not be empty".to_owned()),
    ] {
        assert_invalid("BatchWriteItem", &put(value), &text);
    }
}

#[test]
fn scans_and_transactions_have_the_newest_checks_in_few_regions() {
    let scan = |value: &str| {
        format!(r#"{{"TableName":"shop","FilterExpression":"a = :v","ExpressionAttributeValues":{{":v":{value}}}}}"#)
    };
    let check = |value: &str| {
        format!(
            r#"{{"TransactItems":[{{"ConditionCheck":{{"TableName":"shop","Key":{{"pk":{{"S":"a"}}}},"ConditionExpression":"a = :v",
            "ExpressionAttributeValues":{{":v":{value}}}}}}}]}}"#
        )
    };
    let invalid = "ExpressionAttributeValues contains invalid value: ";
    for (operation, body) in [("Scan", &scan as &dyn Fn(&str) -> String), ("TransactWriteItems", &check)] {
        assert_told(
            operation,
            &body(r#"{"N":"x"}"#),
            &format!("{invalid}The parameter cannot be converted to a numeric value: x for key :v"),
            r#"The parameter cannot be converted to a numeric value: x"}"#,
        );
        assert_told(
            operation,
            &body(r#"{"SS":["b","a","b"]}"#),
            &format!(
                "{invalid}One or more parameter values were invalid: Input collection [b, a, b] contains duplicates. for"
            ),
            r#"One or more parameter values were invalid: Input collection [\"a\", \"b\", \"b\"] contains duplicates."#,
        );
        assert_told(
            operation,
            &body(r#"{"NS":[]}"#),
            &format!("{invalid}One or more parameter values were invalid: An number set  may not be empty for key :v"),
            "One or more parameter values were invalid: An number set  may not be empty",
        );
    }
}

#[test]
fn queries_have_the_same_checks_everywhere() {
    assert_invalid(
        "Query",
        r#"{"TableName":"shop","KeyConditionExpression":"pk = :v","ExpressionAttributeValues":{":v":{"N":"x"}}}"#,
        "The parameter cannot be converted to a numeric value: x",
    );
}

#[test]
fn the_select_rules_of_a_scan_have_a_prefix_in_few_regions() {
    let text = "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES";
    let body = r#"{"TableName":"shop","Select":"SPECIFIC_ATTRIBUTES"}"#;
    assert_told("Scan", body, text, &format!("1 validation error detected: {text}"));
}

#[test]
fn the_actions_of_a_transaction_are_printed_in_most_regions() {
    let broken = "1 validation error detected: Value";
    let failed = "failed to satisfy constraint: Member must have length";
    for operation in ["TransactWriteItems", "TransactGetItems"] {
        assert_told(
            operation,
            r#"{"TransactItems":[]}"#,
            &format!("{broken} '[]' at 'transactItems' {failed} greater than or equal to 1"),
            &format!("{broken} at 'TransactItems' {failed} greater than or equal to 1"),
        );
    }
    let put = r#"{"Put":{"TableName":"shop","Item":{"pk":{"S":"a"}}}}"#;
    let item =
        "{pk=AttributeValue(s=a, n=null, b=null, sS=null, nS=null, bS=null, m=null, l=null, nULL=null, bOOL=null)}";
    let body = format!(r#"{{"TransactItems":[{}]}}"#, vec![put; 101].join(","));
    assert_told(
        "TransactWriteItems",
        &body,
        &format!(
            "{broken} '[TransactWriteItem(conditionCheck=null, put=Put(item={item}, tableName=shop, conditionExpression=null, \
             expressionAttributeNames=null, expressionAttributeValues=null, returnValuesOnConditionCheckFailure=null), \
             delete=null, update=null), TransactWriteItem("
        ),
        &format!("{broken} at 'TransactItems' {failed} less than or equal to 100"),
    );
    let answer = ask(&shop(), "TransactWriteItems", &body);
    assert!(answer.contains(&format!("' at 'transactItems' {failed} less than or equal to 100")), "{answer}");
}

#[test]
fn a_wrong_name_in_a_batch_prints_the_request() {
    let names = "failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length";
    assert_invalid(
        "BatchGetItem",
        r#"{"RequestItems": {"bad!": {"Keys": [{"pk": {"S": "a"}}]}}}"#,
        &format!(
            r#"1 validation error detected: Value '{{\"bad!\":{{\"Keys\":[{{\"pk\":{{\"S\":\"a\"}}}}]}}}}' at 'requestItems' {names}"#
        ),
    );
    assert_invalid(
        "BatchGetItem",
        r#"{"RequestItems":{"b!":{"Keys":[{}]},"c!":{"Keys":[{}]}},"ReturnConsumedCapacity":"x"}"#,
        "2 validation errors detected: Value 'x' at 'returnConsumedCapacity'",
    );
    assert_invalid(
        "BatchWriteItem",
        r#"{"RequestItems":{"bad!":[{"DeleteRequest":{"Key":{"pk":{"BOOL":true}}}}]}}"#,
        &format!(
            "1 validation error detected: Value '{{bad!=[WriteRequest(putRequest=null, deleteRequest=DeleteRequest(key=\
             {{pk=AttributeValue(s=null, n=null, b=null, sS=null, nS=null, bS=null, m=null, l=null, nULL=null, bOOL=true)}}))]}}' \
             at 'requestItems' {names}"
        ),
    );
    assert_told(
        "BatchWriteItem",
        &format!(r#"{{"RequestItems":{{"shop":[{}]}}}}"#, vec!["{}"; 26].join(",")),
        "1 validation error detected: Value '{shop=[WriteRequest(putRequest=null, deleteRequest=null), ",
        "1 validation error detected: Value at 'RequestItems.shop.member' failed",
    );
}

#[test]
fn most_regions_measure_what_an_update_says() {
    // 3 + 19 + the name `t`, and the text.
    let largest = 400 * 1024 - 3 - 19 - 1;
    for (wording, length, status) in [
        (Wording::Majority, largest, "200 "),
        (Wording::Majority, largest + 1, "400 "),
        (Wording::Newest, largest + 1, "200 "),
    ] {
        let text = "x".repeat(length);
        let update = format!(
            r#"{{"TableName":"shop","Key":{{"pk":{{"S":"a"}}}},"UpdateExpression":"SET t = :t",
            "ExpressionAttributeValues":{{":t":{{"S":"{text}"}}}}}}"#
        );
        let legacy = format!(
            r#"{{"TableName":"shop","Key":{{"pk":{{"S":"a"}}}},"AttributeUpdates":{{"t":{{"Value":{{"S":"{text}"}}}}}}}}"#
        );
        let backend = shop_of(wording);

        assert!(ask(&backend, "UpdateItem", &update).starts_with(status), "{wording:?} {length}");
        assert!(ask(&backend, "UpdateItem", &legacy).starts_with("200 "));
    }
}

#[test]
fn a_transaction_that_is_too_large_is_told_its_size() {
    let put = |at: usize| {
        let text = "x".repeat(390_000);
        format!(r#"{{"Put":{{"TableName":"shop","Item":{{"pk":{{"S":"{at}"}},"t":{{"S":"{text}"}}}}}}}}"#)
    };
    let body = format!(r#"{{"TransactItems":[{}]}}"#, (0..11).map(put).collect::<Vec<_>>().join(","));
    let answer = ask(&shop(), "TransactWriteItems", &body);

    assert!(answer.contains("size cannot exceed 4 MB"), "{answer}");
}
