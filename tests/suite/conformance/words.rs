//! A short vocabulary for values, paths, conditions and key conditions.

use std::collections::BTreeMap;

use monotable::expression::{Comparator, Condition, KeyCondition, KeyTest, Operand, Path, SetOperand};
use monotable::values::PackedValue;
use monotable::{Item, Number, Value};

/// The attributes of an item, to look at and to compare.
pub(crate) type Row = BTreeMap<String, Value>;

/// Attributes: `row! { "PK" => "a", "total" => 1 }`.
macro_rules! row {
    ($($name:expr => $value:expr),* $(,)?) => {
        <$crate::conformance::words::Row as ::std::iter::FromIterator<(String, monotable::Value)>>::from_iter(
            [$((String::from($name), monotable::Value::from($value))),*],
        )
    };
}

/// A list value.
macro_rules! list {
    ($($value:expr),* $(,)?) => {
        monotable::Value::L(vec![$(monotable::Value::from($value)),*])
    };
}

/// A map value.
macro_rules! map {
    ($($tokens:tt)*) => {
        monotable::Value::M(row! { $($tokens)* })
    };
}

pub(crate) fn row(item: &Item) -> Row {
    item.iter().map(|(name, value)| (String::from_utf8(name.to_vec()).unwrap(), Value::from(value))).collect()
}

pub(crate) fn rows(items: impl IntoIterator<Item = Item>) -> Vec<Row> {
    items.into_iter().map(|item| row(&item)).collect()
}

/// A value that can be sent as an item.
pub(crate) trait ToItem {
    fn to_item(&self) -> Item;
}

impl ToItem for Row {
    fn to_item(&self) -> Item {
        self.iter().map(|(name, value)| (name, value.clone())).collect()
    }
}

impl ToItem for Item {
    fn to_item(&self) -> Item {
        self.clone()
    }
}

impl<T: ToItem> ToItem for &T {
    fn to_item(&self) -> Item {
        (**self).to_item()
    }
}

/// The row with another attribute.
pub(crate) fn and(row: &Row, name: &str, value: impl Into<Value>) -> Row {
    let mut row = row.clone();
    row.insert(name.to_owned(), value.into());
    row
}

/// The attributes with these names.
pub(crate) fn only(row: &Row, names: &[&str]) -> Row {
    row.iter().filter(|(name, _)| names.contains(&name.as_str())).map(|(n, v)| (n.clone(), v.clone())).collect()
}

pub(crate) fn number(text: &str) -> Number {
    text.parse().unwrap()
}

pub(crate) fn n(text: &str) -> Value {
    Value::N(number(text))
}

pub(crate) fn v(value: impl Into<Value>) -> Value {
    value.into()
}

pub(crate) fn b(bytes: &[u8]) -> Value {
    Value::B(bytes.to_vec())
}

pub(crate) fn ss(members: &[&str]) -> Value {
    Value::Ss(members.iter().map(|member| (*member).to_owned()).collect())
}

pub(crate) fn ns(members: &[&str]) -> Value {
    Value::Ns(members.iter().map(|member| number(member)).collect())
}

pub(crate) fn bs(members: &[&[u8]]) -> Value {
    Value::Bs(members.iter().map(|member| member.to_vec()).collect())
}

/// A text of so many bytes.
pub(crate) fn text(length: usize) -> String {
    "x".repeat(length)
}

pub(crate) fn packed(value: impl Into<Value>) -> PackedValue {
    PackedValue::from(&value.into())
}

/// A path as DynamoDB writes it: `lines[2].sku`.
pub(crate) fn p(text: &str) -> Path {
    let mut path: Option<Path> = None;
    for part in text.split('.') {
        let mut pieces = part.split('[');
        let name = pieces.next().unwrap().to_owned();
        let mut inner = match path {
            Some(path) => path.name(name),
            None => Path::attribute(name),
        };
        for index in pieces {
            inner = inner.index(index.trim_end_matches(']').parse().unwrap());
        }
        path = Some(inner);
    }
    path.unwrap()
}

pub(crate) fn paths(texts: &[&str]) -> Vec<Path> {
    texts.iter().map(|text| p(text)).collect()
}

/// Operands of conditions: paths and values.
pub(crate) trait ToOperand {
    fn to_operand(self) -> Operand;
}

impl ToOperand for Path {
    fn to_operand(self) -> Operand {
        Operand::Path(self)
    }
}

impl ToOperand for Value {
    fn to_operand(self) -> Operand {
        Operand::Value(packed(self))
    }
}

