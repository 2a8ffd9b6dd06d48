//! What the text of an update writes, by which most regions of AWS measure it besides the item that comes out.

use monotable::expression::{Path, SetOperand, SetValue, Step, Update};

/// Returns the bytes of what an update writes: its values and what leads to them, with a charge for each clause and function.
pub(crate) fn written_size(update: &Update) -> usize {
    let set: usize = update.set.iter().map(|(path, value)| WRITTEN + target(path) + of_value(value)).sum();
    let add: usize = update.add.iter().map(|(path, value)| WRITTEN + target(path) + value.view().size()).sum();
    let removed = update.remove.iter().chain(update.delete.iter().map(|(path, _)| path));
    BASE + set + add + removed.map(|path| REMOVED + target(path)).sum::<usize>()
}

fn of_value(value: &SetValue) -> usize {
    match value {
        SetValue::Operand(operand) => of_operand(operand),
        SetValue::Plus(left, right) => PLUS + of_operand(left) + of_operand(right),
        SetValue::Minus(left, right) => MINUS + of_operand(left) + of_operand(right),
        _ => 0,
    }
}

fn of_operand(operand: &SetOperand) -> usize {
    match operand {
        SetOperand::Value(value) => value.view().size(),
        SetOperand::Path(path) => read(path),
        SetOperand::IfNotExists(path, otherwise) => IF_NOT_EXISTS + read(path) + of_operand(otherwise),
        SetOperand::ListAppend(first, second) => LIST_APPEND + of_operand(first) + of_operand(second),
        _ => 0,
    }
}

/// A path that is read.
fn read(path: &Path) -> usize {
    1 + ELEMENT * (1 + path.steps.len()) + target(path)
}

/// The names in a path.
fn target(path: &Path) -> usize {
    let steps = path.steps.iter().map(|step| match step {
        Step::Name(name) => name.len(),
        Step::Index(_) => 0,
    });
    path.head.len() + steps.sum::<usize>()
}

const BASE: usize = 3;
const WRITTEN: usize = 19;
const REMOVED: usize = 1;
const PLUS: usize = 34;
const MINUS: usize = 37;
const IF_NOT_EXISTS: usize = 39;
const LIST_APPEND: usize = 37;
const ELEMENT: usize = 14;
