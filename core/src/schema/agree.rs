//! Checks across layout and entity, and across the entities of a table. They run at compile time, in one constant for each
//! entity and one for each entity of a table; their texts name the culprits.

use super::message::{Message, contains, same};
use super::{
    Carries, EntitySchema, FieldSchema, IndexKeys, IndexSchema, KeyAttr, KeySource, LayoutSchema, NativeKey,
    PatternSchema, PatternShape, TableSchema,
};
use crate::backend::IndexKind;
use crate::key::templates_overlap;
use crate::value::Type;

/// Fails where an access pattern of an entity, by its place, does not agree with the layout.
pub const fn check_pattern(entity: &EntitySchema, place: usize) {
    let layout = entity.layout;
    let pattern = &entity.patterns[place];
    match pattern.index {
        None => check_table_key(entity, pattern, layout),
        Some(name) => check_index(entity, pattern, find(layout, name)),
    }
}

/// Fails where a field of an entity is stored in an attribute that the layout uses in another way.
pub const fn check_fields(entity: &EntitySchema) {
    let mut next = 0;
    while next < entity.fields.len() {
        if !entity.fields[next].in_key {
            check_field(entity, &entity.fields[next], entity.layout);
        }
        next += 1;
    }
}

/// Fails where two entities of a table can have the same key or share a tag; `place` is the entity to compare with those
/// before it.
pub const fn check_table(table: &TableSchema, place: usize) {
    let entity = table.entities[place];
    let mut next = 0;
    while next < place {
        let other = table.entities[next];
        if entity.name.is_empty() || other.name.is_empty() {
            // its declaration has mistakes, which were reported
            next += 1;
            continue;
        }
        if table.layout.tag.is_some() {
            check_tags(table, entity, other);
            check_tags(table, other, entity);
        }
        if patterns_overlap(&entity.patterns[0], &other.patterns[0]) {
            starts(entity.name, " and ", other.name)
                .with(" can have the same key in the table `")
                .with(table.name)
                .with("`: ")
                .with(key_text(&entity.patterns[0]))
                .with(" and ")
                .with(key_text(&other.patterns[0]))
                .with("; give one of them a literal that the other cannot have, such as a prefix of its own")
                .fail();
        }
        next += 1;
    }
}

const fn check_tags(table: &TableSchema, entity: &EntitySchema, other: &EntitySchema) {
    if same(entity.tag, other.tag) || contains(other.tag_aliases, entity.tag) {
        starts(entity.name, " and ", other.name)
            .with(" have the same tag `")
            .with(entity.tag)
            .with("` in the table `")
            .with(table.name)
            .with("`; give one of them another: `#[entity(tag = \"..\")]`")
            .fail();
    }
}

const fn patterns_overlap(a: &PatternSchema, b: &PatternSchema) -> bool {
    if !sources_overlap(&a.hash, &b.hash) {
        return false;
    }
    match (&a.range, &b.range) {
        (Some(a), Some(b)) => sources_overlap(a, b),
        _ => true,
    }
}

pub(super) const fn sources_overlap(a: &KeySource, b: &KeySource) -> bool {
    match (a, b) {
        (KeySource::Composed(a), KeySource::Composed(b)) => templates_overlap(a, b),
        _ => true,
    }
}

const fn key_text(pattern: &PatternSchema) -> &'static str {
    match (&pattern.range, &pattern.hash) {
        (Some(KeySource::Composed(template)), _) | (None, KeySource::Composed(template)) => template.text,
        _ => "stored attributes",
    }
}

const fn starts(first: &str, between: &str, second: &str) -> Message {
    Message::new().with("`").with(first).with("`").with(between).with("`").with(second).with("`")
}

const fn about(entity: &EntitySchema, pattern: &PatternSchema) -> Message {
    starts(entity.name, ": the access pattern ", pattern.name)
}

