//! The meaning of conditions and updates, on plain trees.

use std::cmp::Ordering;

use monotable::Value;
use monotable::expression::{Comparator, Condition, KeyTest, Operand, Path, SetOperand, SetValue, Update};

use super::tree::{change, find, has_parent, pick};
use crate::conformance::words::Row;

/// The order of two values, of one type that has one.
pub(super) fn order(one: &Value, two: &Value) -> Option<Ordering> {
    match (one, two) {
        (Value::S(one), Value::S(two)) => Some(one.as_bytes().cmp(two.as_bytes())),
        (Value::N(one), Value::N(two)) => Some(one.cmp(two)),
        (Value::B(one), Value::B(two)) => Some(one.cmp(two)),
        _ => None,
    }
}

pub(super) fn holds(condition: &Condition, row: &Row) -> bool {
    let value = |operand: &Operand| operand_value(operand, row);
    let ordered = |one: &Operand, two: &Operand| order(&value(one)?, &value(two)?);
    match condition {
        Condition::Compare(left, Comparator::Eq, right) => equal(value(left).as_ref(), value(right).as_ref()),
        Condition::Compare(left, Comparator::Ne, right) => !equal(value(left).as_ref(), value(right).as_ref()),
        Condition::Compare(left, Comparator::Lt, right) => ordered(left, right).is_some_and(Ordering::is_lt),
        Condition::Compare(left, Comparator::Le, right) => ordered(left, right).is_some_and(Ordering::is_le),
        Condition::Compare(left, Comparator::Gt, right) => ordered(left, right).is_some_and(Ordering::is_gt),
        Condition::Compare(left, Comparator::Ge, right) => ordered(left, right).is_some_and(Ordering::is_ge),
        Condition::Between(operand, low, high) => {
            ordered(operand, low).is_some_and(Ordering::is_ge) && ordered(operand, high).is_some_and(Ordering::is_le)
        }
        Condition::In(operand, list) => list.iter().any(|other| equal(value(operand).as_ref(), value(other).as_ref())),
        Condition::Exists(path) => find(row, path).is_some(),
        Condition::NotExists(path) => find(row, path).is_none(),
        Condition::IsType(operand, kind) => value(operand).is_some_and(|value| value.kind() == *kind),
        Condition::BeginsWith(operand, prefix) => match (value(operand), value(prefix)) {
            (Some(Value::S(text)), Some(Value::S(prefix))) => text.starts_with(&prefix),
            (Some(Value::B(bytes)), Some(Value::B(prefix))) => bytes.starts_with(&prefix),
            _ => false,
        },
        Condition::Contains(operand, part) => match (value(operand), value(part)) {
            (Some(whole), Some(part)) => has(&whole, &part),
            _ => false,
        },
        Condition::And(all) => all.iter().all(|condition| holds(condition, row)),
        Condition::Or(any) => any.iter().any(|condition| holds(condition, row)),
        Condition::Not(inner) => !holds(inner, row),
        other => panic!("not drawn: {other:?}"),
    }
}

fn equal(one: Option<&Value>, two: Option<&Value>) -> bool {
    one.is_some() && one == two
}

fn has(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::S(text), Value::S(part)) => text.contains(part),
        (Value::B(bytes), Value::B(part)) => part.is_empty() || bytes.windows(part.len()).any(|window| window == part),
        (Value::Ss(set), Value::S(member)) => set.contains(member),
        (Value::Ns(set), Value::N(member)) => set.contains(member),
        (Value::Bs(set), Value::B(member)) => set.contains(member),
        (Value::L(list), element) => list.contains(element),
        _ => false,
    }
}

fn operand_value(operand: &Operand, row: &Row) -> Option<Value> {
    match operand {
        Operand::Path(path) => find(row, path).cloned(),
        Operand::Value(value) => Some(Value::from(value.view())),
        Operand::Size(inner) => {
            let size = match operand_value(inner, row)? {
                Value::S(text) => text.encode_utf16().count(),
                Value::B(bytes) => bytes.len(),
                Value::Ss(set) => set.len(),
                Value::Ns(set) => set.len(),
                Value::Bs(set) => set.len(),
                Value::L(list) => list.len(),
                Value::M(map) => map.len(),
                Value::N(_) | Value::Bool(_) | Value::Null => return None,
            };
            Some(Value::from(u32::try_from(size).unwrap()))
        }
        other => panic!("not drawn: {other:?}"),
    }
}

/// Returns whether a key fulfils a test.
pub(super) fn passes(test: &KeyTest, key: &Value) -> bool {
    let ordered = |value: &monotable::values::PackedValue| order(key, &Value::from(value.view()));
    match test {
        KeyTest::Eq(value) => ordered(value) == Some(Ordering::Equal),
        KeyTest::Lt(value) => ordered(value).is_some_and(Ordering::is_lt),
        KeyTest::Le(value) => ordered(value).is_some_and(Ordering::is_le),
        KeyTest::Gt(value) => ordered(value).is_some_and(Ordering::is_gt),
        KeyTest::Ge(value) => ordered(value).is_some_and(Ordering::is_ge),
        KeyTest::Between(low, high) => {
            ordered(low).is_some_and(Ordering::is_ge) && ordered(high).is_some_and(Ordering::is_le)
        }
        KeyTest::BeginsWith(prefix) => match (key, Value::from(prefix.view())) {
            (Value::S(text), Value::S(prefix)) => text.starts_with(&prefix),
            _ => false,
        },
        other => panic!("not drawn: {other:?}"),
    }
}

