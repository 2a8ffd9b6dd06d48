//! Batches and transactions, over both tables.

use serde_json::{Map, Value, json};

use super::expressions::Words;
use super::values::NAMES;
use super::{Draw, MAIN, SIDE};
use crate::differential::operation::Operation;

impl Draw {
    pub(super) fn batch_get(&mut self) -> Operation {
        let mut tables = Map::new();
        for table in self.tables_of_a_batch() {
            let mut keys = self.keys(table);
            if table == SIDE && self.random.rarely(20) {
                let form = |number: &str| Map::from_iter([("id".to_owned(), json!({ "N": number }))]);
                keys = vec![form("1"), form("2"), form("1.0")];
            }
            let mut request = json!({ "Keys": keys });
            let mut words = Words::default();
            match self.random.below(6) {
                0 => request["AttributesToGet"] = self.attributes(),
                1 | 2 => request["ProjectionExpression"] = json!(self.projection(&mut words)),
                _ => {}
            }
            self.consistent(&mut request);
            words.write(&mut request);
            tables.insert(table.to_owned(), request);
        }
        let mut body = json!({ "RequestItems": tables });
        self.report_capacity(&mut body);
        Operation::new("BatchGetItem", body)
    }

    pub(super) fn batch_write(&mut self) -> Operation {
        let mut tables = Map::new();
        for table in self.tables_of_a_batch() {
            let requests: Vec<Value> = self
                .keys(table)
                .into_iter()
                .map(|key| match self.random.rarely(3) {
                    true => json!({ "DeleteRequest": { "Key": key } }),
                    false => json!({ "PutRequest": { "Item": self.around(key) } }),
                })
                .collect();
            tables.insert(table.to_owned(), json!(requests));
        }
        let mut body = json!({ "RequestItems": tables });
        self.report_capacity(&mut body);
        self.report_collections(&mut body);
        Operation::new("BatchWriteItem", body)
    }

    pub(super) fn transact_get(&mut self) -> Operation {
        let mut actions = Vec::new();
        for (table, key) in self.places() {
            let mut get = json!({ "TableName": table, "Key": key });
            let mut words = Words::default();
            if self.random.rarely(3) {
                get["ProjectionExpression"] = json!(self.projection(&mut words));
            }
            words.write(&mut get);
            actions.push(json!({ "Get": get }));
        }
        let mut body = json!({ "TransactItems": actions });
        self.report_capacity(&mut body);
        Operation::new("TransactGetItems", body)
    }

    pub(super) fn transact_write(&mut self) -> Operation {
        let mut actions = Vec::new();
        for (table, key) in self.places() {
            let mut words = Words::default();
            let mut action = json!({ "TableName": table });
            let kind = self.random.pick(&["Put", "Put", "Update", "Update", "Delete", "ConditionCheck"]);
            match kind {
                "Put" => action["Item"] = Value::Object(self.around(key)),
                _ => action["Key"] = Value::Object(key),
            }
            if kind == "Update" {
                // No keys: the server would change them.
                action["UpdateExpression"] = json!(self.update(&mut words, &[]));
            }
            if kind == "ConditionCheck" || self.random.rarely(5) {
                action["ConditionExpression"] = json!(match self.random.rarely(3) {
                    true => self.condition(&mut words, &NAMES, 1),
                    false => "attribute_not_exists(nothing)".to_owned(),
                });
                self.old_on_failure(&mut action);
            }
            words.write(&mut action);
            actions.push(json!({ kind: action }));
        }
        let mut body = json!({ "TransactItems": actions });
        if self.random.rarely(4) {
            // Now and then one that has been used before.
            self.tokens += usize::from(self.tokens == 0 || !self.random.rarely(3));
            body["ClientRequestToken"] = json!(format!("token-{}", self.tokens));
        }
        self.report_capacity(&mut body);
        self.report_collections(&mut body);
        Operation::new("TransactWriteItems", body)
    }

    fn tables_of_a_batch(&mut self) -> Vec<&'static str> {
        match self.random.below(4) {
            0 => vec![SIDE],
            1 => vec![MAIN, SIDE],
            _ => vec![MAIN],
        }
    }

    /// Keys of a table, each once but seldom.
    fn keys(&mut self, table: &str) -> Vec<Map<String, Value>> {
        let mut keys: Vec<Map<String, Value>> = Vec::new();
        for _ in 0..1 + self.random.below(5) {
            let key = if table == MAIN { self.key() } else { self.side_key() };
            if !keys.iter().any(|other| same(other, &key)) || self.random.rarely(60) {
                keys.push(key);
            }
        }
        keys
    }

    /// Keys in both tables.
    fn places(&mut self) -> Vec<(&'static str, Map<String, Value>)> {
        let mut places: Vec<_> = self.keys(MAIN).into_iter().map(|key| (MAIN, key)).collect();
        if self.random.rarely(3) {
            places.extend(self.keys(SIDE).into_iter().map(|key| (SIDE, key)));
        }
        places
    }

    /// An item with this key.
    fn around(&mut self, key: Map<String, Value>) -> Map<String, Value> {
        let mut item = if key.contains_key("id") { self.side_item() } else { self.item() };
        item.extend(key);
        item
    }
}

/// Returns whether keys are equal, comparing numbers by value.
fn same(one: &Map<String, Value>, two: &Map<String, Value>) -> bool {
    let number = |value: &Value| value["N"].as_str().and_then(|text| text.parse::<monotable::Number>().ok());
    one.iter().all(|(name, value)| match (number(value), number(&two[name])) {
        (Some(one), Some(two)) => one == two,
        _ => *value == two[name],
    })
}
