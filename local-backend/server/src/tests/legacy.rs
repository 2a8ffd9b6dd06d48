//! Parameters from before expressions, as the wire alone has them.

use super::*;

#[track_caller]
fn assert_invalid(operation: &str, body: &str, text: &str) {
    let expected = format!(r#"400 {{"__type":"com.amazon.coral.validate#ValidationException","message":"{text}"}}"#);
    assert_eq!(ask(&shop(), operation, body), expected, "{body}");
}

const OF_A: &str = r#""KeyConditions":{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}"#;

/// Programs of the time when filters and projections were expressions, and key conditions not yet, send both in one request.
#[test]
fn key_conditions_of_old_go_with_newer_filters_and_projections() {
    let backend = shop();
    ask(&backend, "PutItem", r#"{"TableName":"shop","Item":{"pk":{"S":"a"},"n":{"N":"1"},"t":{"S":"x"}}}"#);
    let query = |rest: &str| ask(&backend, "Query", &format!(r#"{{"TableName":"shop",{OF_A},{rest}}}"#));

    assert_eq!(query(r#""ProjectionExpression":"t""#), r#"200 {"Items":[{"t":{"S":"x"}}],"Count":1,"ScannedCount":1}"#);
    assert_eq!(
        query(r#""FilterExpression":"n > :n","ExpressionAttributeValues":{":n":{"N":"1"}}"#),
        r#"200 {"Items":[],"Count":0,"ScannedCount":1}"#
    );
}

#[test]
fn all_else_of_old_does_not_go_with_expressions() {
    let mixed = |legacy: &str, expressions: &str| {
        format!(
            "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: \
             {{{legacy}}} Expression parameters: {{{expressions}}}"
        )
    };
    assert_invalid(
        "Query",
        &format!(r#"{{"TableName":"shop",{OF_A},"KeyConditionExpression":"pk = :a","ProjectionExpression":"t"}}"#),
        &mixed("KeyConditions", "ProjectionExpression, KeyConditionExpression"),
    );
    assert_invalid(
        "Query",
        &format!(r#"{{"TableName":"shop",{OF_A},"QueryFilter":{{}},"ProjectionExpression":"t"}}"#),
        &mixed("QueryFilter", "ProjectionExpression"),
    );
    assert_invalid(
        "Query",
        r#"{"TableName":"shop","AttributesToGet":["t"],"KeyConditionExpression":"pk = :a"}"#,
        &mixed("AttributesToGet", "KeyConditionExpression"),
    );
}

#[test]
fn empty_key_conditions_are_none() {
    assert_invalid(
        "Query",
        r#"{"TableName":"shop","KeyConditions":{}}"#,
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
    );
}

#[test]
fn an_update_of_old_has_words_of_its_own_for_an_attribute_of_another_type() {
    let backend = shop();
    ask(&backend, "PutItem", r#"{"TableName":"shop","Item":{"pk":{"S":"a"},"t":{"S":"x"}}}"#);
    let update = |rest: &str| {
        ask(&backend, "UpdateItem", &format!(r#"{{"TableName":"shop","Key":{{"pk":{{"S":"a"}}}},{rest}}}"#))
    };
    let refused =
        |text: &str| format!(r#"400 {{"__type":"com.amazon.coral.validate#ValidationException","message":"{text}"}}"#);

    for change in [
        r#"{"Action":"ADD","Value":{"N":"1"}}"#,
        r#"{"Action":"ADD","Value":{"SS":["x"]}}"#,
        r#"{"Action":"ADD","Value":{"L":[]}}"#,
        r#"{"Action":"DELETE","Value":{"SS":["x"]}}"#,
    ] {
        let answer = update(&format!(r#""AttributeUpdates":{{"t":{change}}}"#));
        assert_eq!(answer, refused("Type mismatch for attribute to update"), "{change}");
    }
    assert_eq!(
        update(r#""UpdateExpression":"ADD t :n","ExpressionAttributeValues":{":n":{"N":"1"}}"#),
        refused("An operand in the update expression has an incorrect data type")
    );
}

#[test]
fn of_entries_for_one_attribute_the_last_counts() {
    // Both were carried out, and the item had the attribute twice.
    let backend = shop();
    let update = r#"{"TableName":"shop","Key":{"pk":{"S":"a"}},"ReturnValues":"ALL_NEW","AttributeUpdates":{
        "t":{"Value":{"S":"first"}},"n":{"Action":"ADD","Value":{"N":"1"}},"t":{"Value":{"S":"last"}}}}"#;
    let put = r#"{"TableName":"shop","Item":{"pk":{"S":"a"}},"Expected":{
        "t":{"Value":{"S":"first"}},"t":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"last"}]}}}"#;

    let updated = ask(&backend, "UpdateItem", update);

    assert_eq!(updated, r#"200 {"Attributes":{"pk":{"S":"a"},"t":{"S":"last"},"n":{"N":"1"}}}"#);
    assert_eq!(ask(&backend, "PutItem", put), "200 {}");
}
