//! Updates.

use super::Path;
use crate::value::PackedValue;

/// Changes of an UpdateItem, as in an UpdateExpression. Every operand is read from the item as it was before.
///
/// See [Update expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Update {
    /// `SET path = value`
    pub set: Vec<(Path, SetValue)>,
    /// `REMOVE path`
    pub remove: Vec<Path>,
    /// `ADD path value`: to a number or to a set.
    pub add: Vec<(Path, PackedValue)>,
    /// `DELETE path value`: members out of a set.
    pub delete: Vec<(Path, PackedValue)>,
}

impl Update {
    /// Returns whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty() && self.add.is_empty() && self.delete.is_empty()
    }

    /// Calls `visit` with every path that is changed.
    pub fn targets(&self, visit: &mut dyn FnMut(&Path)) {
        self.set.iter().for_each(|(path, _)| visit(path));
        self.remove.iter().for_each(&mut *visit);
        self.add.iter().for_each(|(path, _)| visit(path));
        self.delete.iter().for_each(|(path, _)| visit(path));
    }
}

/// The right side of a SET.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum SetValue {
    /// The operand itself.
    Operand(SetOperand),
    /// `left + right`, both numbers.
    Plus(SetOperand, SetOperand),
    /// `left - right`, both numbers.
    Minus(SetOperand, SetOperand),
}

/// An operand of a SET.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum SetOperand {
    /// The value at a path, which must exist.
    Path(Path),
    /// A value of the request.
    Value(PackedValue),
    /// `if_not_exists(path, otherwise)`
    IfNotExists(Path, Box<SetOperand>),
    /// `list_append(left, right)`
    ListAppend(Box<SetOperand>, Box<SetOperand>),
}
