//! Expressions as texts.

use serde_json::{Map, Value, json};

use super::Draw;
use super::values::NAMES;

/// The placeholders of a request.
#[derive(Default)]
pub(super) struct Words {
    names: Map<String, Value>,
    values: Map<String, Value>,
}

impl Words {
    /// Adds what the expressions of a request stand on.
    pub(super) fn write(self, body: &mut Value) {
        for (member, words) in [("ExpressionAttributeNames", self.names), ("ExpressionAttributeValues", self.values)] {
            if !words.is_empty() {
                body[member] = Value::Object(words);
            }
        }
    }

    pub(super) fn value(&mut self, value: Value) -> String {
        let placeholder = format!(":v{}", self.values.len());
        self.values.insert(placeholder.clone(), value);
        placeholder
    }

    fn placeholder(&mut self, name: &str) -> String {
        let known = self.names.iter().find(|(_, known)| *known == name).map(|(placeholder, _)| placeholder.clone());
        known.unwrap_or_else(|| {
            let placeholder = format!("#n{}", self.names.len());
            self.names.insert(placeholder.clone(), json!(name));
            placeholder
        })
    }
}

impl Draw {
    pub(super) fn word(&mut self, words: &mut Words, name: &str) -> String {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if plain && self.random.rarely(2) { name.to_owned() } else { words.placeholder(name) }
    }

    pub(super) fn path(&mut self, words: &mut Words, names: &[&str]) -> String {
        let head = self.random.pick(names);
        self.path_into(words, head)
    }

    /// A path, mostly into what is there.
    fn path_into(&mut self, words: &mut Words, head: &str) -> String {
        let mut path = self.word(words, head);
        let steps = match head {
            "m" | "l" => self.random.below(3),
            "a" | "n" => 0,
            _ => usize::from(self.random.rarely(8)),
        };
        for step in 0..steps {
            let name = if step == 0 { head == "m" } else { self.random.rarely(2) };
            if name != self.random.rarely(10) {
                let name = self.random.pick(&["p", "q", "r s"]);
                path.push('.');
                path += &self.word(words, name);
            } else {
                path += &format!("[{}]", self.random.below(5));
            }
        }
        path
    }

    pub(super) fn projection(&mut self, words: &mut Words) -> String {
        let names = NAMES.iter().chain(&["PK"]).copied().collect::<Vec<_>>();
        let count = 1 + self.random.below(3);
        let paths: Vec<String> = self.different(count, &names, |draw, head| draw.path_into(words, head));
        paths.join(", ")
    }

