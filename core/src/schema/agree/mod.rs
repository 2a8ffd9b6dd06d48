//! Checks across layout and entity, and across the entities of a table. They run at compile time, in one constant for each
//! access pattern and one for each entity of a table; their texts name the culprits. They return what is wrong, and the
//! generated constant panics with it: a panic in here would be shown with all the functions that led to it.

use self::fields::{check_field, is_table_key};
use self::kind::{Problem, check_kind, starts, with_index};
use super::message::{Message, contains, same};
use super::{
    Carries, EntitySchema, IndexKeys, IndexKind, IndexSchema, KeyAttr, KeySource, LayoutSchema, NativeKey,
    PatternSchema, PatternShape, TableSchema,
};
use crate::key::{KeyRole, templates_overlap};
use crate::value::Type;

mod collection;
mod fields;
mod kind;

pub use collection::check_collection;

/// Returns where an access pattern of an entity, by its place, does not agree with the layout.
#[must_use]
pub const fn check_pattern(entity: &EntitySchema, place: usize) -> Problem {
    let layout = entity.layout;
    if has_mistakes(layout) {
        return None;
    }
    let pattern = &entity.patterns[place];
    if let Some(problem) = check_forms(entity, pattern) {
        return Some(problem);
    }
    match pattern.index {
        None => check_table_key(entity, pattern, layout),
        Some(name) => check_index(entity, pattern, find(layout, name)),
    }
}

/// Returns where a field of an entity is stored in an attribute that the layout uses in another way.
#[must_use]
pub const fn check_fields(entity: &EntitySchema) -> Problem {
    let mut next = 0;
    while next < entity.fields.len() && !has_mistakes(entity.layout) {
        if !entity.fields[next].in_key
            && let Some(problem) = check_field(entity, &entity.fields[next], entity.layout)
        {
            return Some(problem);
        }
        next += 1;
    }
    None
}

/// Returns where two entities of a table can have the same key or share a tag; `place` is the entity to compare with those before
/// it.
#[must_use]
pub const fn check_table(table: &TableSchema, place: usize) -> Problem {
    let entity = table.entities[place];
    let mut next = 0;
    while next < place {
        let other = table.entities[next];
        next += 1;
        if entity.name.is_empty() || other.name.is_empty() {
            // its declaration has mistakes, which were reported
            continue;
        }
        if table.layout.tag.is_some()
            && let Some(tag) = shared_tag(entity, other)
        {
            return starts(other.name, " and ", entity.name)
                .with(" have the same tag `")
                .with(tag)
                .with("` in the table `")
                .with(table.name)
                .with("`; give one of them another: `#[entity(tag = \"..\")]`")
                .some();
        }
        if patterns_overlap(&entity.patterns[0], &other.patterns[0]) {
            let message = starts(other.name, " and ", entity.name).with(" can have the same key in the table `");
            let message = with_key(message.with(table.name).with("`: "), &other.patterns[0]).with(" and ");
            return with_key(message, &entity.patterns[0])
                .with("; give one of them a literal that the other cannot have, such as a prefix of its own")
                .some();
        }
    }
    None
}

/// Returns whether the declaration of a layout has mistakes, which were reported there.
const fn has_mistakes(layout: &LayoutSchema) -> bool {
    layout.name.is_empty()
}

