//! One function per rule. What crosses items, such as whether the layout has an index, is judged by the types.

use super::halves;
use super::model::{IndexShape, Key, KeySpec, Model};
use crate::attr;
use crate::errors::Errors;
use crate::field;
use crate::names;

/// Everything that the tokens of the entity alone show to be wrong.
pub(crate) fn entity(model: &Model, errors: &mut Errors) {
    table_is_named(model, errors);
    key_is_whole(model, errors);
    tags_differ(model, errors);
    patterns_are_named_apart(model, errors);
    indexes_have_one_pattern(model, errors);
    keys_mention_fields(model, errors);
    computed_parts_name_fields(model, errors);
    switches_have_keys_to_leave_out(model, errors);
    lists_are_short_enough(model, errors);
    inverted_patterns_have_a_key_to_swap(model, errors);
    halves::halves_of_the_table_fit(model, errors);
    optional_parts_are_sparse(model, errors);
    in_key_fields_are_in_a_key(model, errors);
    field::check_names(&names::plain(&model.ident), &model.fields, errors);
    one_version(model, errors);
    updates_can_follow_the_keys(model, errors);
    generated_names_differ(model, errors);
}

fn table_is_named(model: &Model, errors: &mut Errors) {
    if model.table.span().is_none() {
        let ident = &model.ident;
        errors.at(
            ident.span(),
            format_args!("`{ident}` does not say which table it lives in; write `#[entity(table = ..)]`"),
        );
    }
}

fn key_is_whole(model: &Model, errors: &mut Errors) {
    let ident = &model.ident;
    match (model.key.span, &model.key.pk) {
        (None, _) => errors.at(
            ident.span(),
            format_args!(
                "`{ident}` has no key; write `#[key(pk = \"..\")]`, with `sk = \"..\"` where the table has a sort key"
            ),
        ),
        (Some(span), None) => {
            errors.at(span, format_args!("the key of `{ident}` has no partition key; write `pk = \"..\"`"));
        }
        (Some(_), Some(_)) => {}
    }
}

fn tags_differ(model: &Model, errors: &mut Errors) {
    let mut seen = vec![&model.tag.value];
    for alias in &model.tag_aliases {
        if seen.contains(&&alias.value) {
            errors.at(alias.span, format_args!("`{}` has the tag `{}` twice", model.ident, alias.value));
        }
        seen.push(&alias.value);
    }
}

/// Patterns and the functions of the table key are functions of the entity.
fn patterns_are_named_apart(model: &Model, errors: &mut Errors) {
    let ident = &model.ident;
    let generated = &model.names;
    let mut seen = Vec::new();
    for (option, name) in
        [("key", &generated.key), ("at", &generated.at), ("of", &generated.of), ("edit", &generated.edit)]
    {
        if let Some((other, _)) = seen.iter().find(|(_, seen)| *seen == name) {
            errors.at(
                name.span(),
                format_args!(
                    "`{ident}` has two functions `{name}`, `{option}` and `{other}`; rename one: \
                              `#[entity({option} = \"..\")]`"
                ),
            );
        }
        seen.push((option, name));
    }
    let mut patterns: Vec<&syn::Ident> = Vec::new();
    for index in &model.indexes {
        let pattern = &index.pattern;
        if patterns.contains(&pattern) {
            errors.at(pattern.span(), format_args!("`{ident}` has two access patterns `{pattern}`; rename one"));
        }
        if let Some((option, _)) = seen.iter().find(|(_, seen)| *seen == pattern) {
            errors.at(
                pattern.span(),
                format_args!(
                    "`{ident}::{pattern}` is generated already; rename the access pattern, or the other: \
                              `#[entity({option} = \"..\")]`"
                ),
            );
        }
        patterns.push(pattern);
    }
}

fn indexes_have_one_pattern(model: &Model, errors: &mut Errors) {
    for (at, index) in model.indexes.iter().enumerate() {
        if let Some(first) = model.indexes[..at].iter().find(|other| other.index == index.index) {
            errors.at(
                index.index.span(),
                format_args!(
                    "`{}` has two access patterns over the index `{}`: `{}` and `{}`; an item has one key in an index",
                    model.ident, index.index, first.pattern, index.pattern
                ),
            );
        }
    }
}