    /// Draws `count` texts about different names, as far as the names reach; seldom two about the same one.
    fn different(
        &mut self,
        count: usize,
        names: &[&'static str],
        mut text: impl FnMut(&mut Self, &'static str) -> String,
    ) -> Vec<String> {
        let mut left = names.to_vec();
        let mut texts = Vec::new();
        for _ in 0..count.min(left.len()) {
            let at = self.random.below(left.len());
            let name = if self.random.rarely(25) { left[at] } else { left.remove(at) };
            texts.push(text(self, name));
        }
        texts
    }

    /// An update of attributes, of which `keys` are others that may be drawn.
    pub(super) fn update(&mut self, words: &mut Words, keys: &[&'static str]) -> String {
        let count = 1 + self.random.below(4);
        let mut clauses: [Vec<String>; 4] = Default::default();
        let mut names = NAMES.to_vec();
        names.extend(keys);
        self.different(count, &names, |draw, head| {
            let path = draw.path_into(words, head);
            let (clause, change) = match draw.random.below(10) {
                6 | 7 => (1, path),
                8 => {
                    let number = head == "n" || head != "s" && draw.random.rarely(2);
                    let value = if number { draw.number() } else { draw.set() };
                    (2, format!("{path} {}", words.value(value)))
                }
                9 => {
                    let set = draw.set();
                    (3, format!("{path} {}", words.value(set)))
                }
                _ => (0, format!("{path} = {}", draw.set_value(words, head))),
            };
            clauses[clause].push(change);
            String::new()
        });
        let mut parts: Vec<String> = ["SET", "REMOVE", "ADD", "DELETE"]
            .iter()
            .zip(&clauses)
            .filter(|(_, changes)| !changes.is_empty())
            .map(|(clause, changes)| format!("{clause} {}", changes.join(", ")))
            .collect();
        if self.random.rarely(3) {
            parts.reverse();
        }
        if self.random.rarely(4) {
            parts[0] = parts[0].replacen("SET", "set", 1).replacen(", ", "\n,", 1);
        }
        parts.join(" ")
    }

    fn set_value(&mut self, words: &mut Words, of: &str) -> String {
        match self.random.below(8) {
            0 => {
                let sign = self.random.pick(&["+", "-"]);
                format!("{} {sign} {}", self.summand(words), self.summand(words))
            }
            1 => format!("list_append({}, {})", self.listed(words), self.listed(words)),
            2 => self.path(words, &NAMES),
            3 => {
                let otherwise = self.value_of(of);
                format!("if_not_exists({}, {})", self.path(words, &NAMES), words.value(otherwise))
            }
            _ => {
                let value = self.value_of(of);
                words.value(value)
            }
        }
    }

    fn summand(&mut self, words: &mut Words) -> String {
        match self.random.below(8) {
            0..3 => {
                let number = self.number();
                words.value(number)
            }
            3 | 4 => {
                let number = self.number();
                format!("if_not_exists(n, {})", words.value(number))
            }
            5 | 6 => "n".to_owned(),
            _ => self.path(words, &NAMES),
        }
    }

    fn listed(&mut self, words: &mut Words) -> String {
        match self.random.below(8) {
            0..3 => {
                let list = self.list(1);
                words.value(list)
            }
            3 | 4 => {
                let list = self.list(1);
                format!("if_not_exists(l, {})", words.value(list))
            }
            5 | 6 => "l".to_owned(),
            _ => self.path(words, &NAMES),
        }
    }

    pub(super) fn condition(&mut self, words: &mut Words, names: &[&'static str], depth: usize) -> String {
        match self.random.below(if depth == 0 { 10 } else { 15 }) {
            0 => format!("attribute_exists({})", self.path(words, names)),
            1 => format!("attribute_not_exists({})", self.path(words, names)),
            2 => {
                let kind = self.random.pick(&["S", "N", "B", "L", "M", "SS", "NS", "BS", "NULL", "BOOL"]);
                format!("attribute_type({}, {})", self.path(words, names), words.value(json!({ "S": kind })))
            }
            3 => {
                let comparator = self.random.pick(&["=", "<>"]);
                let value = self.value(1);
                self.compare(words, names, comparator, value)
            }
            4 => {
                let comparator = self.random.pick(&["<", "<=", ">", ">="]);
                let value = self.scalar();
                self.compare(words, names, comparator, value)
            }
            5 => {
                let (low, high) = self.bounds();
                format!("{} BETWEEN {} AND {}", self.path(words, names), words.value(low), words.value(high))
            }
            6 => {
                let count = 1 + self.random.below(3);
                let path = self.path(words, names);
                let values: Vec<String> = (0..count).map(|_| self.value(1)).map(|value| words.value(value)).collect();
                format!("{path} IN ({})", values.join(", "))
            }
            7 => {
                let comparator = self.random.pick(&["=", "<", ">="]);
                let size = json!({ "N": self.random.pick(&["0", "1", "2", "3"]) });
                format!("size({}) {comparator} {}", self.path(words, names), words.value(size))
            }
            8 => {
                let prefix = if self.random.rarely(3) { self.bytes() } else { self.text() };
                format!("begins_with({}, {})", self.path(words, names), words.value(prefix))
            }
            9 => {
                let part = self.scalar();
                format!("contains({}, {})", self.path(words, names), words.value(part))
            }
            10 => format!("NOT {}", self.inner(words, names, depth)),
            11 => format!("({})", self.condition(words, names, depth - 1)),
            12 | 13 => format!("{} AND {}", self.inner(words, names, depth), self.inner(words, names, depth)),
            _ => format!("{} or {}", self.inner(words, names, depth), self.inner(words, names, depth)),
        }
    }

    /// With parentheses or by precedence.
    fn inner(&mut self, words: &mut Words, names: &[&'static str], depth: usize) -> String {
        let inner = self.condition(words, names, depth - 1);
        let closed = inner.starts_with('(') || self.random.rarely(2);
        if closed { inner } else { format!("({inner})") }
    }

    fn compare(&mut self, words: &mut Words, names: &[&'static str], comparator: &str, value: Value) -> String {
        let path = self.path(words, names);
        match self.random.below(5) {
            0 => format!("{path} {comparator} {}", self.path(words, names)),
            1 => format!("{} {comparator} {path}", words.value(value)),
            _ => format!("{path} {comparator} {}", words.value(value)),
        }
    }

    /// Draws two operands of one type, mostly the lower one first.
    pub(super) fn bounds(&mut self) -> (Value, Value) {
        let pairs = [
            (json!({ "N": "0" }), json!({ "N": "2" })),
            (json!({ "N": "-1" }), json!({ "N": "1e1" })),
            (json!({ "S": "" }), json!({ "S": "xy" })),
            (json!({ "S": "x" }), json!({ "S": "y" })),
            (json!({ "B": "AA==" }), json!({ "B": "/w==" })),
        ];
        let (low, high) = pairs[self.random.below(pairs.len())].clone();
        if self.random.rarely(40) { (high, low) } else { (low, high) }
    }
}
