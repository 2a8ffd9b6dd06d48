//! The types of key attributes, and the words that every mistake begins and ends with.

use super::super::message::Message;
use super::super::{EntitySchema, IndexSchema, KeyAttr, NativeKey};
use crate::value::Type;

/// A mistake, if there is one.
pub(super) type Problem = Option<Message>;

pub(super) const fn starts(first: &str, between: &str, second: &str) -> Message {
    Message::new().with("`").with(first).with("`").with(between).with("`").with(second).with("`")
}

/// Checks the type of a key attribute. That a type can be a key at all is a rule of the types.
pub(super) const fn check_kind(
    entity: &EntitySchema,
    field: &NativeKey,
    key: &KeyAttr,
    index: Option<&IndexSchema>,
) -> Problem {
    let Some(kind @ (Type::S | Type::N | Type::B | Type::Bool)) = field.kind else { return None };
    if kind as u8 == key.kind as u8 {
        return None;
    }
    let message = starts(entity.name, ": the field ", field.field).with(" is stored as ").with(kind.name());
    if matches!(kind, Type::Bool) {
        return with_index(message.with(", and the attribute `").with(key.name).with("` is a key of "), index)
            .with("; a key is stored as S, N or B, so change the field")
            .some();
    }
    with_index(message.with(", and the attribute `").with(key.name).with("` is a key of "), index)
        .with(" with type ")
        .with(key.kind.name())
        .with("; declare it there as `")
        .with(key.name)
        .with(": ")
        .with(kind.name())
        .with("`, or change the field")
        .some()
}

pub(super) const fn with_index(message: Message, index: Option<&IndexSchema>) -> Message {
    match index {
        Some(index) => message.with("`").with(index.name).with("`"),
        None => message.with("the table"),
    }
}