fn keys_mention_fields(model: &Model, errors: &mut Errors) {
    for (whose, key) in keys(model) {
        for (half, spec) in key.halves() {
            let words = half.words();
            let mut seen: Vec<String> = Vec::new();
            for mention in spec.mentions() {
                let name = &mention.field;
                if seen.contains(name) {
                    errors
                        .at(mention.span, format_args!("the {words} of {whose} has the part `{name}` twice; keep one"));
                    continue;
                }
                seen.push(name.clone());
                let Some(field) = model.field(name) else {
                    // without fields the shape of the item is what is wrong
                    if !model.fields.is_empty() {
                        let known = field::field_list(&model.fields);
                        let message = format_args!(
                            "the {words} of {whose} has the part `{name}`, but `{}` has no such field; its fields \
                             are {known}",
                            model.ident
                        );
                        errors.at(mention.span, message);
                    }
                    continue;
                };
                if field.is_skipped() {
                    let message =
                        format_args!("`{name}` is `skip`, so items do not hold it, and {whose} needs it in a key");
                    errors.at(mention.span, message);
                }
                let refused = match spec {
                    _ if field.is_rest() => Some("it holds whatever the other fields do not name"),
                    _ if field.is_version() => Some("it changes with every write, and a key stays"),
                    _ if field.is_serde() => {
                        Some("it goes through serde, and a key needs `monotable::KeyPart`; derive or implement that")
                    }
                    KeySpec::Native(_) if model.derived(name).is_some() => {
                        Some("it is computed and so has no attribute of its own; write a template")
                    }
                    KeySpec::Native(_) if field.options.null.span().is_some() => Some(
                        "it is stored as null where it is `None`, and DynamoDB refuses nulls in keys; leave `null` out",
                    ),
                    KeySpec::Native(_) if field.is_in_key() => Some(
                        "it is `in_key` and so has no attribute of its own; write a template, or leave `in_key` out",
                    ),
                    _ => None,
                };
                if let Some(why) = refused {
                    errors
                        .at(mention.span, format_args!("the {words} of {whose} cannot have the part `{name}`: {why}"));
                }
            }
        }
    }
}

/// Rule: what a key depends on is known, so that updates can write it again.
fn computed_parts_name_fields(model: &Model, errors: &mut Errors) {
    let ident = &model.ident;
    for (at, part) in model.derived.iter().enumerate() {
        let name = part.name();
        let span = part.field.ident.span();
        if model.fields.iter().any(|field| names::plain(&field.ident) == name) {
            errors.at(
                span,
                format_args!("`{ident}` has a field `{name}`, so no part can be called that; rename the part"),
            );
        }
        if model.derived[..at].iter().any(|other| other.name() == name) {
            errors.at(span, format_args!("`{ident}` has two parts `{name}`; rename one"));
        }
        for input in &part.inputs {
            let Some(field) = model.fields.iter().find(|field| names::plain(&field.ident) == input.field) else {
                if !model.fields.is_empty() {
                    let known = field::field_list(&model.fields);
                    errors.at(
                        input.span,
                        format_args!(
                            "the part `{name}` is computed from `{}`, but `{ident}` has no such field; its fields are \
                             {known}",
                            input.field
                        ),
                    );
                }
                continue;
            };
            let refused = match field {
                _ if field.is_rest() => "it holds whatever the other fields do not name",
                _ if field.is_version() => "it changes with every write",
                _ if field.is_serde() => "it goes through serde, so an update does not know its value",
                _ if field.is_skipped() || field::is_phantom(&field.ty) => "items hold nothing of it",
                _ => continue,
            };
            errors
                .at(input.span, format_args!("the part `{name}` cannot be computed from `{}`: {refused}", input.field));
        }
        let used = keys(model)
            .any(|(_, key)| key.halves().any(|(_, spec)| spec.mentions().iter().any(|mention| mention.field == name)));
        let switches = model.indexes.iter().any(|index| index.only_if.as_ref().is_some_and(|field| *field == name));
        if !used && !switches {
            errors.at(
                span,
                format_args!("no key of `{ident}` has the part `{name}`; add `{{{name}}}` to one, or remove it"),
            );
        }
    }
}

/// Rule: `only_if` leaves composed keys out, and says by what.
fn switches_have_keys_to_leave_out(model: &Model, errors: &mut Errors) {
    for index in &model.indexes {
        let Some(switch) = index.only_if.as_ref().filter(|_| index.shape() != IndexShape::Inverted) else { continue };
        let (name, whose) = (names::plain(switch), format!("`{}::{}`", model.ident, index.pattern));
        if !index.key.halves().any(|(_, spec)| matches!(spec, KeySpec::Template(_) | KeySpec::Unreadable)) {
            errors.at(
                switch.span(),
                format_args!(
                    "{whose} has no key that `only_if` could leave out: its keys are attributes as they are stored; \
                     write a template for one of them, or make the field an `Option` and the index `sparse`"
                ),
            );
        }
        match model.field(&name) {
            None if model.fields.is_empty() => {}
            None => errors.at(
                switch.span(),
                format_args!(
                    "{whose} is there only if `{name}`, but `{}` has no such field; its fields are {}",
                    model.ident,
                    field::field_list(&model.fields)
                ),
            ),
            Some(field) if field.is_rest() || field.is_serde() || field.is_version() => errors.at(
                switch.span(),
                format_args!("{whose} cannot be there only if `{name}`: that is neither a `bool` nor an `Option`"),
            ),
            Some(_) => {}
        }
    }
}

