//! Trees as text that shows how they are nested: paths as DynamoDB prints them, values as JSON.

use monotable::expression::{Condition, KeyCondition, KeyTest, Operand, Path, SetOperand, SetValue, Update};
use monotable::values::PackedValue;

pub(super) fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Compare(left, comparator, right) => {
            format!("{} {} {}", operand(left), comparator.symbol(), operand(right))
        }
        Condition::Between(of, low, high) => {
            format!("{} BETWEEN {} AND {}", operand(of), operand(low), operand(high))
        }
        Condition::In(of, list) => format!("{} IN ({})", operand(of), joined(list, ", ", operand)),
        Condition::Exists(path) => format!("attribute_exists({path})"),
        Condition::NotExists(path) => format!("attribute_not_exists({path})"),
        Condition::IsType(of, kind) => format!("attribute_type({}, {kind})", operand(of)),
        Condition::BeginsWith(of, prefix) => format!("begins_with({}, {})", operand(of), operand(prefix)),
        Condition::Contains(of, part) => format!("contains({}, {})", operand(of), operand(part)),
        Condition::And(all) => format!("({})", joined(all, " AND ", self::condition)),
        Condition::Or(any) => format!("({})", joined(any, " OR ", self::condition)),
        Condition::Not(inner) => format!("(NOT {})", self::condition(inner)),
        other => format!("{other:?}"),
    }
}

pub(super) fn keys(conditions: &[KeyCondition]) -> String {
    joined(conditions, "; ", |KeyCondition { name, test }| match test {
        KeyTest::Eq(value) => format!("{name} = {}", value.to_json()),
        KeyTest::Lt(value) => format!("{name} < {}", value.to_json()),
        KeyTest::Le(value) => format!("{name} <= {}", value.to_json()),
        KeyTest::Gt(value) => format!("{name} > {}", value.to_json()),
        KeyTest::Ge(value) => format!("{name} >= {}", value.to_json()),
        KeyTest::Between(low, high) => format!("{name} BETWEEN {} AND {}", low.to_json(), high.to_json()),
        KeyTest::BeginsWith(prefix) => format!("begins_with({name}, {})", prefix.to_json()),
        other => format!("{other:?}"),
    })
}

pub(super) fn projection(paths: &[Path]) -> String {
    joined(paths, "; ", Path::to_string)
}

pub(super) fn update(update: &Update) -> String {
    let change = |(path, value): &(Path, PackedValue)| format!("{path} {}", value.to_json());
    let sections = [
        ("SET", joined(&update.set, ", ", |(path, value)| format!("{path} = {}", set_value(value)))),
        ("REMOVE", joined(&update.remove, ", ", Path::to_string)),
        ("ADD", joined(&update.add, ", ", change)),
        ("DELETE", joined(&update.delete, ", ", change)),
    ];
    let sections = sections.iter().filter(|(_, changes)| !changes.is_empty());
    sections.map(|(name, changes)| format!("{name} {changes}")).collect::<Vec<_>>().join(" ")
}

fn set_value(value: &SetValue) -> String {
    match value {
        SetValue::Operand(operand) => set_operand(operand),
        SetValue::Plus(left, right) => format!("({} + {})", set_operand(left), set_operand(right)),
        SetValue::Minus(left, right) => format!("({} - {})", set_operand(left), set_operand(right)),
        other => format!("{other:?}"),
    }
}

fn set_operand(operand: &SetOperand) -> String {
    match operand {
        SetOperand::Path(path) => path.to_string(),
        SetOperand::Value(value) => value.to_json(),
        SetOperand::IfNotExists(path, otherwise) => format!("if_not_exists({path}, {})", set_operand(otherwise)),
        SetOperand::ListAppend(first, second) => {
            format!("list_append({}, {})", set_operand(first), set_operand(second))
        }
        other => format!("{other:?}"),
    }
}

fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Path(path) => path.to_string(),
        Operand::Value(value) => value.to_json(),
        Operand::Size(inner) => format!("size({})", self::operand(inner)),
        other => format!("{other:?}"),
    }
}

fn joined<T>(parts: &[T], with: &str, print: impl Fn(&T) -> String) -> String {
    parts.iter().map(print).collect::<Vec<_>>().join(with)
}
