//! Fields that are stored in attributes of the layout.

use super::super::message::same;
use super::super::{
    EntitySchema, FieldSchema, IndexKeys, IndexKind, IndexSchema, KeyAttr, KeySource, LayoutSchema, NativeKey,
};
use super::kind::{Problem, check_kind, starts, with_index};
use crate::value::Type;

/// Attributes that are keys, the tag or the time-to-live of the layout: DynamoDB would index, refuse or delete the items.
pub(super) const fn check_field(entity: &EntitySchema, field: &FieldSchema, layout: &LayoutSchema) -> Problem {
    if let Some(tag) = layout.tag
        && same(tag, field.attribute)
    {
        return starts(entity.name, ": the field ", field.name)
            .with(" would overwrite the tag of the layout, the attribute `")
            .with(tag)
            .with("`; rename one of them: `#[attr(rename = \"..\")]`, or `tag = \"..\"` on the layout")
            .some();
    }
    if let Some(ttl) = layout.ttl
        && same(ttl, field.attribute)
    {
        let number = match field.kind {
            Some(kind) => matches!(kind, Type::N),
            None => true,
        };
        if !number {
            return starts(entity.name, ": the field ", field.name)
                .with(" is the time-to-live of the layout and no number, so that DynamoDB would never delete the item; make it a `Ttl`")
                .some();
        }
        if field.nullable {
            return starts(entity.name, ": the field ", field.name)
                .with(" is the time-to-live of the layout and would be stored as null; leave out `null`")
                .some();
        }
    }
    if let Some(problem) = check_key_attribute(entity, field, &layout.hash, None) {
        return Some(problem);
    }
    if let Some(range) = &layout.range
        && let Some(problem) = check_key_attribute(entity, field, range, None)
    {
        return Some(problem);
    }
    let mut next = 0;
    while next < layout.indexes.len() {
        let index = &layout.indexes[next];
        if !matches!(index.keys, IndexKeys::Inverted) {
            if matches!(index.kind, IndexKind::Global)
                && let Some(problem) = check_key_attributes(entity, field, index.hash, index)
            {
                return Some(problem);
            }
            if let Some(problem) = check_key_attributes(entity, field, index.range, index) {
                return Some(problem);
            }
        }
        next += 1;
    }
    None
}

const fn check_key_attributes(
    entity: &EntitySchema,
    field: &FieldSchema,
    keys: &[KeyAttr],
    index: &IndexSchema,
) -> Problem {
    let mut next = 0;
    while next < keys.len() {
        if let Some(problem) = check_key_attribute(entity, field, &keys[next], Some(index)) {
            return Some(problem);
        }
        next += 1;
    }
    None
}

const fn check_key_attribute(
    entity: &EntitySchema,
    field: &FieldSchema,
    key: &KeyAttr,
    index: Option<&IndexSchema>,
) -> Problem {
    if !same(field.attribute, key.name) {
        return None;
    }
    if field.nullable {
        let message = starts(entity.name, ": the field ", field.name).with(" is a key of ");
        return with_index(message, index)
            .with(" and would be stored as null, which DynamoDB refuses; leave out `null`")
            .some();
    }
    let mut next = 0;
    while next < entity.patterns.len() {
        let pattern = &entity.patterns[next];
        let here = match (pattern.index, index) {
            (None, None) => true,
            (Some(name), Some(index)) => same(name, index.name),
            _ => false,
        };
        if here && (declares(&pattern.hash, field.attribute) || ranges_declare(&pattern.range, field.attribute)) {
            // its type was checked with the pattern
            return None;
        }
        next += 1;
    }
    let native = NativeKey { field: field.name, attribute: field.attribute, kind: field.kind };
    if let Some(problem) = check_kind(entity, &native, key, index) {
        return Some(problem);
    }
    // An item that lacks another key attribute of the index is not in it.
    if let Some(index) = index
        && !stores_all(entity, index)
    {
        return None;
    }
    let message = starts(entity.name, ": the field ", field.name).with(" is stored in the attribute `").with(key.name);
    let message = with_index(message.with("`, a key of "), index).with(", which `").with(entity.name);
    let fix = match index {
        Some(_) => "` does not declare; add the `#[index(..)]`, or rename the attribute: `#[attr(rename = \"..\")]`",
        None => {
            "` does not declare; name the field in its `#[key(..)]`, or rename the attribute: `#[attr(rename = \"..\")]`"
        }
    };
    message.with(fix).some()
}

const fn stores_all(entity: &EntitySchema, index: &IndexSchema) -> bool {
    let hash: &[KeyAttr] = if matches!(index.kind, IndexKind::Global) { index.hash } else { &[] };
    stores_each(entity, hash) && stores_each(entity, index.range)
}

const fn stores_each(entity: &EntitySchema, keys: &[KeyAttr]) -> bool {
    let mut next = 0;
    while next < keys.len() {
        if !stores(entity, keys[next].name) && !is_table_key(entity.layout, keys[next].name) {
            return false;
        }
        next += 1;
    }
    true
}

/// Every item has the keys of the table.
pub(super) const fn is_table_key(layout: &LayoutSchema, attribute: &str) -> bool {
    same(layout.hash.name, attribute)
        || match &layout.range {
            Some(range) => same(range.name, attribute),
            None => false,
        }
}

const fn stores(entity: &EntitySchema, attribute: &str) -> bool {
    let mut next = 0;
    while next < entity.fields.len() {
        if !entity.fields[next].in_key && same(entity.fields[next].attribute, attribute) {
            return true;
        }
        next += 1;
    }
    false
}

const fn ranges_declare(range: &Option<KeySource>, attribute: &str) -> bool {
    match range {
        Some(range) => declares(range, attribute),
        None => false,
    }
}

const fn declares(source: &KeySource, attribute: &str) -> bool {
    let KeySource::Native(keys) = source else { return false };
    let mut next = 0;
    while next < keys.len() {
        if same(keys[next].attribute, attribute) {
            return true;
        }
        next += 1;
    }
    false
}
