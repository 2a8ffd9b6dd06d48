//! Conditions that the library itself puts on writes.

use crate::expr::{Comparator, Condition, Operand, Path};
use crate::schema::EntitySchema;
use crate::value::{Number, PackedValue, Value};

/// The condition of an optimistic lock; version 0 says that there is no item yet.
pub(crate) fn version_is(attribute: &'static str, version: u64, entity: &'static EntitySchema) -> Condition {
    if version == 0 {
        return Condition::NotExists(Path::attribute(entity.layout.hash.name));
    }
    let version = PackedValue::from(&Value::N(Number::from(version)));
    Condition::Compare(Operand::Path(Path::attribute(attribute)), Comparator::Eq, Operand::Value(version))
}

/// `path = value`, or that there is none.
pub(crate) fn is(path: Path, value: Option<PackedValue>) -> Condition {
    match value {
        Some(value) => Condition::Compare(Operand::Path(path), Comparator::Eq, Operand::Value(value)),
        None => Condition::NotExists(path),
    }
}