fn lists_are_short_enough(model: &Model, errors: &mut Errors) {
    for (half, spec) in model.key.halves() {
        if let KeySpec::Native(native) = spec
            && native.fields.len() > 1
        {
            errors.at(
                native.span,
                format_args!(
                    "the {} of `{}` has {} fields, and a table's key attribute is one; write a template \
                              for a composed key: `{} = \"{{{}}}#..\"`",
                    half.words(),
                    model.ident,
                    native.fields.len(),
                    half.option(),
                    native.fields[0]
                ),
            );
        }
    }
    for index in &model.indexes {
        for (half, spec) in index.key.halves() {
            let KeySpec::Native(native) = spec else { continue };
            let (limit, why) = match index.shape() {
                IndexShape::Local => (1, "the sort key of a local index is one attribute"),
                _ => (4, "DynamoDB takes up to 4 attributes in each half of an index key"),
            };
            if native.fields.len() > limit {
                errors.at(
                    native.span,
                    format_args!(
                        "the {} of `{}::{}` has {} fields: {why}",
                        half.words(),
                        model.ident,
                        index.pattern,
                        native.fields.len()
                    ),
                );
            }
        }
    }
}

fn inverted_patterns_have_a_key_to_swap(model: &Model, errors: &mut Errors) {
    for index in model.indexes.iter().filter(|index| index.shape() == IndexShape::Inverted) {
        let name = format!("`{}::{}`", model.ident, index.pattern);
        if model.key.span.is_some() && model.key.sk.is_none() {
            errors.at(
                index.span,
                format_args!(
                    "{name} has no keys of its own, so `{}` is an inverted index, and `{}` has no sort key \
                              to swap; write `pk = \"..\"` for a global index, `sk = \"..\"` for a local one",
                    index.index, model.ident
                ),
            );
        }
        let partial = [("sparse", index.sparse), ("only_if", index.only_if.as_ref().map(syn::Ident::span))];
        for (option, span) in partial {
            if let Some(span) = span {
                errors.at(
                    span,
                    format_args!("{name} swaps the table's own keys, which every item has, so it cannot be `{option}`"),
                );
            }
        }
    }
}

/// Rule: an item without its table key cannot exist, and leaves an index only where that is meant.
fn optional_parts_are_sparse(model: &Model, errors: &mut Errors) {
    let optional =
        |mention: &super::model::Mention| model.field(&mention.field).is_some_and(|field| field.optional().is_some());
    for (half, spec) in model.key.halves() {
        for mention in spec.mentions().iter().filter(|mention| optional(mention)) {
            errors.at(
                mention.span,
                format_args!(
                    "the {} of `{}` has the part `{}`, which is an `Option`: every item needs its whole \
                              key; make the field required",
                    half.words(),
                    model.ident,
                    mention.field
                ),
            );
        }
    }
    for index in &model.indexes {
        let mut any = false;
        for (half, spec) in index.key.halves() {
            for mention in spec.mentions().iter().filter(|mention| optional(mention)) {
                any = true;
                let switch = index.only_if.as_ref().is_some_and(|switch| names::plain(switch) == mention.field);
                if index.sparse.is_none() && !switch {
                    errors.at(
                        mention.span,
                        format_args!(
                            "the {} of `{}::{}` has the part `{}`, which is an `Option`: add `sparse` to \
                                      the index, so that items without it are left out, or make the field required",
                            half.words(),
                            model.ident,
                            index.pattern,
                            mention.field
                        ),
                    );
                }
            }
        }
        if let Some(span) = index.sparse
            && !any
            && index.shape() != IndexShape::Inverted
        {
            errors.at(
                span,
                format_args!(
                    "`{}::{}` is `sparse`, but no part of its key is an `Option`, so no item is ever left \
                              out; remove `sparse`",
                    model.ident, index.pattern
                ),
            );
        }
    }
}

