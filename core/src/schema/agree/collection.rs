//! The proof that the items of a collection stand where it reads.

use super::super::collection::sort_template;
use super::super::message::{Message, same};
use super::super::{CollectionSchema, EntitySchema, KeySource, MemberCount, MemberKind, MemberSchema};
use super::kind::{Problem, starts};
use super::{carries, has_mistakes, with_source};
use crate::key::Template;

/// Returns why a member of a collection, by its place, cannot be read with the others.
#[must_use]
pub const fn check_collection(collection: &CollectionSchema, place: usize) -> Problem {
    let member = &collection.members[place];
    if has_mistakes(collection.root.layout) {
        return None;
    }
    let by = collection.by();
    let (entity, pattern) = match member.reached(by.index) {
        Some(reached) => reached,
        None => {
            let MemberKind::Entity(entity) = member.kind else { return None };
            let index = match by.index {
                Some(index) => index,
                None => "",
            };
            return about(collection, member)
                .with(" cannot be read with the others: `")
                .with(entity.name)
                .with("` has no access pattern over the index `")
                .with(index)
                .with("`; give it one: `#[index(name: ")
                .with(index)
                .with(", ..)]`")
                .some();
        }
    };
    if entity.name.is_empty() {
        return None; // its declaration has mistakes, which were reported
    }
    if let MemberKind::Collection(nested) = member.kind
        && let Some(problem) = check_nested(collection, member, nested)
    {
        return Some(problem);
    }
    if !same_source(&entity.patterns[pattern].hash, &by.hash) {
        let message = about(collection, member).with(" stands in another partition: `");
        let message =
            with_source(message.with(entity.name).with("` has the partition key "), &entity.patterns[pattern].hash);
        return with_source(message.with(", and `").with(collection.name).with("` reads "), &by.hash)
            .with("; give both the same partition key")
            .some();
    }
    if let (MemberKind::Entity(_), Some(name)) = (member.kind, by.index)
        && carries(entity, pattern) == 0
    {
        return about(collection, member)
            .with(" cannot be read from the index `")
            .with(name)
            .with("`, which does not carry whole `")
            .with(entity.name)
            .with("` items; let it project all that `")
            .with(entity.name)
            .with("` stores: `project = all`")
            .some();
    }
    if let Some(problem) = check_below(collection, member, entity, pattern) {
        return Some(problem);
    }
    check_kinds(collection, place)
}

const fn about(collection: &CollectionSchema, member: &MemberSchema) -> Message {
    starts(collection.name, ": the member ", member.field)
}

/// A struct in the struct: its items stand below a key of its own, one for each.
const fn check_nested(collection: &CollectionSchema, member: &MemberSchema, nested: &CollectionSchema) -> Problem {
    let same_index = match (nested.by().index, collection.by().index) {
        (None, None) => true,
        (Some(a), Some(b)) => same(a, b),
        _ => false,
    };
    if !same_index {
        return about(collection, member)
            .with(" is read from another index: `")
            .with(nested.name)
            .with("` goes by `")
            .with(nested.by().name)
            .with("`, and `")
            .with(collection.name)
            .with("` by `")
            .with(collection.by().name)
            .with("`; use access patterns over one index")
            .some();
    }
    let (template, segments) = nested.prefix();
    let (_, outer) = collection.prefix();
    let Some(template) = template else {
        return about(collection, member)
            .with(" has no composed sort key below which its items could stand; make each kind a member of its own")
            .some();
    };
    if segments == 0 || segments <= outer {
        return about(collection, member)
            .with(" stands for the same items as `")
            .with(collection.name)
            .with("` itself; let `by` of `")
            .with(nested.name)
            .with("` name an access pattern with more parts, whose item is a member of `")
            .with(nested.name)
            .with("`, or make its members those of `")
            .with(collection.name)
            .with("`")
            .some();
    }
    if !template.is_escaped() {
        return about(collection, member)
            .with(" cannot be told apart in raw keys, where the items below `")
            .with(template.text)
            .with("` do not stand together; make each kind a member of `")
            .with(collection.name)
            .with("`")
            .some();
    }
    let mut next = 0;
    while next < nested.members.len() {
        if nested.members[next].last.is_some() {
            return about(collection, member)
                .with(" would need a query for each of its items: `")
                .with(nested.name)
                .with("::")
                .with(nested.members[next].field)
                .with("` is bounded by `last`; leave that out, or load `")
                .with(nested.name)
                .with("` by itself")
                .some();
        }
        next += 1;
    }
    None
}

