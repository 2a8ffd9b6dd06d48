//! What a transaction sends: the size that its limit counts.

use monotable::expression::{Condition, Operand, SetOperand, SetValue, Update};
use monotable::request::{TransactAction, TransactWrite};

use crate::store::Row;

/// The item or key of an action, the former as `row` if it was counted already, and the values in its expressions. They were checked, so that they are not too deep to walk.
pub(super) fn of_action(action: &TransactWrite, row: Option<&Row>) -> usize {
    let own = match &action.action {
        TransactAction::Put { item } => row.map_or_else(|| item.size(), |row| row.size as usize),
        TransactAction::Update { key, update } => key.size() + of_update(update),
        TransactAction::Delete { key } | TransactAction::Check { key } => key.size(),
        _ => 0,
    };
    own + action.condition.as_ref().map_or(0, of_condition)
}

fn of_condition(condition: &Condition) -> usize {
    let operands = |operands: &[&Operand]| operands.iter().map(|operand| of_operand(operand)).sum();
    match condition {
        Condition::Compare(first, _, second)
        | Condition::BeginsWith(first, second)
        | Condition::Contains(first, second) => operands(&[first, second]),
        Condition::Between(operand, low, high) => operands(&[operand, low, high]),
        Condition::In(operand, list) => of_operand(operand) + list.iter().map(of_operand).sum::<usize>(),
        Condition::IsType(operand, _) => of_operand(operand),
        Condition::And(all) | Condition::Or(all) => all.iter().map(of_condition).sum(),
        Condition::Not(inner) => of_condition(inner),
        _ => 0,
    }
}

fn of_update(update: &Update) -> usize {
    let set = update.set.iter().map(|(_, value)| match value {
        SetValue::Operand(operand) => of_set_operand(operand),
        SetValue::Plus(left, right) | SetValue::Minus(left, right) => of_set_operand(left) + of_set_operand(right),
        _ => 0,
    });
    let clauses = update.add.iter().chain(&update.delete).map(|(_, value)| value.view().size());
    set.chain(clauses).sum()
}

fn of_operand(operand: &Operand) -> usize {
    match operand {
        Operand::Value(value) => value.view().size(),
        Operand::Size(inner) => of_operand(inner),
        _ => 0,
    }
}

fn of_set_operand(operand: &SetOperand) -> usize {
    match operand {
        SetOperand::Value(value) => value.view().size(),
        SetOperand::IfNotExists(_, otherwise) => of_set_operand(otherwise),
        SetOperand::ListAppend(first, second) => of_set_operand(first) + of_set_operand(second),
        _ => 0,
    }
}
