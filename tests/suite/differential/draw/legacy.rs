//! The parameters that expressions have replaced, which programs still send.

use serde_json::{Map, Value, json};

use super::Draw;
use super::values::NAMES;

impl Draw {
    /// `AttributeUpdates`.
    pub(super) fn attribute_updates(&mut self) -> Value {
        let mut updates = Map::new();
        for _ in 0..1 + self.random.below(3) {
            let name = self.random.pick(&NAMES);
            let update = match self.random.below(6) {
                0 => json!({ "Action": "DELETE" }),
                1 => json!({ "Action": "DELETE", "Value": self.set() }),
                2 => json!({ "Action": "ADD", "Value": self.number() }),
                3 => {
                    let value = if self.random.rarely(2) { self.set() } else { self.list(1) };
                    json!({ "Action": "ADD", "Value": value })
                }
                4 => json!({ "Value": self.value_of(name) }),
                _ => json!({ "Action": "PUT", "Value": self.value_of(name) }),
            };
            updates.insert(name.to_owned(), update);
        }
        Value::Object(updates)
    }

    /// `Expected`, of a write.
    pub(super) fn expect(&mut self, body: &mut Value) {
        let mut expected = Map::new();
        for _ in 0..1 + self.random.below(2) {
            let name = self.random.pick(&NAMES);
            let test = match self.random.below(4) {
                0 => json!({ "Exists": false }),
                1 => json!({ "Value": self.value_of(name) }),
                2 => json!({ "Exists": true, "Value": self.value_of(name) }),
                _ => self.comparison(name),
            };
            expected.insert(name.to_owned(), test);
        }
        self.connect(body, expected.len());
        body["Expected"] = Value::Object(expected);
    }

    /// `QueryFilter` or `ScanFilter`.
    pub(super) fn filter_by(&mut self, body: &mut Value, member: &str, names: &[&'static str]) {
        let mut filter = Map::new();
        for _ in 0..1 + self.random.below(2) {
            let name = self.random.pick(names);
            let comparison = self.comparison(name);
            filter.insert(name.to_owned(), comparison);
        }
        self.connect(body, filter.len());
        body[member] = Value::Object(filter);
    }

    fn connect(&mut self, body: &mut Value, conditions: usize) {
        if conditions > 1 && self.random.rarely(2) {
            body["ConditionalOperator"] = json!(self.random.pick(&["AND", "OR"]));
        }
    }

    fn comparison(&mut self, name: &str) -> Value {
        let (operator, values) = match self.random.below(9) {
            0 => ("NULL", vec![]),
            1 => ("NOT_NULL", vec![]),
            2 => (self.random.pick(&["EQ", "NE"]), vec![self.value_of(name)]),
            3 => (self.random.pick(&["LT", "LE", "GT", "GE"]), vec![self.scalar()]),
            4 => {
                let (low, high) = self.bounds();
                ("BETWEEN", vec![low, high])
            }
            5 => ("IN", vec![self.scalar(), self.scalar()]),
            6 => ("BEGINS_WITH", vec![self.text()]),
            7 => ("CONTAINS", vec![self.scalar()]),
            _ => ("NOT_CONTAINS", vec![self.scalar()]),
        };
        let mut comparison = json!({ "ComparisonOperator": operator });
        if !values.is_empty() {
            comparison["AttributeValueList"] = json!(values);
        }
        comparison
    }

    /// `AttributesToGet`.
    pub(super) fn attributes(&mut self) -> Value {
        let count = 1 + self.random.below(3);
        let mut names = NAMES.to_vec();
        names.push("PK");
        let names: Vec<&str> = (0..count).map(|_| names.remove(self.random.below(names.len()))).collect();
        json!(names)
    }
}
