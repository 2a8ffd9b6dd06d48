//! Updates, clause by clause.

use monotable::Value;
use monotable::expression::{Path, SetOperand, SetValue, Update};

use super::words::{p, packed, value};

/// An update without changes.
pub(crate) fn change() -> Change {
    Change(Update::default())
}

/// An update under construction; paths are texts such as `lines[2].sku`.
#[derive(Clone, Debug)]
pub(crate) struct Change(pub(crate) Update);

impl Change {
    /// `SET path = value`
    pub(crate) fn set(self, path: &str, to: impl Into<Value>) -> Self {
        self.assign(path, value(to))
    }

    /// `SET path = operand`
    pub(crate) fn assign(self, path: &str, operand: SetOperand) -> Self {
        self.set_value(path, SetValue::Operand(operand))
    }

    /// `SET path = left + right`
    pub(crate) fn plus(self, path: &str, left: SetOperand, right: SetOperand) -> Self {
        self.set_value(path, SetValue::Plus(left, right))
    }

    /// `SET path = left - right`
    pub(crate) fn minus(self, path: &str, left: SetOperand, right: SetOperand) -> Self {
        self.set_value(path, SetValue::Minus(left, right))
    }

    fn set_value(self, path: &str, value: SetValue) -> Self {
        self.set_path(p(path), value)
    }

    /// `SET path = value` for names that are no texts of paths.
    pub(crate) fn set_path(mut self, path: Path, value: SetValue) -> Self {
        self.0.set.push((path, value));
        self
    }

    /// `REMOVE path`
    pub(crate) fn remove(mut self, path: &str) -> Self {
        self.0.remove.push(p(path));
        self
    }

    /// `ADD path value`
    pub(crate) fn add(mut self, path: &str, value: impl Into<Value>) -> Self {
        self.0.add.push((p(path), packed(value)));
        self
    }

    /// `DELETE path value`
    pub(crate) fn delete(mut self, path: &str, value: impl Into<Value>) -> Self {
        self.0.delete.push((p(path), packed(value)));
        self
    }
}