fn in_key_fields_are_in_a_key(model: &Model, errors: &mut Errors) {
    for field in model.fields.iter().filter(|field| field.is_in_key()) {
        let Some(span) = field.options.in_key.span() else { continue };
        let name = names::plain(&field.ident);
        let mentions =
            |key: &Key| key.halves().any(|(_, spec)| spec.mentions().iter().any(|mention| mention.field == name));
        let in_index = model.indexes.iter().any(|index| mentions(&index.key) && index.holds(field, model));
        if model.key.span.is_some() && !mentions(&model.key) && !in_index {
            errors.at(
                span,
                format_args!(
                    "`{}::{name}` is `in_key`, but no key that every item has contains `{{{name}}}`, so it \
                              would be lost; add it to a key, or leave `in_key` out",
                    model.ident
                ),
            );
        }
    }
}

fn one_version(model: &Model, errors: &mut Errors) {
    let versions: Vec<_> = model.fields.iter().filter(|field| field.is_version()).collect();
    if let [_, .., last] = versions.as_slice()
        && let Some(span) = last.options.version.span()
    {
        let fields: Vec<_> = versions.iter().map(|field| names::plain(&field.ident)).collect();
        errors.at(
            span,
            format_args!("`{}` has {} versions, {}; keep one", model.ident, fields.len(), attr::list(&fields)),
        );
    }
}

/// The states of an update are a tuple, and the core has rules for so many of them.
fn updates_can_follow_the_keys(model: &Model, errors: &mut Errors) {
    let primary: Vec<String> =
        model.key.halves().flat_map(|(_, spec)| spec.mentions()).map(|mention| mention.field).collect();
    let mut tracked: Vec<String> = Vec::new();
    for index in &model.indexes {
        for (_, spec) in index.key.halves() {
            if !matches!(spec, KeySpec::Template(_)) {
                continue;
            }
            let switch = index.only_if.iter().map(|switch| (names::plain(switch), switch.span()));
            let parts = spec.mentions().into_iter().map(|mention| (mention.field, mention.span)).chain(switch);
            let fields = parts
                .filter(|(part, _)| !primary.contains(part))
                .flat_map(|(part, span)| model.behind(&part).into_iter().map(move |field| (field, span)));
            for (field, span) in fields.collect::<Vec<_>>() {
                if primary.contains(&field) || tracked.contains(&field) {
                    continue;
                }
                tracked.push(field);
                if tracked.len() == MAX_TRACKED + 1 {
                    errors.at(
                        span,
                        format_args!(
                            "`{}` composes its index keys of more than {MAX_TRACKED} fields that are not in its own key; \
                             index some of them as they are stored: `#[gsi({}, pk = [..])]` on the layout",
                            model.ident, index.index
                        ),
                    );
                }
            }
        }
    }
}

/// Types in the generated module are named after patterns and key fields, without underscores.
fn generated_names_differ(model: &Model, errors: &mut Errors) {
    let mut seen: Vec<(String, String)> = vec![("Fields".to_owned(), "its fields".to_owned())];
    let of = std::iter::once(&model.names.of);
    for pattern in of.chain(model.indexes.iter().map(|index| &index.pattern)) {
        let plain = names::plain(pattern);
        let name = names::Case::Pascal.apply(&plain);
        match seen.iter().find(|(other, first)| *other == name && *first != plain) {
            Some((_, first)) => errors.at(
                pattern.span(),
                format_args!("`{}::{pattern}` would share the type `{name}` with `{first}`; rename it", model.ident),
            ),
            None => seen.push((name, plain)),
        }
    }
    for (whose, key) in keys(model) {
        for (half, spec) in key.halves() {
            let mut seen: Vec<(String, String)> = Vec::new();
            for mention in spec.mentions() {
                let name = names::Case::Pascal.apply(&mention.field);
                match seen.iter().find(|(other, field)| *other == name && *field != mention.field) {
                    Some((_, first)) => errors.at(
                        mention.span,
                        format_args!(
                            "the {} of {whose} has the parts `{first}` and `{}`, which differ by underscores alone; \
                             rename one",
                            half.words(),
                            mention.field
                        ),
                    ),
                    None => seen.push((name, mention.field)),
                }
            }
        }
    }
}

/// Every key with the words for its owner.
fn keys(model: &Model) -> impl Iterator<Item = (String, &Key)> {
    let table = std::iter::once((format!("`{}`", model.ident), &model.key));
    let indexes = model.indexes.iter();
    table.chain(indexes.map(|index| (format!("`{}::{}`", model.ident, index.pattern), &index.key)))
}

/// How many states an update can keep.
const MAX_TRACKED: usize = 8;