/// The update cannot be applied.
pub(super) struct Invalid;

/// The item after an update; `None` where there is none.
pub(super) fn updated(update: &Update, key: &Row, old: Option<&Row>) -> Result<Option<Row>, Invalid> {
    let nothing = Row::new();
    let read = old.unwrap_or(&nothing);
    let mut changes = Vec::new();
    for (path, value) in &update.set {
        let value = set_value(value, read)?;
        placed(read, path)?;
        changes.push((path.clone(), Some(value)));
    }
    for path in &update.remove {
        if find(read, path).is_some() {
            changes.push((path.clone(), None));
        } else if old.is_some() {
            placed(read, path)?;
        }
    }
    for (path, value) in &update.add {
        placed(read, path)?;
        changes.push((path.clone(), Some(sum(find(read, path), Value::from(value.view()))?)));
    }
    for (path, value) in &update.delete {
        match find(read, path) {
            Some(current) => changes.push((path.clone(), without(current, &Value::from(value.view()))?)),
            None if old.is_some() => placed(read, path)?,
            None => {}
        }
    }
    let creates = update.is_empty() || !update.set.is_empty() || !update.add.is_empty();
    if old.is_none() && !creates {
        return Ok(None);
    }
    let mut row = old.unwrap_or(key).clone();
    change(&mut row, changes);
    Ok(Some(row))
}

/// Returns what UPDATED_OLD and UPDATED_NEW show of an item.
pub(super) fn touched(update: &Update, row: &Row) -> Option<Row> {
    let mut paths: Vec<Path> = Vec::new();
    update.targets(&mut |path| paths.push(path.clone()));
    Some(pick(row, &paths.iter().collect::<Vec<_>>())).filter(|row| !row.is_empty())
}

fn placed(row: &Row, path: &Path) -> Result<(), Invalid> {
    if has_parent(row, path) { Ok(()) } else { Err(Invalid) }
}

fn set_value(value: &SetValue, row: &Row) -> Result<Value, Invalid> {
    let sum = match value {
        SetValue::Operand(operand) => return set_operand(operand, row),
        SetValue::Plus(left, right) => {
            let (Value::N(left), Value::N(right)) = (set_operand(left, row)?, set_operand(right, row)?) else {
                return Err(Invalid);
            };
            left.checked_add(&right)
        }
        SetValue::Minus(left, right) => {
            let (Value::N(left), Value::N(right)) = (set_operand(left, row)?, set_operand(right, row)?) else {
                return Err(Invalid);
            };
            left.checked_sub(&right)
        }
        other => panic!("not drawn: {other:?}"),
    };
    sum.map(Value::N).map_err(|_| Invalid)
}

fn set_operand(operand: &SetOperand, row: &Row) -> Result<Value, Invalid> {
    match operand {
        SetOperand::Value(value) => Ok(Value::from(value.view())),
        SetOperand::Path(path) => find(row, path).cloned().ok_or(Invalid),
        SetOperand::IfNotExists(path, otherwise) => match find(row, path) {
            Some(value) => Ok(value.clone()),
            None => set_operand(otherwise, row),
        },
        SetOperand::ListAppend(first, second) => match (set_operand(first, row)?, set_operand(second, row)?) {
            (Value::L(first), Value::L(second)) => Ok(Value::L([first, second].concat())),
            _ => Err(Invalid),
        },
        other => panic!("not drawn: {other:?}"),
    }
}

fn sum(current: Option<&Value>, value: Value) -> Result<Value, Invalid> {
    match (current, value) {
        (None, value) => Ok(value),
        (Some(Value::N(number)), Value::N(more)) => number.checked_add(&more).map(Value::N).map_err(|_| Invalid),
        (Some(Value::Ss(set)), Value::Ss(more)) => Ok(Value::Ss(set.union(&more).cloned().collect())),
        (Some(Value::Ns(set)), Value::Ns(more)) => Ok(Value::Ns(set.union(&more).copied().collect())),
        _ => Err(Invalid),
    }
}

fn without(current: &Value, value: &Value) -> Result<Option<Value>, Invalid> {
    match (current, value) {
        (Value::Ss(set), Value::Ss(less)) => {
            let left: std::collections::BTreeSet<_> = set.difference(less).cloned().collect();
            Ok(Some(left).filter(|left| !left.is_empty()).map(Value::Ss))
        }
        (Value::Ns(set), Value::Ns(less)) => {
            let left: std::collections::BTreeSet<_> = set.difference(less).copied().collect();
            Ok(Some(left).filter(|left| !left.is_empty()).map(Value::Ns))
        }
        _ => Err(Invalid),
    }
}
