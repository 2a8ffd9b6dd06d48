//! The module named after the entity: what messages and signatures show.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, Visibility};

use super::shape::{IndexKey, Part, Pattern, Shape};
use crate::codec::here;
use crate::entity::model::Model;
use crate::names::{self, Case};

/// `pub mod order { .. }`.
pub(super) fn module(shape: &Shape) -> TokenStream {
    let model = shape.model;
    let (entity, krate, module) = (names::plain(&model.ident), &model.krate, &model.names.module);
    let vis = &model.vis;
    let doc = format!("Access patterns and attributes of `{entity}`.");
    let fields = fields(model);
    let patterns = shape.patterns.iter().map(|pattern| {
        let doc = format!("`{entity}::{}`: {}.", pattern.function, pattern.describe());
        query_type(model, &pattern.ty, pattern.span(model), &doc)
    });
    let states = shape.patterns.iter().map(|pattern| next_states(shape, pattern));
    let keys = shape.index_keys.iter().map(|key| known_parts(shape, key));
    quote! {
        #[doc = #doc]
        #[allow(dead_code, missing_docs, non_camel_case_types, clippy::pedantic)]
        #vis mod #module {
            use #krate::__private as __m;
            #fields
            #(#patterns)*
            #(#states)*
            #(#keys)*
        }
    }
}