/// The sort key goes on behind that of the collection, and by a part where there can be many.
const fn check_below(
    collection: &CollectionSchema,
    member: &MemberSchema,
    entity: &EntitySchema,
    pattern: usize,
) -> Problem {
    let (prefix, segments) = collection.prefix();
    let own = sort_template(&entity.patterns[pattern]);
    if let Some(prefix) = prefix
        && segments > 0
    {
        let fits = match own {
            Some(own) => own.continues(prefix, segments),
            None => false,
        };
        if !fits {
            let message = about(collection, member).with(" does not stand below `").with(prefix.text).with("`: `");
            let message = message.with(entity.name).with("` has the sort key ");
            let message = match &entity.patterns[pattern].range {
                Some(range) => with_source(message, range),
                None => message.with("of nothing"),
            };
            return message
                .with("; let it begin with the parts of the sort key of `")
                .with(collection.root.name)
                .with("`")
                .some();
        }
    }
    let varies = match (&member.kind, own) {
        (MemberKind::Collection(nested), Some(own)) => has_part(own, segments, nested.prefix().1),
        (MemberKind::Entity(_), Some(own)) => has_part(own, segments, own.segments.len()),
        (_, None) => entity.patterns[pattern].range.is_some(),
    };
    if varies && !matches!(member.count, MemberCount::Many) {
        let message = about(collection, member).with(" stands for one item, and there can be many: ");
        let message = match &entity.patterns[pattern].range {
            Some(range) => with_source(message.with("its sort key is "), range),
            None => message,
        };
        return message.with("; make it a `Vec`, or let `by` give those parts").some();
    }
    None
}

const fn has_part(template: &Template, from: usize, to: usize) -> bool {
    let mut next = from;
    while next < to && next < template.segments.len() {
        if matches!(template.segments[next], crate::key::Segment::Part { .. }) {
            return true;
        }
        next += 1;
    }
    false
}

/// A kind of item has one place.
const fn check_kinds(collection: &CollectionSchema, place: usize) -> Problem {
    let member = &collection.members[place];
    let mut next = 0;
    while next < place {
        let other = &collection.members[next];
        if let Some(entity) = shared_kind(&member.kind, &other.kind, 0) {
            return about(collection, member)
                .with(" and the member `")
                .with(other.field)
                .with("` both hold `")
                .with(entity)
                .with("`; each kind of item has one place in a collection")
                .some();
        }
        next += 1;
    }
    None
}

const fn shared_kind(kind: &MemberKind, other: &MemberKind, depth: usize) -> Option<&'static str> {
    match (kind, other) {
        (MemberKind::Entity(a), MemberKind::Entity(b)) => {
            if same(a.name, b.name) {
                Some(a.name)
            } else {
                None
            }
        }
        (MemberKind::Collection(nested), other) | (other, MemberKind::Collection(nested)) => {
            let mut next = 0;
            while next < nested.members.len() && depth < MAX_DEPTH {
                if let Some(name) = shared_kind(&nested.members[next].kind, other, depth + 1) {
                    return Some(name);
                }
                next += 1;
            }
            None
        }
    }
}

const fn same_source(a: &KeySource, b: &KeySource) -> bool {
    match (a, b) {
        (KeySource::Composed(a), KeySource::Composed(b)) => a.has_form_of(b),
        (KeySource::Native(a), KeySource::Native(b)) => {
            let mut next = 0;
            while next < a.len() && next < b.len() {
                if !same(a[next].attribute, b[next].attribute) {
                    return false;
                }
                next += 1;
            }
            a.len() == b.len()
        }
        _ => false,
    }
}

/// Structs in structs, beyond which no kind is looked for: those that hold themselves are refused for another reason.
const MAX_DEPTH: usize = 16;
