//! Fields that go through serde, by way of a tree: `#[attr(serde)]`.

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use serde_dynamo::AttributeValue;

use crate::value::{Attribute, DecodeError, EncodeError, Number, Reader, Type, Value, Writer};

/// Writes the value alone.
pub fn write<T: Serialize>(value: &T, writer: &mut dyn Writer) -> Result<(), EncodeError> {
    tree(value)?.write(writer)
}

/// Reads the value alone.
pub fn read<T: DeserializeOwned>(reader: &mut (impl Reader + ?Sized)) -> Result<T, DecodeError> {
    value_of(foreign(Value::read(reader)?))
}

/// Writes the value as what a variant holds.
pub fn write_variant<T: Serialize>(value: &T, variant: &str, writer: &mut dyn Writer) -> Result<(), EncodeError> {
    writer.begin_map();
    put_always(value, variant, writer)?;
    writer.end_map();
    Ok(())
}

/// Writes name and value, unless the value is nothing.
pub fn put<T: Serialize>(value: &T, name: &str, writer: &mut dyn Writer) -> Result<(), EncodeError> {
    match tree(value).map_err(|error| error.at(name))? {
        Value::Null => Ok(()),
        tree => put_tree(&tree, name, writer),
    }
}

/// Writes name and value, nothing as null.
pub fn put_always<T: Serialize>(value: &T, name: &str, writer: &mut dyn Writer) -> Result<(), EncodeError> {
    put_tree(&tree(value).map_err(|error| error.at(name))?, name, writer)
}

/// Reads the attribute `name` into its slot.
pub fn take<T: DeserializeOwned>(
    slot: &mut Option<T>,
    reader: &mut (impl Reader + ?Sized),
    name: &str,
) -> Result<(), DecodeError> {
    *slot = Some(read(reader).map_err(|error| error.at(name))?);
    Ok(())
}

/// Reads an attribute by an old name, unless the new one was read before.
pub fn take_alias<T: DeserializeOwned>(
    slot: &mut Option<T>,
    reader: &mut (impl Reader + ?Sized),
    name: &str,
) -> Result<(), DecodeError> {
    if slot.is_some() { reader.skip() } else { take(slot, reader, name) }
}

/// Reads the attribute `name` of a field with a default: a null that serde does not read leaves the slot empty.
pub fn take_or_default<T: DeserializeOwned>(
    slot: &mut Option<T>,
    reader: &mut (impl Reader + ?Sized),
    name: &str,
) -> Result<(), DecodeError> {
    if reader.kind().map_err(|error| error.at(name))? != Type::Null {
        return take(slot, reader, name);
    }
    reader.null().map_err(|error| error.at(name))?;
    if let Ok(value) = value_of(AttributeValue::Null(true)) {
        *slot = Some(value);
    }
    Ok(())
}

/// Reads the field by an old name, unless the new one was read before.
pub fn take_alias_or_default<T: DeserializeOwned>(
    slot: &mut Option<T>,
    reader: &mut (impl Reader + ?Sized),
    name: &str,
) -> Result<(), DecodeError> {
    if slot.is_some() { reader.skip() } else { take_or_default(slot, reader, name) }
}

/// Returns what was read, or what serde makes of nothing.
pub fn present<T: DeserializeOwned>(slot: Option<T>, name: &str) -> Result<T, DecodeError> {
    match slot {
        Some(value) => Ok(value),
        None => value_of(AttributeValue::Null(true)).map_err(|_| DecodeError::missing(name)),
    }
}

fn put_tree(tree: &Value, name: &str, writer: &mut dyn Writer) -> Result<(), EncodeError> {
    writer.name(name);
    tree.write(writer).map_err(|error| error.at(name))
}

/// Turns a value into a tree. serde's own texts of what cannot be written can hold the value, so they stay out of errors.
fn tree<T: Serialize>(value: &T) -> Result<Value, EncodeError> {
    let refused = |_| EncodeError::new("serde cannot write the value as an attribute");
    own(serde_dynamo::to_attribute_value(value).map_err(refused)?)
}

fn value_of<T: DeserializeOwned>(value: AttributeValue) -> Result<T, DecodeError> {
    serde_dynamo::from_attribute_value(value).map_err(|error| DecodeError::refused(reason_of(&error.to_string())))
}

/// Returns serde's own reason, such as "unknown variant `Fax`, expected `Mail` or `Phone`". Where it quotes a value that has
/// another type or range, what was expected is left of it.
fn reason_of(text: &str) -> String {
    let quotes = ["invalid type: ", "invalid value: "].iter().any(|start| text.starts_with(start));
    match text.rsplit_once(", expected ") {
        Some((_, expected)) if quotes => format!("expected {expected}"),
        // serde_dynamo's own texts quote numbers
        _ if text.starts_with("Failed to parse") => "expected another number".to_owned(),
        _ => text.to_owned(),
    }
}

fn own(value: AttributeValue) -> Result<Value, EncodeError> {
    let number = |text: String| -> Result<Number, EncodeError> {
        text.parse().map_err(|_| EncodeError::new("the number is none that DynamoDB can hold"))
    };
    Ok(match value {
        AttributeValue::N(text) => Value::N(number(text)?),
        AttributeValue::S(text) => Value::S(text),
        AttributeValue::Bool(value) => Value::Bool(value),
        AttributeValue::B(bytes) => Value::B(bytes),
        AttributeValue::Null(_) => Value::Null,
        AttributeValue::M(map) => {
            Value::M(map.into_iter().map(|(name, value)| Ok((name, own(value)?))).collect::<Result<_, EncodeError>>()?)
        }
        AttributeValue::L(list) => Value::L(list.into_iter().map(own).collect::<Result<_, _>>()?),
        AttributeValue::Ss(set) => Value::Ss(set.into_iter().collect()),
        AttributeValue::Ns(set) => Value::Ns(set.into_iter().map(number).collect::<Result<_, _>>()?),
        AttributeValue::Bs(set) => Value::Bs(set.into_iter().collect()),
    })
}

fn foreign(value: Value) -> AttributeValue {
    match value {
        Value::Null => AttributeValue::Null(true),
        Value::Bool(value) => AttributeValue::Bool(value),
        Value::N(number) => AttributeValue::N(number.to_string()),
        Value::S(text) => AttributeValue::S(text),
        Value::B(bytes) => AttributeValue::B(bytes),
        Value::Ss(set) => AttributeValue::Ss(set.into_iter().collect()),
        Value::Ns(set) => AttributeValue::Ns(set.iter().map(Number::to_string).collect()),
        Value::Bs(set) => AttributeValue::Bs(set.into_iter().collect()),
        Value::L(list) => AttributeValue::L(list.into_iter().map(foreign).collect()),
        Value::M(map) => AttributeValue::M(map.into_iter().map(|(name, value)| (name, foreign(value))).collect()),
    }
}
