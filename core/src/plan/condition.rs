//! Conditions that the library itself puts on writes.

use crate::expr::{Comparator, Condition, Operand, Path};
use crate::schema::EntitySchema;
use crate::value::{Item, Number, PackedValue, Type, Value, ValueRef};

/// Returns the condition of an optimistic lock on a put; version 0 says that there is no item yet.
pub(crate) fn version_is(attribute: &'static str, version: u64, entity: &'static EntitySchema) -> Condition {
    match version {
        0 => Condition::NotExists(Path::attribute(entity.layout.hash.name)),
        version => counted(attribute, version),
    }
}

/// Returns the condition of an optimistic lock on the update of a loaded item. Version 0 is what items have that were there
/// before the lock: none, null, or the number.
pub(crate) fn version_is_still(attribute: &'static str, loaded: u64) -> Condition {
    let is = counted(attribute, loaded);
    if loaded > 0 {
        return is;
    }
    let path = Path::attribute(attribute);
    Condition::NotExists(path.clone()).or(is).or(Condition::IsType(Operand::Path(path), Type::Null))
}

fn counted(attribute: &'static str, version: u64) -> Condition {
    let version = PackedValue::from(&Value::N(Number::from(version)));
    Condition::Compare(Operand::Path(Path::attribute(attribute)), Comparator::Eq, Operand::Value(version))
}

/// What an attribute must still be, for an update that relies on it.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) attribute: &'static str,
    pub(crate) value: Option<PackedValue>,
}

impl Held {
    /// Returns `attribute = value`, or that there is none: a null that is stored reads as none as well.
    pub(crate) fn condition(self) -> Condition {
        let path = Path::attribute(self.attribute);
        match self.value {
            Some(value) => Condition::Compare(Operand::Path(path), Comparator::Eq, Operand::Value(value)),
            None => is_none(path),
        }
    }

    /// Returns whether the item has it.
    pub(crate) fn holds(&self, item: &Item) -> bool {
        match (item.get(self.attribute), &self.value) {
            (Some(ValueRef::Null) | None, None) => true,
            (Some(found), Some(value)) => found == value.view(),
            _ => false,
        }
    }
}

/// Returns that there is no value, or null.
pub(crate) fn is_none(path: Path) -> Condition {
    Condition::NotExists(path.clone()).or(Condition::IsType(Operand::Path(path), Type::Null))
}
