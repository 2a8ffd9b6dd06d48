//! Renders trees to DynamoDB's expression text. Every name and every value becomes a placeholder, so that reserved words and
//! unusual names need no care.

use std::fmt::Write as _;

use super::{Condition, KeyCondition, KeyTest, Operand, Path, SetOperand, SetValue, Step, Update};
use crate::value::{PackedValue, ValueRef};

/// Collects the expressions of one request and the placeholders that they share.
#[derive(Debug, Default)]
pub struct Renderer<'a> {
    names: Vec<&'a str>,
    values: Vec<&'a PackedValue>,
    types: Vec<PackedValue>,
}

/// The placeholders of a request, in the order of their numbers.
#[derive(Debug)]
pub struct Rendered<'a> {
    names: Vec<&'a str>,
    values: Vec<&'a PackedValue>,
    types: Vec<PackedValue>,
}

impl<'a> Rendered<'a> {
    /// Returns ExpressionAttributeNames: placeholder and name.
    pub fn names(&self) -> impl Iterator<Item = (String, &'a str)> + '_ {
        self.names.iter().enumerate().map(|(number, name)| (format!("#n{number}"), *name))
    }

    /// Returns ExpressionAttributeValues: placeholder and value.
    pub fn values(&self) -> impl Iterator<Item = (String, ValueRef<'_>)> + '_ {
        let values = self.values.iter().enumerate().map(|(number, value)| (format!(":v{number}"), value.view()));
        let types = self.types.iter().enumerate().map(|(number, value)| (format!(":t{number}"), value.view()));
        values.chain(types)
    }
}

impl<'a> Renderer<'a> {
    /// Creates a renderer without placeholders.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the placeholders of all that was rendered.
    #[must_use]
    pub fn finish(self) -> Rendered<'a> {
        Rendered { names: self.names, values: self.values, types: self.types }
    }

    /// Renders a ConditionExpression or FilterExpression.
    pub fn condition(&mut self, condition: &'a Condition) -> String {
        let mut text = String::new();
        self.write_condition(&mut text, condition);
        text
    }

    /// Renders a KeyConditionExpression.
    pub fn keys(&mut self, conditions: &'a [KeyCondition]) -> String {
        let mut text = String::new();
        for (number, condition) in conditions.iter().enumerate() {
            if number > 0 {
                text.push_str(" AND ");
            }
            self.key(&mut text, condition);
        }
        text
    }

    /// Renders a ProjectionExpression.
    pub fn projection(&mut self, paths: &'a [Path]) -> String {
        let mut text = String::new();
        self.list(&mut text, paths, |this, text, path| this.path(text, path));
        text
    }

    /// Renders an UpdateExpression.
    pub fn update(&mut self, update: &'a Update) -> String {
        let mut text = String::new();
        if !update.set.is_empty() {
            text.push_str("SET ");
            self.list(&mut text, &update.set, |this, text, (path, value)| {
                this.path(text, path);
                text.push_str(" = ");
                this.set_value(text, value);
            });
        }
        if !update.remove.is_empty() {
            clause(&mut text, "REMOVE ");
            self.list(&mut text, &update.remove, |this, text, path| this.path(text, path));
        }
        for (keyword, changes) in [("ADD ", &update.add), ("DELETE ", &update.delete)] {
            if !changes.is_empty() {
                clause(&mut text, keyword);
                self.list(&mut text, changes, |this, text, (path, value)| {
                    this.path(text, path);
                    text.push(' ');
                    this.value(text, value);
                });
            }
        }
        text
    }

    fn list<T>(&mut self, text: &mut String, of: &'a [T], mut write: impl FnMut(&mut Self, &mut String, &'a T)) {
        for (number, element) in of.iter().enumerate() {
            if number > 0 {
                text.push_str(", ");
            }
            write(self, text, element);
        }
    }

    fn key(&mut self, text: &mut String, condition: &'a KeyCondition) {
        let comparison = match &condition.test {
            KeyTest::Between(low, high) => {
                self.name(text, &condition.name);
                text.push_str(" BETWEEN ");
                self.value(text, low);
                text.push_str(" AND ");
                self.value(text, high);
                return;
            }
            KeyTest::BeginsWith(prefix) => {
                text.push_str("begins_with(");
                self.name(text, &condition.name);
                text.push_str(", ");
                self.value(text, prefix);
                text.push(')');
                return;
            }
            KeyTest::Eq(value) => (" = ", value),
            KeyTest::Lt(value) => (" < ", value),
            KeyTest::Le(value) => (" <= ", value),
            KeyTest::Gt(value) => (" > ", value),
            KeyTest::Ge(value) => (" >= ", value),
        };
        self.name(text, &condition.name);
        text.push_str(comparison.0);
        self.value(text, comparison.1);
    }

