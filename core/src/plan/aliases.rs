//! Attributes that older items have under another name: an update takes them along, since what it left there would come back.

use crate::expr::{Path, SetOperand, SetValue, Update};
use crate::schema::{EntitySchema, FieldSchema};
use crate::value::{Number, PackedValue, Value, ValueRef};

/// Lets an update of an attribute start from where older items have it, and removes it there.
pub(crate) fn take_along(entity: &EntitySchema, update: &mut Update) {
    // The optimistic lock sees to its own.
    let aliased = |field: &&FieldSchema| !field.aliases.is_empty() && Some(field.attribute) != entity.version;
    for field in entity.fields.iter().filter(aliased) {
        let own = Path::attribute(field.attribute);
        for (path, amount) in std::mem::take(&mut update.add) {
            if path == own && matches!(amount.view(), ValueRef::N(_)) {
                let none = SetOperand::Value(PackedValue::from(&Value::N(Number::ZERO)));
                let start = SetOperand::IfNotExists(own.clone(), Box::new(none));
                update.set.push((path, SetValue::Plus(start, SetOperand::Value(amount))));
            } else {
                update.add.push((path, amount));
            }
        }
        for (_, value) in &mut update.set {
            match value {
                SetValue::Operand(operand) => look_there_too(operand, &own, field.aliases),
                SetValue::Plus(left, right) | SetValue::Minus(left, right) => {
                    look_there_too(left, &own, field.aliases);
                    look_there_too(right, &own, field.aliases);
                }
            }
        }
        if update.set.iter().map(|(path, _)| path).chain(&update.remove).any(|path| *path == own) {
            update.remove.extend(field.aliases.iter().copied().map(Path::attribute));
        }
    }
}

/// Lets what stands in for a missing attribute be its older ones first.
fn look_there_too(operand: &mut SetOperand, own: &Path, aliases: &[&'static str]) {
    match operand {
        SetOperand::IfNotExists(path, fallback) if path == own => {
            let last = std::mem::replace(&mut **fallback, SetOperand::Path(own.clone()));
            let older = aliases
                .iter()
                .rev()
                .fold(last, |rest, alias| SetOperand::IfNotExists(Path::attribute(*alias), Box::new(rest)));
            **fallback = older;
        }
        SetOperand::IfNotExists(_, fallback) => look_there_too(fallback, own, aliases),
        SetOperand::ListAppend(first, second) => {
            look_there_too(first, own, aliases);
            look_there_too(second, own, aliases);
        }
        SetOperand::Value(_) | SetOperand::Path(_) => {}
    }
}