const fn find(layout: &'static LayoutSchema, name: &str) -> Option<&'static IndexSchema> {
    let mut next = 0;
    while next < layout.indexes.len() {
        if same(layout.indexes[next].name, name) {
            return Some(&layout.indexes[next]);
        }
        next += 1;
    }
    None
}

const fn check_table_key(entity: &EntitySchema, pattern: &PatternSchema, layout: &LayoutSchema) {
    check_source(entity, pattern, &pattern.hash, &[layout.hash], "pk", "the table");
    match (&pattern.range, &layout.range) {
        (Some(range), Some(key)) => check_source(entity, pattern, range, &[*key], "sk", "the table"),
        (None, None) => {}
        (None, Some(key)) => starts(entity.name, " has no sort key, and the layout has one: ", key.name)
            .with("; give its `#[key(..)]` an `sk`, such as a literal")
            .fail(),
        (Some(_), None) => starts(entity.name, " has a sort key, and the layout has none: ", layout.name)
            .with("; leave out `sk` in its `#[key(..)]`")
            .fail(),
    }
}

const fn check_index(entity: &EntitySchema, pattern: &PatternSchema, index: Option<&IndexSchema>) {
    let Some(index) = index else { return };
    check_shape(entity, pattern, index);
    if matches!(index.keys, IndexKeys::Inverted) {
        return;
    }
    if matches!(index.kind, IndexKind::Global) {
        check_source(entity, pattern, &pattern.hash, index.hash, "pk", index.name);
    }
    match (&pattern.range, index.range.is_empty()) {
        (Some(range), false) => check_source(entity, pattern, range, index.range, "sk", index.name),
        (None, true) => {}
        (None, false) => {
            about(entity, pattern).with(" has no `sk`, and the index `").with(index.name).with("` has one").fail();
        }
        (Some(_), true) => {
            about(entity, pattern).with(" has an `sk`, and the index `").with(index.name).with("` has none").fail();
        }
    }
}

/// A pattern that is written for another kind of index.
const fn check_shape(entity: &EntitySchema, pattern: &PatternSchema, index: &IndexSchema) {
    let (of, fix) = match (index.keys, index.kind) {
        (IndexKeys::Inverted, _) => {
            if matches!(pattern.shape, PatternShape::Inverted) {
                return;
            }
            ("an inverted index, whose keys are the table's own", "leave out `pk` and `sk`")
        }
        (_, IndexKind::Local) => {
            if matches!(pattern.shape, PatternShape::Local) {
                return;
            }
            ("a local index, which shares the partition key of the table", "give `sk` alone")
        }
        (_, IndexKind::Global) => {
            if matches!(pattern.shape, PatternShape::Global) {
                return;
            }
            ("a global index, which has a partition key of its own", "give `pk`, and `sk` where the index has one")
        }
    };
    about(entity, pattern)
        .with(" is over `")
        .with(index.name)
        .with("`, ")
        .with(of)
        .with("; in its `#[index(..)]` ")
        .with(fix)
        .fail();
}

const fn check_source(
    entity: &EntitySchema,
    pattern: &PatternSchema,
    source: &KeySource,
    keys: &[KeyAttr],
    role: &str,
    of: &str,
) {
    match source {
        KeySource::Composed(template) => {
            if keys.len() != 1 || !matches!(keys[0].kind, Type::S) {
                about(entity, pattern)
                    .with(" composes the `")
                    .with(role)
                    .with("` of ")
                    .with(of)
                    .with(" from the template `")
                    .with(template.text)
                    .with("`, and that key is no text attribute of its own; write the fields that hold it: `")
                    .with(role)
                    .with(" = [..]`")
                    .fail();
            }
        }
        KeySource::Native(fields) => check_native(entity, pattern, fields, keys, role, of),
    }
}

const fn check_native(
    entity: &EntitySchema,
    pattern: &PatternSchema,
    fields: &[NativeKey],
    keys: &[KeyAttr],
    role: &str,
    of: &str,
) {
    if fields.len() != keys.len() {
        about(entity, pattern)
            .with(" gives ")
            .with_number(fields.len())
            .with(" attributes for the `")
            .with(role)
            .with("` of ")
            .with(of)
            .with(", which has ")
            .with_number(keys.len())
            .fail();
    }
    let mut next = 0;
    while next < fields.len() {
        let (field, key) = (&fields[next], &keys[next]);
        if !same(field.attribute, key.name) {
            about(entity, pattern)
                .with(" gives the attribute `")
                .with(field.attribute)
                .with("` where the `")
                .with(role)
                .with("` of ")
                .with(of)
                .with(" has `")
                .with(key.name)
                .with("`; name the fields in the order of the layout, and rename the attribute if need be: `#[attr(rename = \"..\")]`")
                .fail();
        }
        check_kind(entity, field.field, field.kind, key, of);
        next += 1;
    }
}

const fn check_kind(entity: &EntitySchema, field: &str, kind: Option<Type>, key: &KeyAttr, of: &str) {
    let Some(kind) = kind else { return };
    if kind as u8 != key.kind as u8 {
        starts(entity.name, ": the field ", field)
            .with(" is stored as ")
            .with(kind.name())
            .with(", and the attribute `")
            .with(key.name)
            .with("` is a key of ")
            .with(of)
            .with(" with type ")
            .with(key.kind.name())
            .with("; declare it there as `")
            .with(key.name)
            .with(": ")
            .with(kind.name())
            .with("`, or change the field")
            .fail();
    }
}

/// Attributes that are keys, the tag or the time-to-live of the layout: DynamoDB would index, refuse or delete the items.
const fn check_field(entity: &EntitySchema, field: &FieldSchema, layout: &LayoutSchema) {
    if let Some(tag) = layout.tag
        && same(tag, field.attribute)
    {
        starts(entity.name, ": the field ", field.name)
            .with(" would overwrite the tag of the layout, the attribute `")
            .with(tag)
            .with("`; rename one of them: `#[attr(rename = \"..\")]`, or `tag = \"..\"` on the layout")
            .fail();
    }
    if let Some(ttl) = layout.ttl
        && same(ttl, field.attribute)
    {
        let number = match field.kind {
            Some(kind) => matches!(kind, Type::N),
            None => true,
        };
        if !number {
            starts(entity.name, ": the field ", field.name)
                .with(" is the time-to-live of the layout and no number, so that DynamoDB would never delete the item; make it a `Ttl`")
                .fail();
        }
    }
    check_key_attribute(entity, field, &layout.hash, None, "the table");
    if let Some(range) = &layout.range {
        check_key_attribute(entity, field, range, None, "the table");
    }
    let mut next = 0;
    while next < layout.indexes.len() {
        let index = &layout.indexes[next];
        let own = !matches!(index.keys, IndexKeys::Inverted);
        let mut key = 0;
        while own && key < index.hash.len() {
            if matches!(index.kind, IndexKind::Global) {
                check_key_attribute(entity, field, &index.hash[key], Some(index), index.name);
            }
            key += 1;
        }
        let mut key = 0;
        while own && key < index.range.len() {
            check_key_attribute(entity, field, &index.range[key], Some(index), index.name);
            key += 1;
        }
        next += 1;
    }
}

const fn check_key_attribute(
    entity: &EntitySchema,
    field: &FieldSchema,
    key: &KeyAttr,
    index: Option<&IndexSchema>,
    of: &str,
) {
    if !same(field.attribute, key.name) {
        return;
    }
    check_kind(entity, field.name, field.kind, key, of);
    let mut next = 0;
    while next < entity.patterns.len() {
        let pattern = &entity.patterns[next];
        let here = match (pattern.index, index) {
            (None, None) => true,
            (Some(name), Some(index)) => same(name, index.name),
            _ => false,
        };
        if here && (declares(&pattern.hash, field.attribute) || ranges_declare(&pattern.range, field.attribute)) {
            return;
        }
        next += 1;
    }
    // An item that lacks another key attribute of the index is not in it.
    if let Some(index) = index
        && !stores_all(entity, index)
    {
        return;
    }
    starts(entity.name, ": the field ", field.name)
        .with(" is stored in the attribute `")
        .with(key.name)
        .with("`, a key of `")
        .with(of)
        .with("`, which `")
        .with(entity.name)
        .with("` does not declare; add the `#[index(..)]`, or rename the attribute: `#[attr(rename = \"..\")]`")
        .fail();
}

const fn stores_all(entity: &EntitySchema, index: &IndexSchema) -> bool {
    let mut next = 0;
    while matches!(index.kind, IndexKind::Global) && next < index.hash.len() {
        if !stores(entity, index.hash[next].name) {
            return false;
        }
        next += 1;
    }
    let mut next = 0;
    while next < index.range.len() {
        if !stores(entity, index.range[next].name) {
            return false;
        }
        next += 1;
    }
    true
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

/// Whether an index carries all that an entity stores, so that queries of it can yield whole entities.
pub const fn carries_whole(entity: &EntitySchema, index: &IndexSchema) -> bool {
    // A local index reaches into the table for what it does not carry.
    if matches!(index.kind, IndexKind::Local) {
        return true;
    }
    let included = match index.carries {
        Carries::All => return true,
        Carries::KeysOnly => &[],
        Carries::Include(names) => names,
    };
    let layout = entity.layout;
    let mut next = 0;
    while next < entity.fields.len() {
        let field = &entity.fields[next];
        let carried = field.in_key
            || contains(included, field.attribute)
            || is_key(layout, index, field.attribute)
            || match layout.ttl {
                Some(ttl) => same(ttl, field.attribute),
                None => false,
            };
        if !carried {
            return false;
        }
        next += 1;
    }
    true
}

const fn is_key(layout: &LayoutSchema, index: &IndexSchema, attribute: &str) -> bool {
    if same(layout.hash.name, attribute) {
        return true;
    }
    if let Some(range) = &layout.range
        && same(range.name, attribute)
    {
        return true;
    }
    let mut next = 0;
    while next < index.hash.len() {
        if same(index.hash[next].name, attribute) {
            return true;
        }
        next += 1;
    }
    let mut next = 0;
    while next < index.range.len() {
        if same(index.range[next].name, attribute) {
            return true;
        }
        next += 1;
    }
    false
}