/// The struct that closures pick from, and a marker for each field.
pub(super) fn fields(model: &Model) -> TokenStream {
    let entity = names::plain(&model.ident);
    let inner = names::deeper(&model.vis);
    let doc = format!("Attributes of `{entity}`, for conditions and updates.");
    let members = model.named_fields().map(|field| {
        let (vis, ident) = (names::deeper(&field.vis), &field.ident);
        quote!(#vis #ident: __m::Field<#ident, Use>,)
    });
    let derived = model.derived.iter().map(|part| {
        let ident = &part.field.ident;
        let doc = format!("The part `{}` of the keys of `{entity}`.", part.name());
        let inner = names::located(&inner, ident.span());
        quote_spanned!(here(ident.span())=> #[doc = #doc] #inner enum #ident {})
    });
    let markers = model.named_fields().map(|field| {
        let ident = &field.ident;
        let doc = format!("The attribute `{}` of `{entity}`.", field.name);
        // a field's privacy is its marker's, so that its type may be private too
        let vis = match &field.vis {
            Visibility::Public(_) => inner.clone(),
            other => names::deeper(other),
        };
        let inner = names::located(&vis, ident.span());
        quote_spanned!(here(ident.span())=> #[doc = #doc] #inner enum #ident {})
    });
    // without attributes nothing else would mention the parameter; with them, it would be one more field to choose from
    let unused = model.named_fields().next().is_none().then(|| {
        quote! {
            #[doc(hidden)]
            pub(super) __use: ::core::marker::PhantomData<fn() -> Use>,
        }
    });
    quote! {
        #[doc = #doc]
        #inner struct Fields<Use = __m::reach::AnyUse> {
            #(#members)*
            #unused
        }
        #(#markers)*
        #(#derived)*
    }
}

/// The value of that struct.
pub(super) fn fields_value(model: &Model) -> TokenStream {
    let module = &model.names.module;
    let named = model.named_fields().map(|field| &field.ident);
    let unused = model.named_fields().next().is_none().then(|| quote!(__use: ::core::marker::PhantomData));
    quote! {
        #module::Fields { #(#named: __m::Field::new(),)* #unused }
    }
}

/// The query type of an access pattern.
pub(super) fn query_type(model: &Model, ty: &Ident, span: Span, doc: &str) -> TokenStream {
    let ty = Ident::new(&ty.to_string(), here(span));
    let inner = names::located(&names::deeper(&model.vis), span);
    quote_spanned! {here(span)=>
        #[doc = #doc]
        #inner struct #ty<State = __m::reach::PartsGiven<0>> {
            pub(super) plan: __m::Planned<State>,
        }
    }
}

/// The states in which each part of a sort key comes next.
fn next_states(shape: &Shape, pattern: &Pattern) -> TokenStream {
    let inner = names::deeper(&shape.model.vis);
    let parts = pattern.sort_parts(shape.model);
    let names: Vec<_> = parts.iter().map(|part| part.name()).collect();
    let owner = format!("{}::{}", names::plain(&shape.model.ident), names::plain(pattern.function));
    let list = crate::attr::list(&names);
    let states = parts.iter().enumerate().map(|(at, part)| {
        let name = next_state(pattern, part);
        let field = part.name();
        let message = match parts.len() {
            1 => format!("`{field}` cannot be given twice: it is the one part of the sort key of `{owner}`"),
            _ => {
                format!("`{field}` cannot be given here: the sort key of `{owner}` has the parts {list}, in this order")
            }
        };
        let label = match at {
            0 => format!("give `{field}` once, before the other parts"),
            _ => format!("give `{}` first, as a single value", names[at - 1]),
        };
        let label = if parts.len() == 1 { "give it once, as one value or one range".to_owned() } else { label };
        let doc = format!("States of `{owner}(..)` in which `{field}` comes next.");
        quote! {
            #[doc = #doc]
            #[diagnostic::on_unimplemented(message = #message, label = #label)]
            #inner trait #name {}
            #[diagnostic::do_not_recommend]
            #[automatically_derived]
            impl #name for __m::reach::PartsGiven<#at> {}
        }
    });
    states.collect()
}

/// The trait of the states in which a part comes next.
pub(super) fn next_state(pattern: &Pattern, part: &Part) -> Ident {
    let field = Case::Pascal.apply(&part.name());
    format_ident!("{}{field}Next", pattern.ty)
}

/// Returns what an update must know to write an index key with several tracked parts again.
fn known_parts(shape: &Shape, key: &IndexKey) -> TokenStream {
    let parts = tracked_parts(shape, key);
    if parts.len() < 2 && shape.deciding_slots(key).is_empty() {
        return TokenStream::new();
    }
    let inner = names::deeper(&shape.model.vis);
    let entity = names::plain(&shape.model.ident);
    let (pattern, template) = (names::plain(&key.pattern.pattern), key.template.text.value());
    let traits = parts.iter().map(|(_, field)| {
        let name = known_part(key, field);
        let message = format!(
            "this update of `{entity}` changes the index key `{template}` of `{pattern}` and does not know `{field}`"
        );
        let label = format!("`{field}` is missing in this update");
        let note = format!(
            "add `.set(|o| o.{field}, ..)` or `.given(|o| o.{field}, ..)`, or start from a loaded entity: `.{}()`",
            shape.model.names.edit
        );
        let doc = format!("What an update must know to write the index key `{template}` of `{pattern}` again.");
        quote! {
            #[doc = #doc]
            #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
            #inner trait #name<Others> {}
            #[diagnostic::do_not_recommend]
            #[automatically_derived]
            impl<Others, State: __m::reach::KnownBeside<Others>> #name<Others> for State {}
        }
    });
    traits.collect()
}

/// The trait that a part of an index key has to meet.
pub(super) fn known_part(key: &IndexKey, field: &str) -> Ident {
    let pattern = Case::Pascal.apply(&names::plain(&key.pattern.pattern));
    let half = Case::Pascal.apply(key.half.option());
    format_ident!("{}For{pattern}{half}", Case::Pascal.apply(field))
}

/// Slots and names of the fields behind an index key that an update may not know.
pub(super) fn tracked_parts(shape: &Shape, key: &IndexKey) -> Vec<(usize, String)> {
    let fields = shape.fields_behind(key).into_iter();
    fields.filter_map(|field| Some((shape.slot(shape.model.field(&field)?)?, field))).collect()
}
