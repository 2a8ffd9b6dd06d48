//! One function per rule.

use proc_macro2::Span;
use quote::ToTokens;

use super::model::{
    Half, Index, IndexKeys, KeyAttribute, Kind, Layout, LayoutSource, Member, Model, Named, Projection, Tag,
};
use crate::errors::Errors;
use crate::table_half::TableHalf;

/// Everything that the tokens of the table alone show to be wrong.
pub(crate) fn table(model: &Model, errors: &mut Errors) {
    entities_differ(model, errors);
    let LayoutSource::Own(layout) = &model.layout else { return };
    let owner = model.ident.to_string();
    index_names_differ(&owner, layout, errors);
    indexes_are_no_variants(model, layout, errors);
    index_names_are_allowed(layout, errors);
    attribute_names_are_allowed(layout, errors);
    own_attributes_differ(&owner, layout, errors);
    composed_keys_have_their_own_attributes(&owner, layout, errors);
    attributes_have_one_type(&owner, layout, errors);
    indexes_fit_the_key(&owner, layout, errors);
    halves_of_the_table_have_another_beside_them(&owner, layout, errors);
    halves_are_short_enough(layout, errors);
    indexes_are_few_enough(&owner, layout, errors);
    included_attributes_are_few_enough(&owner, layout, errors);
}

fn entities_differ(model: &Model, errors: &mut Errors) {
    let Some(entities) = &model.entities else { return };
    let shown = |member: &Member| member.ty.to_token_stream().to_string();
    for (at, member) in entities.members.iter().enumerate() {
        if let Some(first) = entities.members[..at].iter().find(|other| shown(other) == shown(member)) {
            errors.on(
                &member.ty,
                format_args!(
                    "`{}` holds the same entity twice, as `{}` and `{}`; keep one",
                    model.ident, first.variant, member.variant
                ),
            );
        }
    }
    if entities.members.is_empty()
        && let Some(other) = &entities.other
    {
        errors.on(
            &other.variant,
            format_args!(
                "`{}` holds no entity beside `{}`; give it a variant per entity: `Order(Order)`",
                model.ident, other.variant
            ),
        );
    }
}

fn index_names_differ(owner: &str, layout: &Layout, errors: &mut Errors) {
    for (at, index) in layout.indexes.iter().enumerate() {
        let before = &layout.indexes[..at];
        if before.iter().any(|other| other.ident == index.ident) {
            errors.at(index.span, format_args!("`{owner}` has two indexes `{}`; rename one", index.ident));
        } else if let Some(first) = before.iter().find(|other| other.name.name == index.name.name) {
            errors.at(
                index.name.span,
                format_args!(
                    "`{owner}` calls two indexes `{}` in DynamoDB: `{}` and `{}`",
                    index.name.name, first.ident, index.ident
                ),
            );
        }
    }
}

/// Both are names on the type: `Shop::Gsi1` the index, `Shop::Order(..)` the entity.
fn indexes_are_no_variants(model: &Model, layout: &Layout, errors: &mut Errors) {
    let Some(entities) = &model.entities else { return };
    for index in &layout.indexes {
        if entities.members.iter().chain(&entities.other).any(|member| member.variant == index.ident) {
            errors.at(
                index.span,
                format_args!("`{}` has a variant and an index `{}`; rename one", model.ident, index.ident),
            );
        }
    }
}

fn index_names_are_allowed(layout: &Layout, errors: &mut Errors) {
    for index in &layout.indexes {
        let name = &index.name.name;
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
        if !(3..=255).contains(&name.len()) || !name.chars().all(allowed) {
            errors.at(
                index.name.span,
                format_args!(
                    "the index `{}` cannot be called `{name}` in DynamoDB: a name has 3 to 255 characters \
                              of `a-z`, `A-Z`, `0-9`, `_`, `.` and `-`; write `name = \"..\"`",
                    index.ident
                ),
            );
        }
    }
}

fn attribute_names_are_allowed(layout: &Layout, errors: &mut Errors) {
    let mut check = |name: &str, span: Span| {
        if name.is_empty() || name.chars().count() > 255 {
            errors.at(span, "an attribute that DynamoDB is told of has a name of 1 to 255 characters");
        }
    };
    for key in layout.pk.iter().chain(&layout.sk) {
        check(&key.name, key.span);
    }
    for key in layout.indexes.iter().flat_map(Index::halves).flat_map(Half::attributes) {
        check(&key.name, key.span);
    }
    let tag = match &layout.tag {
        Tag::Named(tag) => Some(tag),
        Tag::Default | Tag::Off => None,
    };
    for named in layout.ttl.iter().chain(tag).chain(layout.indexes.iter().flat_map(included)) {
        check(&named.name, named.span);
    }
}