    fn write_condition(&mut self, text: &mut String, condition: &'a Condition) {
        match condition {
            Condition::Compare(left, comparator, right) => {
                self.operand(text, left);
                text.push(' ');
                text.push_str(comparator.symbol());
                text.push(' ');
                self.operand(text, right);
            }
            Condition::Between(operand, low, high) => {
                self.operand(text, operand);
                text.push_str(" BETWEEN ");
                self.operand(text, low);
                text.push_str(" AND ");
                self.operand(text, high);
            }
            Condition::In(operand, list) => {
                self.operand(text, operand);
                text.push_str(" IN (");
                self.list(text, list, Self::operand);
                text.push(')');
            }
            Condition::Exists(path) => self.call(text, "attribute_exists(", |this, text| this.path(text, path)),
            Condition::NotExists(path) => {
                self.call(text, "attribute_not_exists(", |this, text| this.path(text, path));
            }
            Condition::IsType(operand, kind) => self.call(text, "attribute_type(", |this, text| {
                this.operand(text, operand);
                let number = this.types.len();
                this.types.push(PackedValue::text(kind.name()));
                let _ = write!(text, ", :t{number}");
            }),
            Condition::BeginsWith(operand, prefix) => {
                self.call(text, "begins_with(", |this, text| this.two(text, operand, prefix));
            }
            Condition::Contains(operand, part) => {
                self.call(text, "contains(", |this, text| this.two(text, operand, part));
            }
            Condition::And(all) => self.joined(text, all, " AND "),
            Condition::Or(any) => self.joined(text, any, " OR "),
            Condition::Not(inner) => {
                text.push_str("NOT ");
                self.nested(text, inner);
            }
        }
    }

    fn call(&mut self, text: &mut String, name: &str, arguments: impl FnOnce(&mut Self, &mut String)) {
        text.push_str(name);
        arguments(self, text);
        text.push(')');
    }

    fn two(&mut self, text: &mut String, first: &'a Operand, second: &'a Operand) {
        self.operand(text, first);
        text.push_str(", ");
        self.operand(text, second);
    }

    fn joined(&mut self, text: &mut String, conditions: &'a [Condition], with: &str) {
        for (number, condition) in conditions.iter().enumerate() {
            if number > 0 {
                text.push_str(with);
            }
            self.nested(text, condition);
        }
    }

    /// Renders in parentheses where precedence asks for it. DynamoDB refuses redundant ones, so these are never doubled.
    fn nested(&mut self, text: &mut String, condition: &'a Condition) {
        let compound = match condition {
            Condition::And(all) | Condition::Or(all) => all.len() > 1,
            Condition::Between(..) | Condition::Not(_) => true,
            _ => false,
        };
        if compound {
            text.push('(');
        }
        self.write_condition(text, condition);
        if compound {
            text.push(')');
        }
    }

    fn operand(&mut self, text: &mut String, operand: &'a Operand) {
        match operand {
            Operand::Path(path) => self.path(text, path),
            Operand::Value(value) => self.value(text, value),
            Operand::Size(inner) => self.call(text, "size(", |this, text| this.operand(text, inner)),
        }
    }

    fn set_value(&mut self, text: &mut String, value: &'a SetValue) {
        let (left, sign, right) = match value {
            SetValue::Operand(operand) => return self.set_operand(text, operand),
            SetValue::Plus(left, right) => (left, " + ", right),
            SetValue::Minus(left, right) => (left, " - ", right),
        };
        self.set_operand(text, left);
        text.push_str(sign);
        self.set_operand(text, right);
    }

    fn set_operand(&mut self, text: &mut String, operand: &'a SetOperand) {
        match operand {
            SetOperand::Path(path) => self.path(text, path),
            SetOperand::Value(value) => self.value(text, value),
            SetOperand::IfNotExists(path, otherwise) => self.call(text, "if_not_exists(", |this, text| {
                this.path(text, path);
                text.push_str(", ");
                this.set_operand(text, otherwise);
            }),
            SetOperand::ListAppend(first, second) => self.call(text, "list_append(", |this, text| {
                this.set_operand(text, first);
                text.push_str(", ");
                this.set_operand(text, second);
            }),
        }
    }

    fn path(&mut self, text: &mut String, path: &'a Path) {
        self.name(text, &path.head);
        for step in &path.steps {
            match step {
                Step::Name(name) => {
                    text.push('.');
                    self.name(text, name);
                }
                Step::Index(index) => {
                    let _ = write!(text, "[{index}]");
                }
            }
        }
    }

    fn name(&mut self, text: &mut String, name: &'a str) {
        let number = self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        let _ = write!(text, "#n{number}");
    }

    fn value(&mut self, text: &mut String, value: &'a PackedValue) {
        let _ = write!(text, ":v{}", self.values.len());
        self.values.push(value);
    }
}

fn clause(text: &mut String, keyword: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(keyword);
}
