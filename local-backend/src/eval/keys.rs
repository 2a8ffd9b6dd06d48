//! Keys: those of requests, those in items that are put, and those that an update leaves behind.

use monotable::expression::{Path, SetOperand, SetValue, Update};
use monotable::request::control::KeyAttribute;
use monotable::values::ValueRef;
use monotable::{Error, Item, Type};

use crate::error;
use crate::schema::{IndexKey, KeySchema, TableSchema};

/// Checks the Key of a request: exactly the key attributes, of the right types, neither empty nor too long.
pub(crate) fn check_key(keys: &KeySchema, key: &Item) -> Result<(), Error> {
    for attribute in keys.attributes() {
        match key.get(&attribute.name) {
            Some(value) if value.kind() == attribute.kind => {}
            _ => return Err(error::validation(error::KEY_MISMATCH)),
        }
    }
    if key.len() != keys.len() {
        return Err(error::validation(error::KEY_MISMATCH));
    }
    check_lengths(keys, key)
}

/// Checks the table's key in an item that is put.
pub(crate) fn check_put_keys(keys: &KeySchema, item: &Item) -> Result<(), Error> {
    for attribute in keys.attributes() {
        let Some(value) = item.get(&attribute.name) else {
            return Err(error::missing_key(&attribute.name));
        };
        if value.kind() != attribute.kind {
            return Err(error::key_type(&attribute.name, attribute.kind, value.kind()));
        }
    }
    check_lengths(keys, item)
}

/// Checks the index keys in an item that is put. An item may lack them: then it is not in that index.
pub(crate) fn check_index_keys(schema: &TableSchema, item: &Item) -> Result<(), Error> {
    index_keys(schema, item, |key, value| {
        if is_empty(value) {
            return Err(error::empty_index_key(&key.attribute.name, value.kind(), &key.index));
        }
        Ok(())
    })
}

/// Checks the index keys in what an update made of an item; those that it did not touch were checked before.
pub(crate) fn check_updated_index_keys(schema: &TableSchema, update: &Update, item: &Item) -> Result<(), Error> {
    if schema.index_keys().is_empty() {
        return Ok(());
    }
    let mut touched = false;
    update.targets(&mut |path| touched |= schema.index_keys().iter().any(|key| key.attribute.name == path.head));
    if !touched {
        return Ok(());
    }
    index_keys(schema, item, |_, value| {
        if is_empty(value) {
            return Err(error::empty_updated_index_key(value.kind()));
        }
        Ok(())
    })
}

/// The error of the first key attribute that is empty, whatever else is wrong with the key.
pub(crate) fn empty_key(keys: &KeySchema, item: &Item) -> Option<Error> {
    let is_empty = |attribute: &&KeyAttribute| {
        item.get(&attribute.name).is_some_and(|value| is_empty(value) && value.kind() == attribute.kind)
    };
    keys.attributes().find(is_empty).map(|attribute| error::empty_key(&attribute.name, attribute.kind))
}

/// The error of the first index key attribute that is empty in an item that is put.
pub(crate) fn empty_index_key(schema: &TableSchema, item: &Item) -> Option<Error> {
    schema.index_keys().iter().find_map(|key| {
        let value = item.get(&key.attribute.name)?;
        (is_empty(value) && value.kind() == key.attribute.kind)
            .then(|| error::empty_index_key(&key.attribute.name, value.kind(), &key.index))
    })
}

/// The error of an update that sets an index key attribute to an empty value of the request.
pub(crate) fn empty_updated_index_key(schema: &TableSchema, update: &Update) -> Option<Error> {
    let is_index_key = |path: &Path, kind: Type| {
        path.is_attribute()
            && schema.index_keys().iter().any(|key| key.attribute.name == path.head && key.attribute.kind == kind)
    };
    update.set.iter().find_map(|(path, value)| {
        let SetValue::Operand(SetOperand::Value(value)) = value else { return None };
        let kind = value.view().kind();
        (is_empty(value.view()) && is_index_key(path, kind)).then(|| error::empty_updated_index_key(kind))
    })
}

/// Emptiness, then length, of keys whose types are right.
fn check_lengths(keys: &KeySchema, item: &Item) -> Result<(), Error> {
    for attribute in keys.attributes() {
        if let Some(value) = item.get(&attribute.name)
            && is_empty(value)
        {
            return Err(error::empty_key(&attribute.name, attribute.kind));
        }
    }
    check_sizes(keys, item)
}

/// The limits hold for all attributes of a partition or sort key together.
fn check_sizes(keys: &KeySchema, item: &Item) -> Result<(), Error> {
    let size = |attributes: &[KeyAttribute]| -> usize {
        attributes.iter().filter_map(|attribute| item.get(&attribute.name)).map(scalar_size).sum()
    };
    if size(&keys.hash) > MAX_HASH {
        return Err(error::hash_too_long());
    }
    if size(&keys.range) > MAX_RANGE {
        return Err(error::range_too_long());
    }
    Ok(())
}

/// Types in the order of the indexes' names, then `empty`, then lengths.
fn index_keys(
    schema: &TableSchema,
    item: &Item,
    empty: impl Fn(&IndexKey, ValueRef<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut longest = 0;
    for key in schema.index_keys() {
        let Some(value) = item.get(&key.attribute.name) else { continue };
        if value.kind() != key.attribute.kind {
            return Err(error::index_key_type(&key.attribute.name, key.attribute.kind, value.kind(), &key.index));
        }
        empty(key, value)?;
        longest = longest.max(scalar_size(value));
    }
    // Even four such attributes together are within the limits.
    if longest <= MAX_RANGE / MAX_ATTRIBUTES {
        return Ok(());
    }
    schema.indexes.iter().try_for_each(|index| check_sizes(&index.keys, item))
}

fn is_empty(value: ValueRef<'_>) -> bool {
    matches!(value, ValueRef::S([]) | ValueRef::B([]))
}

/// Length in bytes of a text or binary. Numbers take at most 21, far from any limit.
fn scalar_size(value: ValueRef<'_>) -> usize {
    match value {
        ValueRef::S(bytes) | ValueRef::B(bytes) | ValueRef::N(bytes) => bytes.len(),
        _ => 0,
    }
}

/// Bytes of a partition key.
pub(crate) const MAX_HASH: usize = 2048;
/// Bytes of a sort key.
pub(crate) const MAX_RANGE: usize = 1024;
/// Attributes of the partition or sort key of an index.
const MAX_ATTRIBUTES: usize = 4;