/// Keys, TTL and tag are attributes with one meaning each.
fn own_attributes_differ(owner: &str, layout: &Layout, errors: &mut Errors) {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let tag = match &layout.tag {
        Tag::Named(tag) => Some((tag.name.as_str(), tag.span)),
        Tag::Default | Tag::Off => None,
    };
    let roles = [
        ("partition key", layout.pk.as_ref().map(|key| (key.name.as_str(), key.span))),
        ("sort key", layout.sk.as_ref().map(|key| (key.name.as_str(), key.span))),
        ("TTL", layout.ttl.as_ref().map(|ttl| (ttl.name.as_str(), ttl.span))),
        ("tag", tag),
    ];
    for (role, attribute) in roles {
        let Some((name, span)) = attribute else { continue };
        match seen.iter().find(|(_, other)| *other == name) {
            Some((first, _)) => errors.at(
                span,
                format_args!("`{owner}` uses the attribute `{name}` as {first} and as {role}; name another one"),
            ),
            None => seen.push((role, name)),
        }
    }
}

/// Checks that a key which one pattern composes is not overwritten by another, nor by the table's key.
fn composed_keys_have_their_own_attributes(owner: &str, layout: &Layout, errors: &mut Errors) {
    let mut seen: Vec<(&str, String)> = Vec::new();
    for (key, what) in [(&layout.pk, "partition key"), (&layout.sk, "sort key")] {
        if let Some(key) = key {
            seen.push((&key.name, format!("the table's {what}")));
        }
    }
    if let Some(ttl) = &layout.ttl {
        seen.push((&ttl.name, "the TTL".to_owned()));
    }
    match &layout.tag {
        Tag::Default => seen.push(("_type", "the tag".to_owned())),
        Tag::Named(tag) => seen.push((&tag.name, "the tag".to_owned())),
        Tag::Off => {}
    }
    for index in &layout.indexes {
        for half in index.halves() {
            let Half::Composed(key) = half else { continue };
            let name = key.name.as_str();
            match seen.iter().find(|(other, _)| *other == name) {
                Some((_, what)) => errors.at(
                    key.span,
                    format_args!(
                        "the index `{}` of `{owner}` composes its key in `{name}`, which is {what} \
                                  already; name an attribute of its own, or write `[{name}]` to index it as it \
                                  is",
                        index.ident
                    ),
                ),
                None => seen.push((name, format!("a key of the index `{}`", index.ident))),
            }
        }
    }
}

/// DynamoDB knows one type per key attribute.
fn attributes_have_one_type(owner: &str, layout: &Layout, errors: &mut Errors) {
    let mut seen: Vec<(&str, Kind)> = Vec::new();
    // the table's own key in that place is a mistake of its own
    let own = |name: &str| layout.pk.iter().chain(&layout.sk).any(|key| key.name == name);
    if let Some(ttl) = &layout.ttl
        && !own(&ttl.name)
    {
        seen.push((&ttl.name, Kind::N));
    }
    match &layout.tag {
        Tag::Default => seen.push(("_type", Kind::S)),
        Tag::Named(tag) => seen.push((&tag.name, Kind::S)),
        Tag::Off => {}
    }
    let keys = layout
        .pk
        .iter()
        .chain(&layout.sk)
        .chain(layout.indexes.iter().flat_map(Index::halves).flat_map(Half::attributes));
    for KeyAttribute { name, kind, span } in keys {
        match seen.iter().find(|(other, _)| other == name) {
            Some((_, first)) if first != kind => errors.at(
                *span,
                format_args!(
                    "`{owner}` has the attribute `{name}` as {} and as {}; an attribute has one type: write `: {}`",
                    first.name(),
                    kind.name(),
                    first.name()
                ),
            ),
            Some(_) => {}
            None => seen.push((name, *kind)),
        }
    }
}

/// Local and inverted indexes build on the table's sort key.
fn indexes_fit_the_key(owner: &str, layout: &Layout, errors: &mut Errors) {
    if layout.sk.is_some() || layout.pk.is_none() {
        return;
    }
    for index in &layout.indexes {
        let why = match index.keys {
            IndexKeys::Local { .. } => "a local index sorts the items of a partition another way",
            IndexKeys::Inverted => "an inverted index swaps the two keys",
            IndexKeys::Global { .. } | IndexKeys::Unreadable => continue,
        };
        errors.at(
            index.span,
            format_args!(
                "`{owner}` has no sort key, so it cannot have `#[{}({})]`: {why}; add `sk = \"SK\"` to the \
                          table, or use `#[gsi(..)]`",
                index.attribute(),
                index.ident
            ),
        );
    }
}