impl ToOperand for PackedValue {
    fn to_operand(self) -> Operand {
        Operand::Value(self)
    }
}

impl ToOperand for Operand {
    fn to_operand(self) -> Operand {
        self
    }
}

pub(crate) fn size(operand: impl ToOperand) -> Operand {
    Operand::Size(Box::new(operand.to_operand()))
}

pub(crate) fn compare(left: impl ToOperand, with: Comparator, right: impl ToOperand) -> Condition {
    Condition::Compare(left.to_operand(), with, right.to_operand())
}

pub(crate) fn eq(left: impl ToOperand, right: impl ToOperand) -> Condition {
    compare(left, Comparator::Eq, right)
}

pub(crate) fn ne(left: impl ToOperand, right: impl ToOperand) -> Condition {
    compare(left, Comparator::Ne, right)
}

pub(crate) fn lt(left: impl ToOperand, right: impl ToOperand) -> Condition {
    compare(left, Comparator::Lt, right)
}

pub(crate) fn le(left: impl ToOperand, right: impl ToOperand) -> Condition {
    compare(left, Comparator::Le, right)
}

pub(crate) fn gt(left: impl ToOperand, right: impl ToOperand) -> Condition {
    compare(left, Comparator::Gt, right)
}

pub(crate) fn ge(left: impl ToOperand, right: impl ToOperand) -> Condition {
    compare(left, Comparator::Ge, right)
}

pub(crate) fn between(operand: impl ToOperand, low: impl ToOperand, high: impl ToOperand) -> Condition {
    Condition::Between(operand.to_operand(), low.to_operand(), high.to_operand())
}

pub(crate) fn is_in(operand: impl ToOperand, list: impl IntoIterator<Item = impl ToOperand>) -> Condition {
    Condition::In(operand.to_operand(), list.into_iter().map(ToOperand::to_operand).collect())
}

pub(crate) fn begins_with(operand: impl ToOperand, prefix: impl ToOperand) -> Condition {
    Condition::BeginsWith(operand.to_operand(), prefix.to_operand())
}

pub(crate) fn contains(operand: impl ToOperand, part: impl ToOperand) -> Condition {
    Condition::Contains(operand.to_operand(), part.to_operand())
}

pub(crate) fn exists(path: &str) -> Condition {
    Condition::Exists(p(path))
}

pub(crate) fn missing(path: &str) -> Condition {
    Condition::NotExists(p(path))
}

pub(crate) fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// Conditions on keys.
pub(crate) fn key(name: &'static str, test: KeyTest) -> KeyCondition {
    KeyCondition { name: name.into(), test }
}

pub(crate) fn is(name: &'static str, value: impl Into<Value>) -> KeyCondition {
    key(name, KeyTest::Eq(packed(value)))
}

pub(crate) fn below(name: &'static str, value: impl Into<Value>) -> KeyCondition {
    key(name, KeyTest::Lt(packed(value)))
}

pub(crate) fn up_to(name: &'static str, value: impl Into<Value>) -> KeyCondition {
    key(name, KeyTest::Le(packed(value)))
}

pub(crate) fn above(name: &'static str, value: impl Into<Value>) -> KeyCondition {
    key(name, KeyTest::Gt(packed(value)))
}

pub(crate) fn from(name: &'static str, value: impl Into<Value>) -> KeyCondition {
    key(name, KeyTest::Ge(packed(value)))
}

pub(crate) fn within(name: &'static str, low: impl Into<Value>, high: impl Into<Value>) -> KeyCondition {
    key(name, KeyTest::Between(packed(low), packed(high)))
}

pub(crate) fn begins(name: &'static str, prefix: impl Into<Value>) -> KeyCondition {
    key(name, KeyTest::BeginsWith(packed(prefix)))
}

/// The operand of a SET that is a value.
pub(crate) fn value(value: impl Into<Value>) -> SetOperand {
    SetOperand::Value(packed(value))
}

/// The operand of a SET that is read from the item.
pub(crate) fn at(path: &str) -> SetOperand {
    SetOperand::Path(p(path))
}

pub(crate) fn if_not_exists(path: &str, otherwise: SetOperand) -> SetOperand {
    SetOperand::IfNotExists(p(path), Box::new(otherwise))
}

pub(crate) fn append(first: SetOperand, second: SetOperand) -> SetOperand {
    SetOperand::ListAppend(Box::new(first), Box::new(second))
}
