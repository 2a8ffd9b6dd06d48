//! Draws requests, as JSON: most are right, some are broken afterwards (`wrong`).

mod expressions;
mod legacy;
mod reads;
mod several;
mod values;
mod writes;
mod wrong;

use serde_json::{Value, json};

use super::operation::Operation;
use crate::conformance::Random;

/// The type of the table's sort key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Number,
    Bytes,
}

pub(super) struct Draw {
    random: Random,
    shape: Shape,
    /// The number of idempotency tokens that have been given out.
    tokens: usize,
}

/// The table that most operations are about.
pub(super) const MAIN: &str = "differential";
/// Another one, with a number for its key and nothing else.
pub(super) const SIDE: &str = "differential-side";

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let shape = random.pick(&[Shape::Text, Shape::Text, Shape::Number, Shape::Bytes]);
        Self { random, shape, tokens: 0 }
    }

    /// The requests that make the tables.
    pub(super) fn tables(&self) -> [Operation; 2] {
        let sort = match self.shape {
            Shape::Text => "S",
            Shape::Number => "N",
            Shape::Bytes => "B",
        };
        let key = |name: &str, kind: &str| json!({ "AttributeName": name, "KeyType": kind });
        let attribute = |name: &str, kind: &str| json!({ "AttributeName": name, "AttributeType": kind });
        let all = json!({ "ProjectionType": "ALL" });
        let main = json!({
            "TableName": MAIN,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [key("PK", "HASH"), key("SK", "RANGE")],
            "AttributeDefinitions":
                [attribute("PK", "S"), attribute("SK", sort), attribute("a", "S"), attribute("n", "N")],
            "GlobalSecondaryIndexes": [
                { "IndexName": "global", "KeySchema": [key("a", "HASH"), key("n", "RANGE")], "Projection": all },
                {
                    "IndexName": "keys",
                    "KeySchema": [key("n", "HASH")],
                    "Projection": { "ProjectionType": "KEYS_ONLY" },
                },
                {
                    "IndexName": "some",
                    "KeySchema": [key("a", "HASH")],
                    "Projection": { "ProjectionType": "INCLUDE", "NonKeyAttributes": ["m", "v"] },
                },
            ],
            "LocalSecondaryIndexes": [
                { "IndexName": "local", "KeySchema": [key("PK", "HASH"), key("n", "RANGE")], "Projection": all },
            ],
        });
        let side = json!({
            "TableName": SIDE,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [key("id", "HASH")],
            "AttributeDefinitions": [attribute("id", "N")],
        });
        [main, side].map(|body| Operation::new("CreateTable", body))
    }

    /// A sequence that ends with a look at everything.
    pub(super) fn operations(&mut self, length: usize) -> Vec<Operation> {
        (0..length).map(|_| self.operation()).chain(looks()).collect()
    }

    fn operation(&mut self) -> Operation {
        let mut operation = match self.random.below(100) {
            0..16 => self.put(),
            16..46 => self.update_item(),
            46..51 => self.delete(),
            51..58 => self.get(),
            58..72 => self.query(),
            72..77 => self.scan(),
            77..81 => self.batch_get(),
            81..86 => self.batch_write(),
            86..90 => self.transact_get(),
            _ => self.transact_write(),
        };
        if self.random.rarely(10) {
            operation.broken = true;
            self.break_something(&mut operation);
        }
        operation
    }

    fn report_capacity(&mut self, body: &mut Value) {
        if self.random.rarely(4) {
            body["ReturnConsumedCapacity"] = json!(self.random.pick(&["TOTAL", "INDEXES", "NONE"]));
        }
    }

    fn report_collections(&mut self, body: &mut Value) {
        if self.random.rarely(12) {
            body["ReturnItemCollectionMetrics"] = json!(self.random.pick(&["SIZE", "NONE"]));
        }
    }
}

/// Everything that the tables and their indexes hold.
fn looks() -> Vec<Operation> {
    let index = |name: &str| json!({ "TableName": MAIN, "IndexName": name });
    let bodies = [
        json!({ "TableName": MAIN }),
        json!({ "TableName": SIDE }),
        index("global"),
        index("keys"),
        index("some"),
        index("local"),
    ];
    bodies.into_iter().map(|body| Operation::new("Scan", body)).collect()
}