/// An index that takes a key of the table has something of its own beside it.
fn halves_of_the_table_have_another_beside_them(owner: &str, layout: &Layout, errors: &mut Errors) {
    for index in &layout.indexes {
        let name = &index.ident;
        let own = index.halves().filter_map(|half| match half {
            Half::Table(half, key, span) => Some((half.word(), *half, key.is_none(), *span)),
            Half::Composed(_) | Half::Native(..) => None,
        });
        let own: Vec<_> = own.collect();
        match (own.as_slice(), &index.keys) {
            ([], _) => {}
            ([(word, _, _, span), ..], IndexKeys::Local { .. }) => errors.at(
                *span,
                format_args!(
                    "the local index `{name}` sorts the partitions of the table another way, so its sort key cannot be \
                     `{word}`; write `sk = [..]`, or `#[gsi({name}, pk = [..], sk = {word})]`"
                ),
            ),
            ([(_, first, ..), (_, second, _, span)], _) => {
                let instead = match (first, second) {
                    (TableHalf::Sort, TableHalf::Partition) => {
                        format!("write `#[inverted({name})]` for the table's keys, swapped")
                    }
                    _ => format!(
                        "give one of them an attribute, or write `#[inverted({name})]` for the table's keys, swapped"
                    ),
                };
                errors.at(*span, format_args!("both halves of the index `{name}` are the table's own keys; {instead}"));
            }
            ([(word, TableHalf::Sort, true, span), ..], _) => errors.at(
                *span,
                format_args!(
                    "`{owner}` has no sort key, so the index `{name}` cannot have `{word}`; add `sk = \"SK\"` to the \
                     table, or write `table_pk`"
                ),
            ),
            ([(word, _, _, span)], IndexKeys::Global { sk: None, .. }) => errors.at(
                *span,
                format_args!(
                    "the index `{name}` has no key beside `{word}`; give it another half, `sk = [..]`, or write \
                     `#[inverted({name})]` for the table's keys, swapped"
                ),
            ),
            // a table without a partition key is a mistake of its own
            _ => {}
        }
    }
}

fn halves_are_short_enough(layout: &Layout, errors: &mut Errors) {
    for index in &layout.indexes {
        for half in index.halves() {
            let Half::Native(list, span) = half else { continue };
            let (limit, why) = match index.keys {
                IndexKeys::Local { .. } => (1, "the sort key of a local index is one attribute"),
                _ => (4, "DynamoDB takes up to 4 attributes in each half of an index key"),
            };
            if list.len() > limit {
                errors.at(
                    *span,
                    format_args!(
                        "the index `{}` has {} attributes in one half of its key: {why}",
                        index.ident,
                        list.len()
                    ),
                );
            }
        }
        let mut seen: Vec<&str> = Vec::new();
        for key in index.halves().flat_map(Half::attributes) {
            if seen.contains(&key.name.as_str()) && index.halves().any(|half| matches!(half, Half::Native(..))) {
                errors.at(
                    key.span,
                    format_args!("the index `{}` has the key attribute `{}` twice; keep one", index.ident, key.name),
                );
            }
            seen.push(&key.name);
        }
    }
}

fn indexes_are_few_enough(owner: &str, layout: &Layout, errors: &mut Errors) {
    let (locals, globals): (Vec<_>, Vec<_>) =
        layout.indexes.iter().partition(|index| matches!(index.keys, IndexKeys::Local { .. }));
    if let Some(sixth) = locals.get(MAX_LSIS) {
        errors.at(
            sixth.span,
            format_args!(
                "`{owner}` has {} local indexes, and DynamoDB takes {MAX_LSIS}; make some of them global: `#[gsi(..)]`",
                locals.len()
            ),
        );
    }
    let limit = layout.max_gsis.map_or(MAX_GSIS, |(limit, _)| limit);
    if let Some(first) = globals.get(limit) {
        errors.at(
            first.span,
            format_args!(
                "`{owner}` has {} global indexes, and the quota is {limit}; if AWS has raised it for the \
                          table's account, write `#[table(max_gsis = {})]`",
                globals.len(),
                globals.len()
            ),
        );
    }
}

fn included_attributes_are_few_enough(owner: &str, layout: &Layout, errors: &mut Errors) {
    let mut all = 0;
    for index in &layout.indexes {
        let mut seen: Vec<&str> = Vec::new();
        for Named { name, span } in included(index) {
            if seen.contains(&name.as_str()) {
                errors.at(*span, format_args!("the index `{}` includes `{name}` twice; keep one", index.ident));
            }
            seen.push(name);
            all += 1;
            if seen.len() == MAX_INCLUDED_BY_ONE + 1 {
                errors.at(
                    *span,
                    format_args!(
                        "the index `{}` includes more than {MAX_INCLUDED_BY_ONE} attributes, \
                                               which is DynamoDB's limit; use `project = all`",
                        index.ident
                    ),
                );
            }
            if all == MAX_INCLUDED + 1 {
                errors.at(
                    *span,
                    format_args!(
                        "the indexes of `{owner}` include more than {MAX_INCLUDED} attributes \
                                               together, which is DynamoDB's limit; use `project = all` for some"
                    ),
                );
            }
        }
    }
}

fn included(index: &Index) -> &[Named] {
    match &index.projection {
        Projection::Include(list) => list,
        Projection::All | Projection::KeysOnly => &[],
    }
}

const MAX_LSIS: usize = 5;
const MAX_GSIS: usize = 20;
/// The limit of one index.
const MAX_INCLUDED_BY_ONE: usize = 20;
/// The limit over all indexes of a table.
const MAX_INCLUDED: usize = 100;
