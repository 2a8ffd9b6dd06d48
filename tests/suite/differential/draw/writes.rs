//! Writes of one item.

use serde_json::{Value, json};

use super::expressions::Words;
use super::values::NAMES;
use super::{Draw, MAIN};
use crate::differential::operation::Operation;

impl Draw {
    pub(super) fn put(&mut self) -> Operation {
        let mut body = json!({ "TableName": MAIN, "Item": self.item() });
        let mut words = Words::default();
        self.guard(&mut body, &mut words);
        self.old_values(&mut body);
        words.write(&mut body);
        Operation::new("PutItem", body)
    }

    pub(super) fn delete(&mut self) -> Operation {
        let mut body = json!({ "TableName": MAIN, "Key": self.key() });
        let mut words = Words::default();
        self.guard(&mut body, &mut words);
        self.old_values(&mut body);
        words.write(&mut body);
        Operation::new("DeleteItem", body)
    }

    pub(super) fn update_item(&mut self) -> Operation {
        let mut body = json!({ "TableName": MAIN, "Key": self.key() });
        let mut words = Words::default();
        match self.random.below(12) {
            0 => {
                body["AttributeUpdates"] = self.attribute_updates();
                if self.random.rarely(4) {
                    self.expect(&mut body);
                }
            }
            1 => {}
            _ => {
                let keys: &[&str] = if self.random.rarely(60) { &["SK"] } else { &[] };
                body["UpdateExpression"] = json!(self.update(&mut words, keys));
                if self.random.rarely(4) {
                    body["ConditionExpression"] = json!(self.condition(&mut words, &NAMES, 2));
                    self.old_on_failure(&mut body);
                }
            }
        }
        if self.random.rarely(2) {
            let values = ["NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"];
            body["ReturnValues"] = json!(self.random.pick(&values));
        }
        self.report_capacity(&mut body);
        self.report_collections(&mut body);
        words.write(&mut body);
        Operation::new("UpdateItem", body)
    }

    /// The condition of a write; seldom, for many of them fail.
    fn guard(&mut self, body: &mut Value, words: &mut Words) {
        match self.random.below(16) {
            0 => self.expect(body),
            1..5 => {
                body["ConditionExpression"] = json!(self.condition(words, &NAMES, 2));
                self.old_on_failure(body);
            }
            _ => {}
        }
    }

    pub(super) fn old_on_failure(&mut self, body: &mut Value) {
        if self.random.rarely(2) {
            body["ReturnValuesOnConditionCheckFailure"] = json!(self.random.pick(&["ALL_OLD", "ALL_OLD", "NONE"]));
        }
    }

    fn old_values(&mut self, body: &mut Value) {
        if self.random.rarely(2) {
            body["ReturnValues"] = json!(self.random.pick(&["NONE", "ALL_OLD", "ALL_OLD"]));
        }
        self.report_capacity(body);
        self.report_collections(body);
    }
}
