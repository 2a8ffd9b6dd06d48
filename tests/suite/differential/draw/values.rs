//! Attribute values and items: few names and few values, so that they meet.

use serde_json::{Map, Value, json};

use super::{Draw, Shape};

/// Attributes that are no keys of the table; `a` and `n` key indexes.
pub(super) const NAMES: [&str; 8] = ["a", "n", "m", "l", "s", "v", "w", "strange name.#1"];
const TEXTS: [&str; 7] = ["x", "y", "xy", "xyz", "", "\u{e9}", "\u{1f600}z"];
const NUMBERS: [&str; 10] = ["-1", "0", "1", "1.0", "2", "2.5", "10", "1e1", "-0", "+3"];
const EDGES: [&str; 14] = [
    "1E-130",
    "-1E-130",
    "9.9999999999999999999999999999999999999E+125",
    "-9.9999999999999999999999999999999999999E125",
    "12345678901234567890123456789012345678",
    "99999999999999999999999999999999999999",
    "0.12345678901234567890123456789012345678",
    "-99999999999999999999999999999999999999",
    "1000000000000000000000000000000000000000000",
    "00000000000000000000000000000000000000000000012",
    "0.1e126",
    "0e125",
    "123456789012345678.90",
    ".5",
];
/// Base64.
const BYTES: [&str; 5] = ["", "AA==", "/w==", "eA==", "eHk="];

impl Draw {
    pub(super) fn key(&mut self) -> Map<String, Value> {
        let mut key = Map::new();
        key.insert("PK".to_owned(), json!({ "S": self.random.pick(&["p", "p", "q"]) }));
        key.insert("SK".to_owned(), self.sort_key());
        key
    }

    pub(super) fn sort_key(&mut self) -> Value {
        match self.shape {
            Shape::Text => json!({ "S": self.random.pick(&["1", "2", "3", "31", "\u{e9}"]) }),
            Shape::Number => json!({ "N": self.random.pick(&["1", "2", "-3.50", "1e2", "1E-130", "100.0"]) }),
            Shape::Bytes => json!({ "B": self.random.pick(&["AA==", "AAA=", "/w==", "eA=="]) }),
        }
    }

    /// The key of the second table, which has no sort key.
    pub(super) fn side_key(&mut self) -> Map<String, Value> {
        Map::from_iter([("id".to_owned(), json!({ "N": self.random.pick(&["1", "1.0", "2", "-7", "1e2"]) }))])
    }

    pub(super) fn item(&mut self) -> Map<String, Value> {
        let mut item = self.key();
        self.fill(&mut item);
        item
    }

    pub(super) fn side_item(&mut self) -> Map<String, Value> {
        let mut item = self.side_key();
        self.fill(&mut item);
        item
    }

    fn fill(&mut self, item: &mut Map<String, Value>) {
        for name in NAMES {
            if self.random.rarely(2) {
                let value = self.value_of(name);
                item.insert(name.to_owned(), value);
            }
        }
    }

    /// Mostly a value that fits the name.
    pub(super) fn value_of(&mut self, name: &str) -> Value {
        if self.random.rarely(20) {
            return self.value(2);
        }
        match name {
            "a" => json!({ "S": self.random.pick(&TEXTS[..4]) }),
            "n" => self.number(),
            "m" => self.map(2),
            "l" => self.list(2),
            "s" => self.set(),
            _ => self.value(2),
        }
    }

    pub(super) fn text(&mut self) -> Value {
        json!({ "S": self.random.pick(&TEXTS) })
    }

    pub(super) fn short_text(&mut self) -> Value {
        json!({ "S": self.random.pick(&TEXTS[..4]) })
    }

    pub(super) fn number(&mut self) -> Value {
        json!({ "N": if self.random.rarely(8) { self.random.pick(&EDGES) } else { self.random.pick(&NUMBERS) } })
    }

    pub(super) fn bytes(&mut self) -> Value {
        json!({ "B": self.random.pick(&BYTES) })
    }

    pub(super) fn scalar(&mut self) -> Value {
        match self.random.below(3) {
            0 => self.text(),
            1 => self.number(),
            _ => self.bytes(),
        }
    }

    pub(super) fn set(&mut self) -> Value {
        let (kind, mut members): (_, Vec<&str>) = match self.random.below(4) {
            // As they are stored: the server takes a number that is written in another way for another member.
            0 => ("NS", vec!["-1", "0", "1", "2.5", "10", "99999999999999999999999999999999999999"]),
            1 => ("BS", BYTES.to_vec()),
            _ => ("SS", TEXTS.to_vec()),
        };
        let count = 1 + self.random.below(3);
        while members.len() > count {
            let at = self.random.below(members.len());
            members.remove(at);
        }
        if self.random.rarely(2) {
            members.reverse();
        }
        json!({ kind: members })
    }

    pub(super) fn list(&mut self, depth: usize) -> Value {
        let count = self.random.below(4);
        let elements: Vec<Value> = (0..count).map(|_| self.value(depth - 1)).collect();
        json!({ "L": elements })
    }

    pub(super) fn map(&mut self, depth: usize) -> Value {
        let mut members = Map::new();
        for name in ["p", "q", "r s"] {
            if self.random.rarely(2) {
                members.insert(name.to_owned(), self.value(depth - 1));
            }
        }
        json!({ "M": members })
    }

    pub(super) fn value(&mut self, depth: usize) -> Value {
        match self.random.below(if depth == 0 { 6 } else { 9 }) {
            0..3 => self.scalar(),
            3 => json!({ "BOOL": self.random.rarely(2) }),
            4 => json!({ "NULL": true }),
            5 => self.set(),
            6 => self.map(depth),
            _ => self.list(depth),
        }
    }
}
