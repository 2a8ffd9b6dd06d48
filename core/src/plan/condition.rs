//! Conditions that the library itself puts on writes.

use crate::expr::{Comparator, Condition, Operand, Path};
use crate::schema::EntitySchema;
use crate::value::{Item, Number, PackedValue, Type, Value, ValueRef};

/// Returns the condition of an optimistic lock on a put; version 0 says that there is no item yet.
pub(crate) fn version_is(version: u64, attribute: &'static str, entity: &'static EntitySchema) -> Condition {
    match version {
        0 => Condition::NotExists(Path::attribute(entity.layout.hash.name)),
        version => version_is_still(version, attribute, entity),
    }
}

/// Returns the condition of an optimistic lock on a loaded item. Version 0 is what items have that were there before the lock: none,
/// null, or the number. Where the attribute is missing, an older one can have the version.
pub(crate) fn version_is_still(loaded: u64, attribute: &'static str, entity: &'static EntitySchema) -> Condition {
    let (own, older) = (Path::attribute(attribute), entity.version_aliases.iter().copied());
    let is = counted(attribute, loaded);
    if loaded > 0 {
        let older = older.map(|older| counted(older, loaded)).reduce(Condition::or);
        return match older {
            None => is,
            Some(older) => is.or(Condition::NotExists(own).and(older)),
        };
    }
    is.or(older.fold(is_none(own), |none, older| none.and(is_none(Path::attribute(older)).or(counted(older, 0)))))
}

fn counted(attribute: &'static str, version: u64) -> Condition {
    let version = PackedValue::from(&Value::N(Number::from(version)));
    Condition::Compare(Operand::Path(Path::attribute(attribute)), Comparator::Eq, Operand::Value(version))
}

/// The value that an attribute must still have, for an update that relies on it.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) attribute: &'static str,
    pub(crate) value: Option<PackedValue>,
    /// True if there may be none instead: the value is what a missing attribute stands for.
    pub(crate) or_none: bool,
}

impl Held {
    /// Returns `attribute = value`, or that there is none: a null that is stored reads as none as well. Where the attribute is
    /// missing, an older one can have the value.
    pub(crate) fn condition(self, entity: &EntitySchema) -> Condition {
        let own = Path::attribute(self.attribute);
        let field = entity.fields.iter().find(|field| field.attribute == self.attribute);
        let older = field.map_or(&[][..], |field| field.aliases).iter().map(|older| Path::attribute(*older));
        let Some(value) = self.value else {
            return older.fold(is_none(own), |none, older| none.and(is_none(older)));
        };
        let is = |path: Path| Condition::Compare(Operand::Path(path), Comparator::Eq, Operand::Value(value.clone()));
        let holds = match older.clone().map(&is).reduce(Condition::or) {
            None => is(own.clone()),
            Some(older) => is(own.clone()).or(Condition::NotExists(own.clone()).and(older)),
        };
        match self.or_none {
            true => holds.or(older.fold(is_none(own), |none, older| none.and(is_none(older)))),
            false => holds,
        }
    }

    /// Returns whether the item has it.
    pub(crate) fn holds(&self, item: &Item) -> bool {
        match (item.get(self.attribute), &self.value) {
            (Some(ValueRef::Null) | None, None) => true,
            (Some(ValueRef::Null) | None, Some(_)) => self.or_none,
            (Some(found), Some(value)) => found == value.view(),
            _ => false,
        }
    }
}

/// Returns that there is no value, or null.
pub(crate) fn is_none(path: Path) -> Condition {
    Condition::NotExists(path.clone()).or(Condition::IsType(Operand::Path(path), Type::Null))
}