const fn shared_tag(entity: &EntitySchema, other: &EntitySchema) -> Option<&'static str> {
    if same(entity.tag, other.tag) || contains(other.tag_aliases, entity.tag) {
        Some(entity.tag)
    } else if contains(entity.tag_aliases, other.tag) {
        Some(other.tag)
    } else {
        None
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

/// Adds the key templates: "`CUSTOMER#{customer}` / `ORDER#{id}`".
const fn with_key(message: Message, pattern: &PatternSchema) -> Message {
    let message = with_source(message, &pattern.hash);
    match &pattern.range {
        Some(range) => with_source(message.with(" / "), range),
        None => message,
    }
}

const fn with_source(message: Message, source: &KeySource) -> Message {
    match source {
        KeySource::Composed(template) => message.with("`").with(template.text).with("`"),
        KeySource::Native([key, ..]) => message.with("the field `").with(key.field).with("`"),
        KeySource::Native([]) => message,
    }
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

/// Refuses a part with a template for each variant in the middle of a key: where it ends could not be told.
const fn check_forms(entity: &EntitySchema, pattern: &PatternSchema) -> Problem {
    let sources = [Some(&pattern.hash), pattern.range.as_ref()];
    let mut next = 0;
    while next < 2 {
        if let Some(KeySource::Composed(template)) = sources[next]
            && let Some(part) = template.misplaced_forms()
        {
            return starts(entity.name, " has a key with something behind the part ", part)
                .with(": `")
                .with(template.text)
                .with("`; its type is an enum with a template for each variant, whose texts hold `#`, so it has to end the key")
                .some();
        }
        next += 1;
    }
    None
}

const fn check_table_key(entity: &EntitySchema, pattern: &PatternSchema, layout: &LayoutSchema) -> Problem {
    if let Some(problem) = check_source(entity, pattern, &pattern.hash, &[layout.hash], "pk", None) {
        return Some(problem);
    }
    match (&pattern.range, &layout.range) {
        (Some(range), Some(key)) => check_source(entity, pattern, range, &[*key], "sk", None),
        (None, None) => None,
        (None, Some(key)) => starts(entity.name, " has no sort key, and the layout has one: ", key.name)
            .with("; give its `#[key(..)]` an `sk`, such as a literal")
            .some(),
        (Some(_), None) => starts(entity.name, " has a sort key, and there is none in its layout, ", layout.name)
            .with("; leave out `sk` in its `#[key(..)]`")
            .some(),
    }
}

const fn check_index(entity: &EntitySchema, pattern: &PatternSchema, index: Option<&IndexSchema>) -> Problem {
    let Some(index) = index else { return None };
    if let Some(problem) = check_shape(entity, pattern, index) {
        return Some(problem);
    }
    if matches!(index.keys, IndexKeys::Inverted) {
        return None;
    }
    if matches!(index.kind, IndexKind::Global)
        && let Some(problem) = check_half(entity, pattern, &pattern.hash, KeyRole::Partition, index)
    {
        return Some(problem);
    }
    match (&pattern.range, index.range.is_empty()) {
        (Some(range), false) => check_half(entity, pattern, range, KeyRole::Sort, index),
        (None, true) => None,
        (None, false) => {
            let message =
                about(entity, pattern).with(" has no `sk`, and the index `").with(index.name).with("` has one; add ");
            let message = match own_key(entity.layout, index.range) {
                Some(own) => message.with("`sk = ").with(table_word(own)).with("` to its `#[index(..)]`"),
                None => message.with("it to its `#[index(..)]`"),
            };
            message.some()
        }
        (Some(_), true) => about(entity, pattern)
            .with(" has an `sk`, and the index `")
            .with(index.name)
            .with("` has none; leave it out of its `#[index(..)]`")
            .some(),
    }
}

/// Refuses a pattern that is written for another kind of index.
const fn check_shape(entity: &EntitySchema, pattern: &PatternSchema, index: &IndexSchema) -> Problem {
    let (fits, of, fix) = match (index.keys, index.kind) {
        (IndexKeys::Inverted, _) => (
            matches!(pattern.shape, PatternShape::Inverted),
            "an inverted index, whose keys are the table's own",
            "leave out `pk` and `sk`",
        ),
        (_, IndexKind::Local) => (
            matches!(pattern.shape, PatternShape::Local),
            "a local index, which shares the partition key of the table",
            "give `sk` alone",
        ),
        (_, IndexKind::Global) => (
            matches!(pattern.shape, PatternShape::Global),
            "a global index, which has a partition key of its own",
            "give `pk`, and `sk` where the index has one",
        ),
    };
    if fits {
        return None;
    }
    about(entity, pattern)
        .with(" is over `")
        .with(index.name)
        .with("`, ")
        .with(of)
        .with("; in its `#[index(..)]` ")
        .with(fix)
        .some()
}

/// Checks one half of the key of an index: the table's own key is named as that, and nothing else is.
const fn check_half(
    entity: &EntitySchema,
    pattern: &PatternSchema,
    source: &KeySource,
    role: KeyRole,
    index: &IndexSchema,
) -> Problem {
    let (option, keys) = match role {
        KeyRole::Partition => ("pk", index.hash),
        KeyRole::Sort => ("sk", index.range),
    };
    let taken = match pattern.of_table {
        Some((half, own)) if half as u8 == role as u8 => Some(own),
        _ => None,
    };
    let own = own_key(entity.layout, keys);
    let by_name = match source {
        KeySource::Native([field]) => keys.len() == 1 && same(field.attribute, keys[0].name),
        _ => false,
    };
    match (taken, own) {
        (Some(taken), Some(own)) if taken as u8 == own as u8 => None,
        // A field that is the table's key as it is stored.
        (None, Some(_)) if by_name => check_source(entity, pattern, source, keys, option, Some(index)),
        (None, None) => check_source(entity, pattern, source, keys, option, Some(index)),
        (_, Some(own)) => about(entity, pattern)
            .with(" has another `")
            .with(option)
            .with("` than `")
            .with(index.name)
            .with("`, where it is the table's own ")
            .with(match own {
                KeyRole::Partition => "partition key",
                KeyRole::Sort => "sort key",
            })
            .with("; write `")
            .with(option)
            .with(" = ")
            .with(table_word(own))
            .with("`")
            .some(),
        (Some(taken), None) => about(entity, pattern)
            .with(" gives the `")
            .with(option)
            .with("` of `")
            .with(index.name)
            .with("` as `")
            .with(table_word(taken))
            .with("`, and there it is no key of the table; write a template or fields, or let the layout say `")
            .with(option)
            .with(" = ")
            .with(table_word(taken))
            .with("`")
            .some(),
    }
}

/// Returns which of the table's own keys one half of an index key is.
const fn own_key(layout: &LayoutSchema, keys: &[KeyAttr]) -> Option<KeyRole> {
    let [key] = keys else { return None };
    if same(key.name, layout.hash.name) {
        return Some(KeyRole::Partition);
    }
    match &layout.range {
        Some(range) if same(key.name, range.name) => Some(KeyRole::Sort),
        _ => None,
    }
}

const fn table_word(own: KeyRole) -> &'static str {
    match own {
        KeyRole::Partition => "table_pk",
        KeyRole::Sort => "table_sk",
    }
}

const fn check_source(
    entity: &EntitySchema,
    pattern: &PatternSchema,
    source: &KeySource,
    keys: &[KeyAttr],
    role: &str,
    index: Option<&IndexSchema>,
) -> Problem {
    match source {
        KeySource::Native(fields) => check_native(entity, pattern, fields, keys, role, index),
        KeySource::Composed(_) if keys.len() == 1 && matches!(keys[0].kind, Type::S) => None,
        KeySource::Composed(template) => {
            let message = about(entity, pattern).with(" composes the `").with(role).with("` of ");
            with_index(message, index)
                .with(" from the template `")
                .with(template.text)
                .with("`, and that key is no text attribute of its own; write the fields that hold it: `")
                .with(role)
                .with(" = [..]`")
                .some()
        }
    }
}

const fn check_native(
    entity: &EntitySchema,
    pattern: &PatternSchema,
    fields: &[NativeKey],
    keys: &[KeyAttr],
    role: &str,
    index: Option<&IndexSchema>,
) -> Problem {
    if fields.len() != keys.len() {
        let message =
            about(entity, pattern).with(" gives ").with_number(fields.len()).with(" of the attributes in the `");
        return with_index(message.with(role).with("` of "), index)
            .with(", which has ")
            .with_number(keys.len())
            .with("; give all of them, in that order")
            .some();
    }
    let mut next = 0;
    while next < fields.len() {
        let (field, key) = (&fields[next], &keys[next]);
        if !same(field.attribute, key.name) {
            let message = about(entity, pattern).with(" gives the attribute `").with(field.attribute);
            return with_index(message.with("` where the `").with(role).with("` of "), index)
                .with(" has `")
                .with(key.name)
                .with("`; name the fields that are stored as they are in the order of the layout, or write a template for a key that is composed: `")
                .with(role)
                .with(" = \"{")
                .with(field.field)
                .with("}\"`")
                .some();
        }
        if let Some(problem) = check_kind(entity, field, key, index) {
            return Some(problem);
        }
        next += 1;
    }
    None
}

/// Returns what queries by an access pattern, by its place, can yield: 2 for whole items of every kind, 1 for whole entities of
/// this one, otherwise 0.
#[must_use]
pub const fn carries(entity: &EntitySchema, place: usize) -> u8 {
    let Some(name) = entity.patterns[place].index else { return 2 };
    let Some(index) = find(entity.layout, name) else { return 2 };
    match index.carries {
        Carries::All => 2,
        // A local index reaches into the table for what it does not carry.
        _ if matches!(index.kind, IndexKind::Local) => 2,
        _ => carries_whole(entity, index) as u8,
    }
}

/// Returns whether an index carries all that an entity stores, so that queries of it can yield whole entities.
const fn carries_whole(entity: &EntitySchema, index: &IndexSchema) -> bool {
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
    if is_table_key(layout, attribute) {
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
