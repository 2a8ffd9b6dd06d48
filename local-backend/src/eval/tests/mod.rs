//! Tables of DynamoDB's rules, and the words that they are written in.

mod check;
mod condition;
mod keys;
mod project;
mod properties;
mod update;
mod update_check;
mod values;

use std::collections::BTreeSet;

use monotable::expression::{Comparator, Condition, Operand, Path, SetOperand, SetValue};
use monotable::values::{PackedValue, PackedWriter, SetKind};
use monotable::{Error, Item, Number, Value, Writer};

fn n(text: &str) -> Value {
    Value::N(number(text))
}

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

fn s(text: &str) -> Value {
    Value::from(text)
}

fn b(bytes: &[u8]) -> Value {
    Value::B(bytes.to_vec())
}

fn ss(members: &[&str]) -> Value {
    Value::Ss(members.iter().map(|member| (*member).to_owned()).collect())
}

fn ns(members: &[&str]) -> Value {
    Value::Ns(members.iter().map(|member| number(member)).collect())
}

fn bs(members: &[&[u8]]) -> Value {
    Value::Bs(members.iter().map(|member| member.to_vec()).collect::<BTreeSet<_>>())
}

fn l(elements: impl Into<Vec<Value>>) -> Value {
    Value::L(elements.into())
}

fn m<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::M(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn item<const N: usize>(attributes: [(&str, Value); N]) -> Item {
    attributes.into_iter().collect()
}

/// A set with its members in this order, however often.
fn raw_set(kind: SetKind, members: &[&str]) -> PackedValue {
    let mut writer = PackedWriter::new();
    write_raw_set(&mut writer, kind, members);
    writer.into_value()
}

fn write_raw_set(writer: &mut PackedWriter, kind: SetKind, members: &[&str]) {
    writer.begin_set(kind);
    for member in members {
        match kind {
            SetKind::S => writer.string(member),
            SetKind::N => writer.number(&number(member)),
            SetKind::B => writer.binary(member.as_bytes()),
        }
    }
    writer.end_set();
}

fn packed(value: &Value) -> PackedValue {
    PackedValue::from(value)
}

/// `a.b[1].c`
fn path(text: &str) -> Path {
    let mut parts = text.split(['.', '[']);
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(Path::attribute(head), |path, part| match part.strip_suffix(']') {
        Some(index) => path.index(index.parse().unwrap()),
        None => path.name(part.to_owned()),
    })
}

fn p(text: &str) -> Operand {
    Operand::Path(path(text))
}

fn v(value: Value) -> Operand {
    Operand::Value(packed(&value))
}

fn size(operand: Operand) -> Operand {
    Operand::Size(Box::new(operand))
}

fn is(left: Operand, comparator: &str, right: Operand) -> Condition {
    let all = [Comparator::Eq, Comparator::Ne, Comparator::Lt, Comparator::Le, Comparator::Gt, Comparator::Ge];
    let comparator = all.into_iter().find(|known| known.symbol() == comparator).unwrap();
    Condition::Compare(left, comparator, right)
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn to(value: Value) -> SetValue {
    SetValue::Operand(lit(value))
}

fn copy(text: &str) -> SetValue {
    SetValue::Operand(at(text))
}

fn lit(value: Value) -> SetOperand {
    SetOperand::Value(packed(&value))
}

fn at(text: &str) -> SetOperand {
    SetOperand::Path(path(text))
}

fn or(text: &str, otherwise: SetOperand) -> SetOperand {
    SetOperand::IfNotExists(path(text), Box::new(otherwise))
}

fn append(first: SetOperand, second: SetOperand) -> SetOperand {
    SetOperand::ListAppend(Box::new(first), Box::new(second))
}

/// The text of a ValidationException.
fn refused<T>(result: Result<T, Error>) -> String {
    let Err(error) = result else { panic!("not refused") };
    assert_eq!(error.code(), Some("ValidationException"));
    error.message().to_owned()
}
