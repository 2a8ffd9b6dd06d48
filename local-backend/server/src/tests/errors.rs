//! Errors of operations as the wire has them: constraints, prefixes, old items.

use super::*;

#[track_caller]
fn assert_invalid(operation: &str, body: &str, text: &str) {
    let expected = format!(r#"400 {{"__type":"com.amazon.coral.validate#ValidationException","message":"{text}"}}"#);
    assert_eq!(ask(&shop(), operation, body), expected, "{body}");
}

#[test]
fn members_that_must_be_there_are_told_together() {
    assert_invalid(
        "GetItem",
        "{}",
        "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; \
         Value null at 'key' failed to satisfy constraint: Member must not be null",
    );
}

#[test]
fn the_name_of_the_table_of_a_write_is_told_alone() {
    let null =
        "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null";
    assert_invalid("PutItem", r#"{"ReturnConsumedCapacity":"x"}"#, null);
    assert_invalid("DeleteItem", r#"{"ReturnConsumedCapacity":"x"}"#, null);
    assert_invalid("UpdateItem", r#"{"Key":{},"ReturnConsumedCapacity":"x"}"#, null);
    assert_invalid(
        "PutItem",
        r#"{"TableName":""}"#,
        "1 validation error detected: Value at 'TableName' failed to satisfy constraint: Member must have length greater \
         than or equal to 1",
    );
    assert_invalid(
        "PutItem",
        r#"{"TableName":"a b"}"#,
        "1 validation error detected: Value 'a b' at 'tableName' failed to satisfy constraint: Member must satisfy regular \
         expression pattern: [a-zA-Z0-9_.-]+",
    );
}

#[test]
fn values_that_are_none_of_those_allowed_are_told_with_all_that_are() {
    assert_invalid(
        "PutItem",
        r#"{"TableName":"shop","Item":{},"ReturnConsumedCapacity":"a","ReturnValues":"b","ReturnItemCollectionMetrics":"c"}"#,
        "3 validation errors detected: Value 'a' at 'returnConsumedCapacity' failed to satisfy constraint: Member must \
         satisfy enum value set: [INDEXES, TOTAL, NONE]; Failed to satisfy constraint: Member must satisfy enum value set: \
         [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]; Value 'c' at 'returnItemCollectionMetrics' failed to satisfy \
         constraint: Member must satisfy enum value set: [SIZE, NONE]",
    );
}

#[test]
fn an_update_tells_unknown_return_values_alone() {
    assert_invalid(
        "UpdateItem",
        r#"{"TableName":"shop","Key":{"pk":{"S":"a"}},"ReturnConsumedCapacity":"a","ReturnValues":"b"}"#,
        "1 validation error detected: Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, \
         UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]",
    );
}

#[test]
fn an_update_without_a_key_tells_all() {
    assert_invalid(
        "UpdateItem",
        r#"{"TableName":"","ReturnConsumedCapacity":"a","ReturnValues":"b"}"#,
        "4 validation errors detected: Value 'a' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy \
         enum value set: [INDEXES, TOTAL, NONE]; Value '' at 'tableName' failed to satisfy constraint: Member must have length \
         greater than or equal to 1; Value 'b' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value \
         set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; Value null at 'key' failed to satisfy constraint: Member must \
         not be null",
    );
}

#[test]
fn writes_put_a_prefix_before_what_is_wrong_with_the_request() {
    let prefixed = "1 validation error detected: ";
    assert_invalid(
        "PutItem",
        r#"{"TableName":"shop","Item":{"pk":{"S":"a"}},"ReturnValues":"ALL_NEW"}"#,
        &format!("{prefixed}ReturnValues can only be ALL_OLD or NONE"),
    );
    assert_invalid(
        "DeleteItem",
        r#"{"TableName":"shop","Key":{"pk":{"S":"a"}},"ConditionExpression":""}"#,
        &format!("{prefixed}Invalid ConditionExpression: The expression can not be empty;"),
    );
    assert_invalid(
        "UpdateItem",
        r##"{"TableName":"shop","Key":{"pk":{"S":"a"}},"UpdateExpression":"REMOVE a","ExpressionAttributeNames":{"#b":"b"}}"##,
        &format!("{prefixed}Value provided in ExpressionAttributeNames unused in expressions: keys: {{#b}}"),
    );
}

#[test]
fn reads_have_no_prefix_but_for_the_select_of_a_query() {
    assert_invalid(
        "GetItem",
        r#"{"TableName":"shop","Key":{"pk":{"S":"a"}},"ProjectionExpression":""}"#,
        "Invalid ProjectionExpression: The expression can not be empty;",
    );
    let select = r#"{"TableName":"shop","Select":"SPECIFIC_ATTRIBUTES","KeyConditionExpression":"pk = :a"}"#;
    let text = "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES";
    assert_invalid("Query", select, &format!("1 validation error detected: {text}"));
    assert_invalid("Scan", &select.replace(r#","KeyConditionExpression":"pk = :a""#, ""), text);
}

#[test]
fn placeholders_that_are_not_used_are_told_before_what_no_key_condition_can_have() {
    let query = |names: &str| {
        format!(r#"{{"TableName":"shop","KeyConditionExpression":"pk = x","ExpressionAttributeNames":{{{names}}}}}"#)
    };
    assert_invalid(
        "Query",
        &query(r##""#a":"b""##),
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}",
    );
    assert_invalid(
        "Query",
        r#"{"TableName":"shop","KeyConditionExpression":"pk = x"}"#,
        "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition",
    );
}

#[test]
fn what_needs_the_table_has_no_prefix() {
    assert_invalid(
        "PutItem",
        r#"{"TableName":"shop","Item":{"id":{"S":"a"}}}"#,
        "One or more parameter values were invalid: Missing the key pk in the item",
    );
    assert_invalid(
        "UpdateItem",
        r#"{"TableName":"shop","Key":{"pk":{"S":"a"}},"UpdateExpression":"SET pk = :a","ExpressionAttributeValues":{":a":{"S":"a"}}}"#,
        "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key",
    );
}

#[test]
fn expressions_and_what_they_replaced_do_not_mix() {
    assert_invalid(
        "UpdateItem",
        r#"{"TableName":"shop","Key":{"pk":{"S":"a"}},"UpdateExpression":"SET a = b","AttributeUpdates":{},"Expected":{},
            "ConditionExpression":"a = b"}"#,
        "1 validation error detected: Can not use both expression and non-expression parameters in the same request: \
         Non-expression parameters: {AttributeUpdates, Expected} Expression parameters: {UpdateExpression, \
         ConditionExpression}",
    );
}

#[test]
fn a_table_that_is_not_there_is_not_found() {
    let answer = ask(&shop(), "GetItem", r#"{"TableName":"other","Key":{"pk":{"S":"a"}}}"#);

    let not_found =
        r#""com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found""#;
    assert_eq!(answer, format!(r#"400 {{"__type":{not_found}}}"#));
}

#[test]
fn a_failed_condition_brings_the_item_that_stood_there() {
    let backend = shop();
    ask(&backend, "PutItem", r#"{"TableName":"shop","Item":{"pk":{"S":"a"},"n":{"N":"1"}}}"#);
    let condition = r#""ConditionExpression":"attribute_not_exists(pk)""#;
    let failed = r#"400 {"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed""#;

    let without =
        ask(&backend, "PutItem", &format!(r#"{{"TableName":"shop","Item":{{"pk":{{"S":"a"}}}},{condition}}}"#));
    let with = ask(
        &backend,
        "DeleteItem",
        &format!(
            r#"{{"TableName":"shop","Key":{{"pk":{{"S":"a"}}}},{condition},"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}"#
        ),
    );

    assert_eq!(without, format!("{failed}}}"));
    assert_eq!(with, format!(r#"{failed},"Item":{{"pk":{{"S":"a"}},"n":{{"N":"1"}}}}}}"#));
}

#[test]
fn a_cancelled_transaction_has_a_reason_for_each_action() {
    let backend = shop();
    ask(&backend, "PutItem", r#"{"TableName":"shop","Item":{"pk":{"S":"a"}}}"#);

    let answer = ask(
        &backend,
        "TransactWriteItems",
        r#"{"TransactItems":[
            {"Put":{"TableName":"shop","Item":{"pk":{"S":"b"}}}},
            {"Delete":{"TableName":"shop","Key":{"pk":{"S":"a"}},"ConditionExpression":"attribute_not_exists(pk)",
                       "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}]}"#,
    );

    assert_eq!(
        answer,
        "400 {\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"Message\":\"Transaction \
         cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]\",\
         \"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\",\"Message\":\"The conditional \
         request failed\",\"Item\":{\"pk\":{\"S\":\"a\"}}}]}"
    );
}

#[test]
fn members_of_actions_are_told_by_their_paths() {
    assert_invalid(
        "TransactWriteItems",
        r#"{"TransactItems":[{"Update":{"TableName":"shop","Key":{"pk":{"S":"a"}}}},{"ConditionCheck":{"TableName":"shop"}}]}"#,
        "3 validation errors detected: Value null at 'transactItems.1.member.update.updateExpression' failed to satisfy \
         constraint: Member must not be null; Value null at 'transactItems.2.member.conditionCheck.key' failed to satisfy \
         constraint: Member must not be null; Value null at 'transactItems.2.member.conditionCheck.conditionExpression' \
         failed to satisfy constraint: Member must not be null",
    );
}

#[test]
fn a_batch_reads_a_number_written_in_two_ways_once() {
    let backend = LocalBackend::new();
    ask(
        &backend,
        "CreateTable",
        r#"{"TableName":"numbers","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"n","KeyType":"HASH"}],
            "AttributeDefinitions":[{"AttributeName":"n","AttributeType":"N"}]}"#,
    );
    ask(&backend, "PutItem", r#"{"TableName":"numbers","Item":{"n":{"N":"1"}}}"#);
    let get =
        |keys: &str| ask(&backend, "BatchGetItem", &format!(r#"{{"RequestItems":{{"numbers":{{"Keys":[{keys}]}}}}}}"#));

    let once = r#"200 {"Responses":{"numbers":[{"n":{"N":"1"}}]},"UnprocessedKeys":{}}"#;
    assert_eq!(get(r#"{"n":{"N":"1"}},{"n":{"N":"1.0"}},{"n":{"N":"1e0"}}"#), once);
    let duplicates = r#"400 {"__type":"com.amazon.coral.validate#ValidationException","message":"Provided list of item keys contains duplicates"}"#;
    assert_eq!(get(r#"{"n":{"N":"1"}},{"n":{"N":"1"}}"#), duplicates);
    assert_eq!(get(r#"{"n":{"N":"1"}},{"n":{"N":"1.0"}},{"n":{"N":"1.0"}}"#), duplicates);
}

#[test]
fn return_values_are_looked_at_after_the_values_of_the_item() {
    assert_invalid(
        "PutItem",
        r#"{"TableName":"shop","Item":{"pk":{"N":"x"}},"ReturnValues":"ALL_NEW"}"#,
        "1 validation error detected: The parameter cannot be converted to a numeric value: x",
    );
    assert_invalid(
        "DeleteItem",
        r#"{"TableName":"shop","Key":{"pk":{"N":"x"}},"ReturnValues":"ALL_NEW"}"#,
        "1 validation error detected: The parameter cannot be converted to a numeric value: x",
    );
    assert_invalid(
        "PutItem",
        r#"{"TableName":"shop","Item":{},"ReturnValues":"ALL_NEW","ConditionExpression":"a ="}"#,
        "1 validation error detected: ReturnValues can only be ALL_OLD or NONE",
    );
}

#[test]
fn an_element_of_a_transaction_is_one_action() {
    assert_invalid(
        "TransactWriteItems",
        r#"{"TransactItems":[{}]}"#,
        "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request",
    );
    assert_invalid(
        "TransactWriteItems",
        r#"{"TransactItems":[{"Put":{"TableName":"shop","Item":{}},"Delete":{"TableName":"shop","Key":{}}}]}"#,
        "TransactItems can only contain one of Check, Put, Update or Delete",
    );
}

#[test]
fn segments_have_a_range() {
    let broken = |member: &str, constraint: &str| {
        format!(
            "1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have value {constraint}"
        )
    };
    for (segment, total, text) in [
        (-1, 2, broken("Segment", "greater than or equal to 0")),
        (1_000_000, 1_000_000, broken("Segment", "less than or equal to 999999")),
        (0, 0, broken("TotalSegments", "greater than or equal to 1")),
        (0, 1_000_001, broken("TotalSegments", "less than or equal to 1000000")),
    ] {
        assert_invalid(
            "Scan",
            &format!(r#"{{"TableName":"shop","Segment":{segment},"TotalSegments":{total}}}"#),
            &text,
        );
    }
}

#[test]
fn a_transaction_tells_its_share_in_each_index() {
    let backend = LocalBackend::new();
    ask(
        &backend,
        "CreateTable",
        r#"{"TableName":"shop","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
            "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"g","AttributeType":"S"}],
            "GlobalSecondaryIndexes":[{"IndexName":"gsi","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"ALL"}}]}"#,
    );
    assert_eq!(
        ask(
            &backend,
            "TransactWriteItems",
            r#"{"ReturnConsumedCapacity":"INDEXES",
                "TransactItems":[{"Put":{"TableName":"shop","Item":{"pk":{"S":"a"},"g":{"S":"b"}}}}]}"#,
        ),
        concat!(
            r#"200 {"ConsumedCapacity":[{"TableName":"shop","CapacityUnits":3.0,"WriteCapacityUnits":3.0,"#,
            r#""Table":{"CapacityUnits":2.0,"WriteCapacityUnits":2.0},"#,
            r#""GlobalSecondaryIndexes":{"gsi":{"CapacityUnits":1.0,"WriteCapacityUnits":1.0}}}]}"#
        )
    );
}

#[test]
fn placeholders_without_expressions_are_told_before_values() {
    let names = "ExpressionAttributeNames can only be specified when using expressions";
    let broken = r#"{"pk":{"N":"x"}}"#;
    assert_invalid(
        "PutItem",
        &format!(r##"{{"TableName":"shop","Item":{broken},"ExpressionAttributeNames":{{"#a":"a"}}}}"##),
        &format!("1 validation error detected: {names}"),
    );
    assert_invalid(
        "GetItem",
        &format!(r##"{{"TableName":"shop","Key":{broken},"ExpressionAttributeNames":{{"#a":"a"}}}}"##),
        names,
    );
    assert_invalid(
        "Scan",
        &format!(
            r#"{{"TableName":"shop","ExclusiveStartKey":{broken},"ExpressionAttributeValues":{{":a":{{"S":"a"}}}}}}"#
        ),
        "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null",
    );
}

#[test]
fn a_query_without_key_conditions_is_told_before_its_filter_is_read() {
    assert_invalid(
        "Query",
        r#"{"TableName":"shop","FilterExpression":"a ="}"#,
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
}
