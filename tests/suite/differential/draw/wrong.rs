//! Breaks requests, in one place each.

use serde_json::{Value, json};

use super::{Draw, MAIN};
use crate::differential::operation::Operation;

impl Draw {
    pub(super) fn break_something(&mut self, operation: &mut Operation) {
        match self.random.below(6) {
            0 | 1 if self.break_expression(&mut operation.body) => {}
            2 | 3 => self.break_value(&mut operation.body),
            4 => self.break_member(operation),
            _ => self.break_anything(&mut operation.body),
        }
    }

    /// A text of an expression with something too much or too little.
    fn break_expression(&mut self, body: &mut Value) -> bool {
        let mut expressions = Vec::new();
        places(body, &mut Vec::new(), &mut |path, value| {
            let named = matches!(path.last(), Some(Step::Name(name)) if name.ends_with("Expression"));
            if named && value.is_string() {
                expressions.push(path.to_vec());
            }
        });
        if expressions.is_empty() {
            return false;
        }
        let at = self.random.below(expressions.len());
        let Some(Value::String(text)) = find(body, &expressions[at]) else { return false };
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let at = self.random.below(words.len());
        match self.random.below(8) {
            0 => drop(words.remove(at)),
            1 => words.insert(at, words[at].clone()),
            2 => drop(words[at].pop()),
            3 => {
                words[at] = self.random.pick(&["#none", ":none", "status", "(", ")", ",", "=", "AND", "x y"]).to_owned()
            }
            4 => {
                let more =
                    ["SET", "REMOVE v", "AND", "NOT", "((", "))", "size(v)", "+ 1", "foo(v)", "[0]", ".p", "1a", "é"];
                words.insert(at, self.random.pick(&more).to_owned());
            }
            5 => words.push(self.random.pick(&[")", "AND", ",", "SET v = v", "OR v = v", "REMOVE v", ""]).to_owned()),
            6 => *text = String::new(),
            _ => words[at] = words[at].to_uppercase(),
        }
        if !text.is_empty() {
            *text = words.join(" ");
        }
        true
    }

    /// A value that is none.
    fn break_value(&mut self, body: &mut Value) {
        let mut values = Vec::new();
        places(body, &mut Vec::new(), &mut |path, value| {
            if is_value(value) {
                values.push(path.to_vec());
            }
        });
        if values.is_empty() {
            return;
        }
        let at = self.random.below(values.len());
        let Some(value) = find(body, &values[at]) else { return };
        let deep = (0..33).fold(json!({ "N": "1" }), |inner, _| json!({ "L": [inner] }));
        let broken = [
            json!({ "N": "" }),
            json!({ "N": "abc" }),
            json!({ "N": "1e126" }),
            json!({ "N": "-1e-131" }),
            json!({ "N": "123456789012345678901234567890123456789" }),
            json!({ "N": " 1" }),
            json!({ "N": "NaN" }),
            json!({ "SS": [] }),
            json!({ "NS": [] }),
            json!({ "BS": [] }),
            json!({ "SS": ["b", "a", "b"] }),
            json!({ "NS": ["1", "1.0"] }),
            json!({ "BS": ["AA==", "AA=="] }),
            json!({ "NULL": false }),
            json!({}),
            json!({ "S": "x", "N": "1" }),
            json!({ "X": "x" }),
            json!({ "M": { "": { "S": "x" } } }),
            json!({ "NS": ["1", "x"] }),
            json!({ "BOOL": true }),
            json!({ "S": "" }),
            json!({ "B": "" }),
            json!({ "L": [{ "N": "x" }] }),
            json!({ "S": "k".repeat(2049) }),
            deep,
        ];
        *value = broken[self.random.below(broken.len())].clone();
    }

