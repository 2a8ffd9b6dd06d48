//! The rule of index keys one half of which is the table's own key.

use super::model::{IndexShape, KeySpec, Model};
use crate::errors::Errors;
use crate::names;
use crate::table_half::TableHalf;

/// The table has the key that an index takes from it, and the index has something of its own beside it.
pub(super) fn halves_of_the_table_fit(model: &Model, errors: &mut Errors) {
    let ident = &model.ident;
    for (half, spec) in model.key.halves() {
        if let KeySpec::Table(own, span) = spec {
            errors.at(
                *span,
                format_args!(
                    "the {} of `{ident}` is what `{}` stands for in an index; write a template, `{} = \"ORDER#{{id}}\"`",
                    half.words(),
                    own.word(),
                    half.option()
                ),
            );
        }
    }
    for index in &model.indexes {
        let own: Vec<_> = index.key.halves().filter_map(|(half, spec)| Some((half, taken(spec)?))).collect();
        let Some((half, (own_half, span))) = own.last().copied() else { continue };
        let whose = format!("`{ident}::{}`", names::plain(&index.pattern));
        let word = own_half.word();
        if own.len() > 1 {
            errors.at(
                span,
                format_args!(
                    "both halves of the key of {whose} are the table's own; leave out `pk` and `sk` for an inverted \
                     index, `#[inverted({})]` on the layout",
                    index.index
                ),
            );
        } else if index.shape() == IndexShape::Local {
            errors.at(
                span,
                format_args!(
                    "{whose} has no `pk`, so `{}` is a local index, whose sort key is not the table's; give it a `pk` \
                     beside `{} = {word}`",
                    index.index,
                    half.option()
                ),
            );
        } else if own_half == TableHalf::Sort && model.key.span.is_some() && model.key.sk.is_none() {
            errors.at(
                span,
                format_args!(
                    "{whose} takes its {} from the table, and `{ident}` has no sort key; write `table_pk`, or give its \
                     `#[key(..)]` an `sk`",
                    half.words()
                ),
            );
        }
    }
}

fn taken(spec: &KeySpec) -> Option<(TableHalf, proc_macro2::Span)> {
    match spec {
        KeySpec::Table(own, span) => Some((*own, *span)),
        KeySpec::Template(_) | KeySpec::Native(_) | KeySpec::Unreadable => None,
    }
}
