//! Requests of DynamoDB's protocol: what only it has, such as the parameters that were there before expressions, and the text of
//! what the trait has as trees. Names and the attributes that they name grow together.

use monotable_local::LocalBackend;
use monotable_server::answer;

use super::{Case, Request};

/// All that can repeat.
pub(crate) fn all() -> Vec<Case> {
    let case = |name, few, prepare| Case { name, few, prepare };
    vec![
        case("attribute_updates", 300, |n| {
            let changes = entries(n, |at| format!(r#"{{"Value":{{"N":"{at}"}}}}"#));
            ask(
                wide(n),
                "UpdateItem",
                format!(r#"{{{KEY},"AttributeUpdates":{changes},"ReturnValues":"UPDATED_NEW"}}"#),
            )
        }),
        case("attribute_deletes", 300, |n| {
            let changes = entries(n, |_| r#"{"Action":"DELETE"}"#.to_owned());
            ask(wide(n), "UpdateItem", format!(r#"{{{KEY},"AttributeUpdates":{changes}}}"#))
        }),
        case("expected", 300, |n| {
            let expected = entries(n, |at| format!(r#"{{"Value":{{"N":"{at}"}}}}"#));
            let item = format!(r#"{{{PK}}}"#);
            ask(wide(n), "PutItem", format!(r#"{{"TableName":"shop","Item":{item},"Expected":{expected}}}"#))
        }),
        case("scan_filters", 300, |n| {
            let filter =
                entries(n, |at| format!(r#"{{"ComparisonOperator":"EQ","AttributeValueList":[{{"N":"{at}"}}]}}"#));
            ask(wide(n), "Scan", format!(r#"{{"TableName":"shop","ScanFilter":{filter}}}"#))
        }),
        case("attributes_to_get", 300, |n| {
            ask(wide(n), "GetItem", format!(r#"{{{KEY},"AttributesToGet":[{}]}}"#, names(n)))
        }),
        case("key_conditions_of_old", 300, |n| {
            let conditions =
                entries(n, |_| r#"{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}"#.to_owned());
            refused(wide(1), "Query", format!(r#"{{"TableName":"shop","KeyConditions":{conditions}}}"#))
        }),
        case("paths_of_a_removal", 150, |n| {
            let paths: Vec<String> = (0..n).map(|at| format!("a{at}")).collect();
            let update = format!(r#"{{{KEY},"UpdateExpression":"REMOVE {}"}}"#, paths.join(","));
            ask(wide(n), "UpdateItem", update)
        }),
        case("members_of_a_map_that_are_read", 100, |n| {
            let paths: Vec<String> = (0..n).map(|at| format!("m.a{at}")).collect();
            ask(nested(n), "GetItem", format!(r#"{{{KEY},"ProjectionExpression":"{}"}}"#, paths.join(",")))
        }),
        case("comparisons_of_a_large_map", 30, |n| {
            // The map has as many members as there are comparisons, in another order.
            let members: Vec<String> = (0..n).rev().map(|at| format!(r#""a{at}":{{"N":"{at}"}}"#)).collect();
            let condition = vec!["m <> :m"; n].join(" OR ");
            let put = format!(
                r#"{{"TableName":"shop","Item":{{{PK}}},"ConditionExpression":"NOT ({condition})",
                "ExpressionAttributeValues":{{":m":{{"M":{{{}}}}}}}}}"#,
                members.join(",")
            );
            ask(nested(n), "PutItem", put)
        }),
        case("names_of_placeholders", 100, |n| {
            let placed: Vec<String> = (0..n).map(|at| format!(r##""#n{at}":"a{at}""##)).collect();
            let paths: Vec<String> = (0..n).map(|at| format!("#n{at}")).collect();
            let get = format!(
                r#"{{{KEY},"ProjectionExpression":"{}","ExpressionAttributeNames":{{{}}}}}"#,
                paths.join(","),
                placed.join(",")
            );
            ask(wide(n), "GetItem", get)
        }),
        case("unused_placeholders", 500, |n| {
            let placed: Vec<String> = (0..n).map(|at| format!(r#"":n{at}":{{"N":"{at}"}}"#)).collect();
            let get = format!(
                r#"{{{KEY},"UpdateExpression":"SET x = :n0","ExpressionAttributeValues":{{{}}}}}"#,
                placed.join(",")
            );
            refused(wide(1), "UpdateItem", get)
        }),
        case("updates_of_indexes", 500, |n| {
            let updates: Vec<String> = (0..n)
                .map(|at| {
                    format!(
                        r#"{{"Create":{{"IndexName":"index-{at}","KeySchema":[{{"AttributeName":"a{at}","KeyType":"HASH"}}],
                        "Projection":{{"ProjectionType":"ALL"}}}}}}"#
                    )
                })
                .collect();
            let update = format!(
                r#"{{"TableName":"shop","AttributeDefinitions":[{}],"GlobalSecondaryIndexUpdates":[{}]}}"#,
                definitions(n),
                updates.join(",")
            );
            refused(wide(1), "UpdateTable", update)
        }),
        case("definitions_and_indexes_of_a_table", 500, |n| {
            let indexes: Vec<String> = (0..n)
                .map(|at| {
                    format!(
                        r#"{{"IndexName":"index-{at}","KeySchema":[{{"AttributeName":"a{at}","KeyType":"HASH"}}],
                        "Projection":{{"ProjectionType":"ALL"}}}}"#
                    )
                })
                .collect();
            let create = format!(
                r#"{{"TableName":"new","BillingMode":"PAY_PER_REQUEST","KeySchema":[{{"AttributeName":"pk","KeyType":"HASH"}}],
                "AttributeDefinitions":[{{"AttributeName":"pk","AttributeType":"S"}},{}],"GlobalSecondaryIndexes":[{}]}}"#,
                definitions(n),
                indexes.join(",")
            );
            refused(wide(1), "CreateTable", create)
        }),
        case("actions_that_are_too_many", 500, |n| {
            let put = r#"{"Put":{"TableName":"shop","Item":{"pk":{"S":"a"}}}}"#;
            refused(wide(1), "TransactWriteItems", format!(r#"{{"TransactItems":[{}]}}"#, vec![put; n].join(",")))
        }),
        case("tables_of_a_batch_that_are_too_many", 500, |n| {
            let tables: Vec<String> = (0..n).map(|at| format!(r#""table{at}":{{"Keys":[{{{PK}}}]}}"#)).collect();
            refused(wide(1), "BatchGetItem", format!(r#"{{"RequestItems":{{{}}}}}"#, tables.join(",")))
        }),
        case("members_that_nobody_knows", 500, |n| {
            let members: Vec<String> = (0..n).map(|at| format!(r#""x{at}":[{at}]"#)).collect();
            ask(wide(1), "GetItem", format!(r#"{{{KEY},{}}}"#, members.join(",")))
        }),
        case("members_of_a_set_of_the_older_checks", 300, |n| {
            let members: Vec<String> = (0..n).rev().map(|at| format!(r#""{at:06}""#)).collect();
            let put = format!(
                r#"{{"RequestItems":{{"shop":[{{"PutRequest":{{"Item":{{{PK},"s":{{"SS":[{}]}}}}}}}}]}}}}"#,
                members.join(",")
            );
            ask(wide(1), "BatchWriteItem", put)
        }),
    ]
}

const PK: &str = r#""pk":{"S":"a"}"#;
const KEY: &str = r#""TableName":"shop","Key":{"pk":{"S":"a"}}"#;

fn entries(n: usize, entry: impl Fn(usize) -> String) -> String {
    let entries: Vec<String> = (0..n).map(|at| format!(r#""a{at}":{}"#, entry(at))).collect();
    format!("{{{}}}", entries.join(","))
}

fn names(n: usize) -> String {
    (0..n).map(|at| format!(r#""a{at}""#)).collect::<Vec<_>>().join(",")
}

fn definitions(n: usize) -> String {
    let all = (0..n).map(|at| format!(r#"{{"AttributeName":"a{at}","AttributeType":"S"}}"#));
    all.collect::<Vec<_>>().join(",")
}

fn numbers(n: usize) -> String {
    (0..n).map(|at| format!(r#""a{at}":{{"N":"{at}"}}"#)).collect::<Vec<_>>().join(",")
}

/// A table with an item of so many attributes.
fn wide(n: usize) -> LocalBackend {
    holding(&numbers(n))
}

/// A table with an item that has a map of so many members.
fn nested(n: usize) -> LocalBackend {
    holding(&format!(r#""m":{{"M":{{{}}}}}"#, numbers(n)))
}

fn holding(attributes: &str) -> LocalBackend {
    let shop = LocalBackend::new();
    let create = r#"{"TableName":"shop","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}]}"#;
    send(&shop, "CreateTable", create, 200);
    send(&shop, "PutItem", &format!(r#"{{"TableName":"shop","Item":{{{PK},{attributes}}}}}"#), 200);
    shop
}

fn send(shop: &LocalBackend, operation: &str, body: &str, status: u16) {
    let answer = answer(shop, &format!("DynamoDB_20120810.{operation}"), body.as_bytes());
    let text = || String::from_utf8_lossy(&answer.body).chars().take(500).collect::<String>();
    assert_eq!(answer.status, status, "{operation}: {}", text());
}

fn ask(shop: LocalBackend, operation: &'static str, body: String) -> Request {
    Box::new(move || send(&shop, operation, &body, 200))
}

fn refused(shop: LocalBackend, operation: &'static str, body: String) -> Request {
    Box::new(move || send(&shop, operation, &body, 400))
}