    /// A member with a value that it cannot have, or that does not go with the others.
    fn break_member(&mut self, operation: &mut Operation) {
        let members = [
            ("TableName", json!("differential-none")),
            ("TableName", json!("no")),
            ("TableName", json!("not a name")),
            ("TableName", json!("")),
            ("IndexName", json!("none")),
            ("IndexName", json!("x")),
            ("Limit", json!(0)),
            ("Limit", json!(-1)),
            ("Select", json!("COUNT")),
            ("Select", json!("ALL_ATTRIBUTES")),
            ("Select", json!("ALL_PROJECTED_ATTRIBUTES")),
            ("Select", json!("SPECIFIC_ATTRIBUTES")),
            ("Select", json!("EVERYTHING")),
            ("ReturnValues", json!("ALL_NEW")),
            ("ReturnValues", json!("UPDATED_OLD")),
            ("ReturnValues", json!("all_old")),
            ("ReturnConsumedCapacity", json!("SOME")),
            ("ReturnItemCollectionMetrics", json!("ALL")),
            ("ReturnValuesOnConditionCheckFailure", json!("ALL_NEW")),
            ("ConsistentRead", json!(true)),
            ("ConditionalOperator", json!("AND")),
            ("ConditionalOperator", json!("XOR")),
            ("Expected", json!({ "v": { "Exists": true } })),
            ("Expected", json!({ "v": { "Exists": false, "Value": { "S": "x" } } })),
            ("Expected", json!({ "v": { "Value": { "S": "x" }, "ComparisonOperator": "BETWEEN" } })),
            ("AttributesToGet", json!(["v", "v"])),
            ("AttributesToGet", json!([])),
            ("ExpressionAttributeNames", json!({ "#unused": "x" })),
            ("ExpressionAttributeNames", json!({ "bad": "x" })),
            ("ExpressionAttributeNames", json!({})),
            ("ExpressionAttributeValues", json!({ ":unused": { "S": "x" } })),
            ("ExpressionAttributeValues", json!({ "bad": { "S": "x" } })),
            ("ExpressionAttributeValues", json!({})),
            ("ConditionExpression", json!("attribute_exists(PK)")),
            ("FilterExpression", json!("attribute_exists(PK)")),
            ("ProjectionExpression", json!("v, v")),
            ("ExclusiveStartKey", json!({ "PK": { "S": "p" } })),
            ("ExclusiveStartKey", json!({ "PK": { "S": "p" }, "SK": { "S": "1" }, "n": { "N": "1" } })),
            ("Segment", json!(0)),
            ("TotalSegments", json!(2)),
            ("Unknown", json!({ "a": 1 })),
            ("ClientRequestToken", json!("")),
            ("ClientRequestToken", json!("a token that is longer than thirty-six characters")),
            ("TransactItems", json!([])),
            ("RequestItems", json!({})),
            ("RequestItems", json!({ MAIN: [] })),
            ("RequestItems", json!({ MAIN: { "Keys": [] } })),
        ];
        // A member that the operation has, or might have, is worth more than one that it ignores.
        for _ in 0..8 {
            let (name, value) = &members[self.random.below(members.len())];
            let there = operation.body.get(name).is_some();
            if there || known(operation.name, name) {
                operation.body[*name] = value.clone();
                return;
            }
        }
    }

    /// Leaves out a part of the request, or gives it another type.
    fn break_anything(&mut self, body: &mut Value) {
        let mut all = Vec::new();
        places(body, &mut Vec::new(), &mut |path, _| all.push(path.to_vec()));
        if all.is_empty() {
            return;
        }
        let path = &all[self.random.below(all.len())];
        let Some((last, parent)) = path.split_last() else { return };
        if self.random.rarely(2) {
            match (find(body, parent), last) {
                (Some(Value::Object(members)), Step::Name(name)) => drop(members.remove(name)),
                (Some(Value::Array(list)), Step::At(at)) => drop(list.remove(*at)),
                _ => {}
            }
            return;
        }
        let Some(value) = find(body, path) else { return };
        let others = [json!(7), json!("text"), json!(true), json!(null), json!([]), json!({}), json!(1.5)];
        *value = others[self.random.below(others.len())].clone();
    }
}

/// Returns whether an operation is likely to have a member.
fn known(operation: &str, member: &str) -> bool {
    let reads = matches!(operation, "GetItem" | "Query" | "Scan" | "BatchGetItem");
    let pages = matches!(operation, "Query" | "Scan");
    let writes = matches!(operation, "PutItem" | "UpdateItem" | "DeleteItem");
    match member {
        "Limit" | "Select" | "FilterExpression" | "ExclusiveStartKey" | "IndexName" => pages,
        "Segment" | "TotalSegments" => operation == "Scan",
        "ConsistentRead" => reads && operation != "BatchGetItem",
        "AttributesToGet" | "ProjectionExpression" => pages || operation == "GetItem",
        "ConditionExpression" | "Expected" | "ReturnValues" | "ReturnValuesOnConditionCheckFailure" => writes,
        "ConditionalOperator" => writes || pages,
        "ExpressionAttributeNames" => writes || pages || operation == "GetItem",
        "ExpressionAttributeValues" => writes || pages,
        "ReturnConsumedCapacity" | "Unknown" => true,
        "ReturnItemCollectionMetrics" => !reads && operation != "TransactGetItems",
        "ClientRequestToken" => operation == "TransactWriteItems",
        "TransactItems" => operation.starts_with("Transact"),
        "RequestItems" => operation.starts_with("Batch"),
        _ => false,
    }
}

#[derive(Clone, Debug)]
enum Step {
    Name(String),
    At(usize),
}

/// Calls for every part of a value, with its place.
fn places(value: &Value, path: &mut Vec<Step>, each: &mut dyn FnMut(&[Step], &Value)) {
    if !path.is_empty() {
        each(path, value);
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                path.push(Step::Name(name.clone()));
                places(member, path, each);
                path.pop();
            }
        }
        Value::Array(list) => {
            for (at, element) in list.iter().enumerate() {
                path.push(Step::At(at));
                places(element, path, each);
                path.pop();
            }
        }
        _ => {}
    }
}

fn find<'v>(value: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Name(name) => value.get_mut(name),
        Step::At(at) => value.get_mut(at),
    })
}

/// Returns whether this looks like an attribute value.
fn is_value(value: &Value) -> bool {
    const TYPES: [&str; 10] = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"];
    value.as_object().is_some_and(|members| members.len() == 1 && members.keys().all(|name| TYPES.contains(&&**name)))
}
