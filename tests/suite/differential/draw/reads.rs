//! Reads of one item and of many.

use serde_json::{Value, json};

use super::expressions::Words;
use super::values::NAMES;
use super::{Draw, MAIN, Shape};
use crate::differential::operation::Operation;

impl Draw {
    pub(super) fn get(&mut self) -> Operation {
        let mut body = json!({ "TableName": MAIN, "Key": self.key() });
        let mut words = Words::default();
        match self.random.below(8) {
            0 => body["AttributesToGet"] = self.attributes(),
            1..5 => body["ProjectionExpression"] = json!(self.projection(&mut words)),
            _ => {}
        }
        self.consistent(&mut body);
        self.report_capacity(&mut body);
        words.write(&mut body);
        Operation::new("GetItem", body)
    }

    pub(super) fn query(&mut self) -> Operation {
        let mut body = json!({ "TableName": MAIN });
        let mut words = Words::default();
        let index = self.random.pick(&[None, None, Some("local"), Some("global"), Some("some"), Some("keys")]);
        let (hash, range) = match index {
            None => ("PK", Some("SK")),
            Some("local") => ("PK", Some("n")),
            Some("global") => ("a", Some("n")),
            Some("some") => ("a", None),
            _ => ("n", None),
        };
        if let Some(index) = index {
            body["IndexName"] = json!(index);
        }
        let partition = match hash {
            "PK" => json!({ "S": self.random.pick(&["p", "q"]) }),
            "a" => self.short_text(),
            _ => self.number(),
        };
        let others: Vec<&'static str> =
            NAMES.into_iter().filter(|name| *name != hash && Some(*name) != range).collect();
        let readable: &[&'static str] = match index {
            Some("some") => &["m", "v"],
            Some("keys") => &["PK", "SK"],
            _ => &others,
        };
        if self.random.rarely(8) {
            let mut conditions = json!({ hash: { "ComparisonOperator": "EQ", "AttributeValueList": [partition] } });
            if let Some(range) = range.filter(|_| self.random.rarely(2)) {
                conditions[range] = self.legacy_range(range);
            }
            body["KeyConditions"] = conditions;
            match self.random.below(8) {
                0..4 => self.filter_by(&mut body, "QueryFilter", readable),
                4 => body["FilterExpression"] = json!(self.condition(&mut words, readable, 1)),
                _ => {}
            }
            if self.random.rarely(3) && index.is_none_or(|index| matches!(index, "local" | "global")) {
                body["AttributesToGet"] = self.attributes();
            }
        } else {
            let mut keys = format!("{} = {}", self.word(&mut words, hash), words.value(partition));
            if let Some(range) = range.filter(|_| self.random.rarely(2)) {
                let test = self.range(&mut words, range);
                keys =
                    if self.random.rarely(4) { format!("({test}) AND {keys}") } else { format!("{keys} AND {test}") };
            }
            body["KeyConditionExpression"] = json!(keys);
            if self.random.rarely(2) {
                body["FilterExpression"] = json!(self.condition(&mut words, readable, 2));
            }
            self.select(&mut body, &mut words, index);
        }
        if self.random.rarely(3) {
            body["ScanIndexForward"] = json!(self.random.rarely(4));
        }
        if self.random.rarely(2) {
            body["Limit"] = json!(1 + self.random.below(4));
        }
        if index.is_none_or(|index| index == "local") {
            self.consistent(&mut body);
        }
        self.report_capacity(&mut body);
        words.write(&mut body);
        Operation::new("Query", body)
    }

    fn range(&mut self, words: &mut Words, name: &str) -> String {
        let word = self.word(words, name);
        let (low, high) = self.key_bounds(name);
        match self.random.below(if name == "SK" && self.shape != Shape::Number { 5 } else { 4 }) {
            0 => format!("{word} BETWEEN {} AND {}", words.value(low), words.value(high)),
            4 => format!("begins_with({word}, {})", words.value(low)),
            _ => {
                let comparator = self.random.pick(&["=", "<", "<=", ">", ">="]);
                match self.random.rarely(6) {
                    true => format!("{} {comparator} {word}", words.value(low)),
                    false => format!("{word} {comparator} {}", words.value(low)),
                }
            }
        }
    }

    fn legacy_range(&mut self, name: &str) -> Value {
        let (low, high) = self.key_bounds(name);
        match self.random.below(4) {
            0 => json!({ "ComparisonOperator": "BETWEEN", "AttributeValueList": [low, high] }),
            _ => {
                let operator = self.random.pick(&["EQ", "LT", "LE", "GT", "GE"]);
                json!({ "ComparisonOperator": operator, "AttributeValueList": [low] })
            }
        }
    }

    /// Two values for a sort key, mostly the lower one first.
    fn key_bounds(&mut self, name: &str) -> (Value, Value) {
        let (low, high) = match (name, self.shape) {
            ("SK", Shape::Text) => (json!({ "S": self.random.pick(&["1", "2", "3"]) }), json!({ "S": "31" })),
            ("SK", Shape::Bytes) => (json!({ "B": self.random.pick(&["AA==", "AAA="]) }), json!({ "B": "eA==" })),
            _ => (json!({ "N": self.random.pick(&["-1", "1", "1e0", "2"]) }), json!({ "N": "100" })),
        };
        if self.random.rarely(40) { (high, low) } else { (low, high) }
    }

    pub(super) fn scan(&mut self) -> Operation {
        let mut body = json!({ "TableName": MAIN });
        let mut words = Words::default();
        let index = self.random.pick(&[None, None, Some("local"), Some("global"), Some("some"), Some("keys")]);
        if let Some(index) = index {
            body["IndexName"] = json!(index);
        }
        let names: &[&'static str] = match index {
            Some("some") => &["m", "v", "a", "PK"],
            Some("keys") => &["PK", "SK", "n"],
            _ => &NAMES,
        };
        if self.random.rarely(6) {
            self.filter_by(&mut body, "ScanFilter", names);
        } else {
            if self.random.rarely(2) {
                body["FilterExpression"] = json!(self.condition(&mut words, names, 2));
            }
            self.select(&mut body, &mut words, index);
        }
        if self.random.rarely(2) {
            body["Limit"] = json!(1 + self.random.below(4));
        }
        if index.is_none() {
            self.consistent(&mut body);
        }
        self.report_capacity(&mut body);
        words.write(&mut body);
        let segments = self.random.rarely(4).then(|| self.random.pick(&[1, 2, 5]));
        Operation { segments, ..Operation::new("Scan", body) }
    }

    /// Draws which attributes of each item are returned.
    fn select(&mut self, body: &mut Value, words: &mut Words, index: Option<&str>) {
        let everything = index.is_none_or(|index| matches!(index, "local" | "global"));
        match self.random.below(10) {
            0 => body["Select"] = json!("COUNT"),
            1 if everything => body["Select"] = json!("ALL_ATTRIBUTES"),
            2 if index.is_some() => body["Select"] = json!("ALL_PROJECTED_ATTRIBUTES"),
            3..6 if everything => {
                body["ProjectionExpression"] = json!(self.projection(words));
                if self.random.rarely(4) {
                    body["Select"] = json!("SPECIFIC_ATTRIBUTES");
                }
            }
            _ => {}
        }
    }

    pub(super) fn consistent(&mut self, body: &mut Value) {
        if self.random.rarely(3) {
            body["ConsistentRead"] = json!(self.random.rarely(2));
        }
    }
}
