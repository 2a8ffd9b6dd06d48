//! Bodies that are no requests: not JSON, of the wrong types, too deep.

use super::*;

const NOT_JSON: &str = r#"400 {"__type":"com.amazon.coral.service#SerializationException"}"#;
const TOO_DEEP: &str = "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond \
     supported limit";

#[track_caller]
fn assert_unreadable(operation: &str, body: &str, text: &str) {
    let expected = format!(r#"400 {{"__type":"com.amazon.coral.service#SerializationException","Message":"{text}"}}"#);
    assert_eq!(ask(&shop(), operation, body), expected, "{body}");
}

#[track_caller]
fn assert_invalid(operation: &str, body: &str, text: &str) {
    let expected = format!(r#"400 {{"__type":"com.amazon.coral.validate#ValidationException","message":"{text}"}}"#);
    assert_eq!(ask(&shop(), operation, body), expected, "{body}");
}

fn put(value: &str) -> String {
    format!(r#"{{"TableName":"shop","Item":{{"pk":{{"S":"a"}},"v":{value}}}}}"#)
}

#[test]
fn what_is_not_json_is_refused_without_a_word() {
    let backend = shop();
    let bodies: [&[u8]; 14] = [
        b"",
        b" ",
        b"{",
        b"[]",
        b"7",
        b"null",
        b"\"text\"",
        b"{\"TableName\":\"shop\"",
        b"{\"TableName\":\"shop\"} {}",
        b"{\"TableName\":\"shop\",}",
        b"{'TableName':'shop'}",
        b"{\"TableName\":\"\\ud800\"}",
        b"{\"TableName\":\"\xff\xfe\"}",
        b"{\"TableName\":\"a\nb\"}",
    ];
    for body in bodies {
        assert_eq!(ask_bytes(&backend, "DescribeTable", body), NOT_JSON, "{}", String::from_utf8_lossy(body));
        assert_eq!(ask_bytes(&backend, "GetItem", body), NOT_JSON, "{}", String::from_utf8_lossy(body));
    }
}

#[test]
fn a_request_that_is_cut_off_anywhere_is_not_json() {
    let backend = shop();
    let whole = put(r#"{"M":{"list":{"L":[{"N":"1"},{"BOOL":true}]},"set":{"SS":["x","y"]}}}"#);
    assert_eq!(ask(&backend, "PutItem", &whole), "200 {}");

    for end in 0..whole.len() {
        assert_eq!(ask(&backend, "PutItem", &whole[..end]), NOT_JSON, "{}", &whole[..end]);
    }
}

#[test]
fn broken_json_comes_before_an_unknown_operation_and_wrong_types() {
    let backend = shop();

    assert_eq!(ask(&backend, "Nothing", "{"), NOT_JSON);
    assert_eq!(ask(&backend, "GetItem", r#"{"TableName":7,"Key":"#), NOT_JSON);
}

#[test]
fn a_wrong_type_is_told() {
    assert_unreadable("GetItem", r#"{"TableName":7}"#, "NUMBER_VALUE cannot be converted to String");
    assert_unreadable("GetItem", r#"{"TableName":-7.5}"#, "DECIMAL_VALUE cannot be converted to String");
    assert_unreadable("GetItem", r#"{"TableName":true}"#, "TRUE_VALUE cannot be converted to String");
    assert_unreadable("GetItem", r#"{"TableName":false}"#, "FALSE_VALUE cannot be converted to String");
    assert_unreadable("GetItem", r#"{"TableName":[]}"#, "Unrecognized collection type class java.lang.String");
    assert_unreadable("GetItem", r#"{"TableName":{}}"#, "Start of structure or map found where not expected");
    assert_unreadable("Scan", r#"{"Limit":"7"}"#, "STRING_VALUE cannot be converted to Integer");
    assert_unreadable("Scan", r#"{"ConsistentRead":"on"}"#, "Unexpected token received from parser");
    assert_unreadable("GetItem", r#"{"Key":"a"}"#, "Unexpected field type");
    assert_unreadable("GetItem", r#"{"Key":{"pk":"a"}}"#, "Unexpected value type in payload");
    assert_unreadable("GetItem", r#"{"AttributesToGet":"a"}"#, "Unexpected field type");
}

#[test]
fn a_list_in_place_of_something_else_is_told_with_the_class_of_that() {
    let structure =
        |class: &str| format!("Unrecognized collection type class com.amazonaws.dynamodb.v20120810.{class}");
    let map = |class: &str| format!("Unrecognized collection type java.util.Map<java.lang.String, {class}>");
    let own = |class: &str| map(&format!("com.amazonaws.dynamodb.v20120810.{class}"));
    let cases = [
        ("GetItem", r#"{"Key":[]}"#, own("AttributeValue")),
        ("GetItem", r#"{"Key":{"pk":[]}}"#, structure("AttributeValue")),
        ("GetItem", r#"{"ExpressionAttributeNames":[]}"#, map("java.lang.String")),
        ("PutItem", r#"{"Item":{"pk":{"M":[]}}}"#, own("AttributeValue")),
        ("PutItem", r#"{"Expected":[]}"#, own("ExpectedAttributeValue")),
        ("PutItem", r#"{"Expected":{"a":[]}}"#, structure("ExpectedAttributeValue")),
        ("UpdateItem", r#"{"AttributeUpdates":[]}"#, own("AttributeValueUpdate")),
        ("UpdateItem", r#"{"AttributeUpdates":{"a":{"Value":"a"}}}"#, "Unexpected field type".to_owned()),
        ("Query", r#"{"KeyConditions":{"a":[]}}"#, structure("Condition")),
        ("BatchGetItem", r#"{"RequestItems":[]}"#, own("KeysAndAttributes")),
        ("BatchGetItem", r#"{"RequestItems":{"shop":[]}}"#, structure("KeysAndAttributes")),
        (
            "BatchWriteItem",
            r#"{"RequestItems":[]}"#,
            map("java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>"),
        ),
        ("BatchWriteItem", r#"{"RequestItems":{"shop":[[]]}}"#, structure("WriteRequest")),
        ("BatchWriteItem", r#"{"RequestItems":{"shop":[{"DeleteRequest":[]}]}}"#, structure("DeleteRequest")),
        ("TransactWriteItems", r#"{"TransactItems":[[]]}"#, structure("TransactWriteItem")),
        ("TransactWriteItems", r#"{"TransactItems":[{"Put":[]}]}"#, structure("Put")),
        ("TransactGetItems", r#"{"TransactItems":[{"Get":[]}]}"#, structure("Get")),
        ("CreateTable", r#"{"KeySchema":[[]]}"#, structure("KeySchemaElement")),
        ("CreateTable", r#"{"AttributeDefinitions":[[]]}"#, structure("AttributeDefinition")),
        ("CreateTable", r#"{"GlobalSecondaryIndexes":[[]]}"#, structure("GlobalSecondaryIndex")),
        ("CreateTable", r#"{"LocalSecondaryIndexes":[{"Projection":[]}]}"#, structure("Projection")),
        ("CreateTable", r#"{"ProvisionedThroughput":[]}"#, structure("ProvisionedThroughput")),
        ("UpdateTable", r#"{"GlobalSecondaryIndexUpdates":[[]]}"#, structure("GlobalSecondaryIndexUpdate")),
        ("TagResource", r#"{"Tags":[[]]}"#, structure("Tag")),
    ];
    for (operation, body, text) in cases {
        assert_unreadable(operation, body, &text);
    }
}

#[test]
fn a_scalar_where_lists_and_maps_nest_is_told_in_words_of_its_own() {
    let nested = "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class \
                  (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base \
                  of loader 'bootstrap')";
    assert_unreadable("BatchGetItem", r#"{"RequestItems":{"shop":{"Keys":["a"]}}}"#, nested);
    assert_unreadable("BatchWriteItem", r#"{"RequestItems":{"shop":7}}"#, nested);
}

#[test]
fn a_text_can_mean_a_boolean() {
    let backend = shop();
    for (text, value) in [("true", true), ("YES", true), ("1", true), ("False", false), ("no", false), ("0", false)] {
        assert_eq!(ask(&backend, "PutItem", &put(&format!(r#"{{"BOOL":"{text}"}}"#))), "200 {}");
        let body = ask(&backend, "GetItem", r#"{"TableName":"shop","Key":{"pk":{"S":"a"}}}"#);
        assert!(body.contains(&format!(r#"{{"BOOL":{value}}}"#)), "{text}: {body}");
    }
}

#[test]
fn a_wrong_type_within_a_value_is_told() {
    let cases = [
        (r#"{"S":7}"#, "NUMBER_VALUE cannot be converted to String"),
        (r#"{"N":7}"#, "NUMBER_VALUE cannot be converted to String"),
        (r#"{"BOOL":"on"}"#, "Unexpected token received from parser"),
        (r#"{"B":7}"#, "only base-64-encoded strings are convertible to bytes"),
        (r#"{"B":"abcde"}"#, "Base64 encoded length is expected a multiple of 4 bytes but found: 5"),
        (r#"{"B":"AB=="}"#, "Invalid last non-pad Base64 character dectected"),
        (r#"{"SS":"a"}"#, "Unexpected field type"),
        (r#"{"SS":[7]}"#, "NUMBER_VALUE cannot be converted to String"),
        (r#"{"L":{}}"#, "Start of structure or map found where not expected"),
        (r#"{"L":["a"]}"#, "Unexpected value type in payload"),
        (r#"{"M":7}"#, "Unexpected field type"),
        (r#"{"M":{"a":{"L":[{"S":true}]}}}"#, "TRUE_VALUE cannot be converted to String"),
        (r#"{"S":"a","L":[{"S":true}]}"#, "TRUE_VALUE cannot be converted to String"),
        (r#"{"L":[],"M":{"a":"b"}}"#, "Unexpected value type in payload"),
    ];
    for (value, text) in cases {
        assert_unreadable("PutItem", &put(value), text);
    }
}

#[test]
fn a_wrong_type_comes_before_a_wrong_value() {
    assert_unreadable(
        "PutItem",
        r#"{"TableName":"shop","Item":{"pk":{"S":"a"},"n":{"N":"x"},"m":{"N":7}}}"#,
        "NUMBER_VALUE cannot be converted to String",
    );
}

#[test]
fn a_value_has_one_type() {
    let none = "1 validation error detected: Supplied AttributeValue is empty, must contain exactly one of the supported \
                datatypes";
    let two = "1 validation error detected: Supplied AttributeValue has more than one datatypes set, must contain exactly one \
               of the supported datatypes";
    let number = "1 validation error detected: The parameter cannot be converted to a numeric value: x";
    let cases = [
        ("{}", none),
        (r#"{"X":"unknown"}"#, none),
        (r#"{"S":null}"#, none),
        (r#"{"L":[{}]}"#, none),
        (r#"{"L":[null]}"#, none),
        (r#"{"S":"a","N":"1"}"#, two),
        (r#"{"S":"a","L":[{"M":{"a":{"S":"b"}}}],"M":{}}"#, two),
        (r#"{"M":{"a":{"S":"a","L":[]}}}"#, two),
        (r#"{"S":"a","N":"x"}"#, number),
        (r#"{"NS":["1","x"]}"#, number),
    ];
    for (value, text) in cases {
        assert_invalid("PutItem", &put(value), text);
    }
}

#[test]
fn null_is_true() {
    assert_invalid(
        "PutItem",
        &put(r#"{"NULL":false}"#),
        "1 validation error detected: One or more parameter values were invalid: Null attribute value types must have the \
         value of true",
    );
}

#[test]
fn members_that_are_null_or_unknown_are_passed_over() {
    let backend = shop();
    let body = r#"{"Unknown":{"a":[1,2.5e3,{"b":null}]},"TableName":"shop","ConditionExpression":null,
                   "Item":{"pk":{"S":"a","X":7},"gone":null}}"#;

    assert_eq!(ask(&backend, "PutItem", body), "200 {}");
    assert_eq!(
        ask(&backend, "GetItem", r#"{"TableName":"shop","Key":{"pk":{"S":"a"}}}"#),
        r#"200 {"Item":{"pk":{"S":"a"}}}"#
    );
}

#[test]
fn a_value_may_be_32_levels_deep() {
    let lists = |depth: usize| put(&format!("{}{}{}", r#"{"L":["#.repeat(depth), r#"{"S":"x"}"#, "]}".repeat(depth)));
    let maps =
        |depth: usize| put(&format!("{}{}{}", r#"{"M":{"m":"#.repeat(depth), r#"{"S":"x"}"#, "}}".repeat(depth)));
    let backend = shop();

    for body in [lists(31), maps(31)] {
        assert_eq!(ask(&backend, "PutItem", &body), "200 {}");
    }
    for depth in [32, 47, 48, 49, 100, 3000, 100_000] {
        for body in [lists(depth), maps(depth)] {
            assert_invalid("PutItem", &body, &format!("1 validation error detected: {TOO_DEEP}"));
        }
    }
}

#[test]
fn brackets_without_end_are_not_json() {
    let backend = shop();
    for bracket in ["[", "{\"a\":", "{\"L\":[", "{\"M\":{\"m\":"] {
        let many = bracket.repeat(3000);
        assert_eq!(ask(&backend, "PutItem", &many), NOT_JSON, "{bracket}");
        assert_eq!(ask(&backend, "PutItem", &put(&many)), NOT_JSON, "{bracket}");
        assert_eq!(ask(&backend, "PutItem", &format!(r#"{{"Unknown":{many}"#)), NOT_JSON, "{bracket}");
    }
}

#[test]
fn parentheses_without_end_are_a_syntax_error() {
    for expression in ["(".repeat(3000), format!("{}a", "NOT ".repeat(1000)), format!("a = {}", "size(".repeat(800))] {
        let body =
            format!(r#"{{"TableName":"shop","Item":{{"pk":{{"S":"a"}}}},"ConditionExpression":"{expression}"}}"#);
        let answer = ask(&shop(), "PutItem", &body);
        assert!(answer.contains("ValidationException"), "{answer}");
        assert!(answer.contains("Invalid ConditionExpression: "), "{answer}");
    }
}

#[test]
fn very_many_small_things_are_answered_at_once() {
    // The names of an item were once compared with each other, and every broken constraint was kept: a few megabytes kept a
    // thread busy for minutes, or took gigabytes. Not measured here, but nobody would wait for this test.
    let backend = shop();
    let attributes: Vec<String> = (0..200_000).map(|number| format!(r#""a{number}":{{"NULL":true}}"#)).collect();
    let put = format!(r#"{{"TableName":"shop","Item":{{"pk":{{"S":"a"}},{}}}}}"#, attributes.join(","));
    let actions = format!(r#"{{"TransactItems":[{}{{}}]}}"#, r#"{"Put":{}},"#.repeat(150_000));
    let definitions = format!(r#"{{"TableName":"new","AttributeDefinitions":[{}{{}}]}}"#, "{},".repeat(1_000_000));

    let names: Vec<String> = (0..200_000).map(|number| format!(r#""a{number}""#)).collect();
    let get = format!(r#"{{"TableName":"shop","Key":{{"pk":{{"S":"a"}}}},"AttributesToGet":[{}]}}"#, names.join(","));
    let set = format!(r#"{{"TableName":"shop","Item":{{"pk":{{"S":"a"}},"set":{{"SS":[{}]}}}}}}"#, names.join(","));

    let put = ask(&backend, "PutItem", &put);
    let set = ask(&backend, "PutItem", &set);
    let get = ask(&backend, "GetItem", &get);
    let transaction = ask(&backend, "TransactWriteItems", &actions);
    let table = ask(&backend, "CreateTable", &definitions);

    assert!(put.contains("Item size has exceeded the maximum allowed size"), "{put}");
    // A list is not cut short where that would make it fit.
    assert_eq!(set, put);
    assert!(get.contains("Member must have length less than or equal to 5000"), "{get}");
    assert!(transaction.contains(" validation errors detected: "), "{transaction}");
    assert!(table.contains(" validation errors detected: ") && table.len() < 5000, "{table}");
}
