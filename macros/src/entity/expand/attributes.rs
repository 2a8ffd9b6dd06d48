//! Prints the operations that each attribute allows.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use super::module::{known_part, tracked_parts};
use super::shape::{IndexKey, Part, Shape, value_type};
use crate::field::Field;

/// The impls of `Attr` for the markers, and the proof that updates keep index keys right.
pub(super) fn attributes(shape: &Shape) -> TokenStream {
    let attributes = shape.model.named_fields().map(|field| attribute(shape, field));
    let keeps = keeps_keys(shape);
    quote!(#(#attributes)* #keeps)
}

fn attribute(shape: &Shape, field: &Field) -> TokenStream {
    let (entity, ty, value, name) = (&shape.model.ident, &field.ty, value_type(field), &field.name);
    let marker = shape.in_module(&field.ident);
    let rules = rules(shape, field, &marker);
    let stored = field.is_in_key().then(|| {
        quote!(
            const STORED: bool = false;
        )
    });
    let null = field.options.null.span().map(|_| {
        quote!(
            const NULL: bool = true;
        )
    });
    let render = shape.is_index_part(field).then(|| {
        let part = Part { field, native: false };
        let plain = part.name();
        let part = shape.is_in_index_key(&plain).then(|| {
            let key_type = part.key_type();
            quote!(parts.render::<#key_type>(#plain, value);)
        });
        let input = shape.is_input(field).then(|| quote!(parts.input::<#value>(#plain, value);));
        quote! {
            fn render(value: ::core::option::Option<&#value>, parts: &mut __m::IndexParts) {
                #part
                #input
            }
        }
    });
    let filters = filters(shape, field, &marker);
    quote! {
        #[automatically_derived]
        impl __m::Attr for #marker {
            type Entity = #entity;
            type Type = #ty;
            type Value = #value;
            type Rules = #rules;
            const NAME: &'static str = #name;
            #stored
            #null
            #render
        }
        #filters
    }
}

fn rules(shape: &Shape, field: &Field, marker: &TokenStream) -> TokenStream {
    let change = if shape.is_primary(field) {
        "PrimaryKey"
    } else if field.is_version() {
        "LockVersion"
    } else if field.is_serde() {
        "Fixed"
    } else if !shape.is_index_part(field) {
        "InPlace"
    } else if field.is_in_key() {
        "InKeyPart"
    } else {
        "IndexPart"
    };
    let filter = if field.is_in_key() {
        Some(quote!(__m::reach::InKeyOnly))
    } else {
        is_stored_key(shape, field).then(|| marker.clone())
    };
    let slot = shape.slot(field);
    // whatever their defaults: keys and the lock are in every item
    let required = matches!(change, "PrimaryKey" | "LockVersion");
    let defaulted = field.options.default.span().is_some() && !required;
    if change == "InPlace" && filter.is_none() && slot.is_none() && !defaulted {
        return quote!(__m::reach::Plain);
    }
    let change = format_ident!("{change}");
    let absence = defaulted.then(|| quote!(__m::reach::Defaulted));
    let slot = match slot {
        Some(slot) => Some(quote!(__m::reach::Slot<#slot>)),
        None => absence.is_some().then(|| quote!(__m::reach::Untracked)),
    };
    let filter = filter.or_else(|| slot.is_some().then(|| quote!(__m::reach::Anywhere)));
    // what is left out is the default of the type
    let others = filter.into_iter().chain(slot).chain(absence);
    quote!(__m::reach::Ruled<__m::reach::#change #(, #others)*>)
}

/// A stored key may stand in the filters of the patterns whose key it is not.
fn filters(shape: &Shape, field: &Field, marker: &TokenStream) -> TokenStream {
    if field.is_in_key() || !is_stored_key(shape, field) {
        return TokenStream::new();
    }
    let others = shape.patterns.iter().filter(|pattern| !pattern.has_stored_key(field, shape.model));
    let others = others.map(|pattern| shape.in_module(&pattern.ty));
    let uses = std::iter::once(quote!(__m::reach::AnyUse)).chain(others);
    quote!(#(#[diagnostic::do_not_recommend] #[automatically_derived] impl __m::reach::FilterBy<#marker, #uses> for #marker {})*)
}

fn is_stored_key(shape: &Shape, field: &Field) -> bool {
    shape.patterns.iter().any(|pattern| pattern.has_stored_key(field, shape.model))
}

/// `KeepsKeys<(A, B)>`: for each index key with several tracked parts, all or none of them are known.
fn keeps_keys(shape: &Shape) -> TokenStream {
    let entity = &shape.model.ident;
    let states: Vec<Ident> = (0..shape.joined.len()).map(|at| format_ident!("StateOfPart{at}")).collect();
    let bounds = shape.index_keys.iter().map(|key| bounds(shape, key, &states));
    // as if the user had written it: for what a derive wrote, rustc has advice of its own
    quote_spanned! {entity.span()=>
        #[automatically_derived]
        impl<#(#states),*> __m::reach::KeepsKeys<(#(#states,)*)> for #entity
        where
            #(#bounds)*
        {
        }
    }
}

fn bounds(shape: &Shape, key: &IndexKey, states: &[Ident]) -> TokenStream {
    let parts = tracked_parts(shape, key);
    let slots: Vec<usize> = parts.iter().map(|(slot, _)| *slot).collect();
    let deciding = shape.deciding_slots(key);
    let mut bounds = TokenStream::new();
    let mut beside = |known: &[usize]| {
        let (either, needed) = either(known, states);
        bounds.extend(needed);
        for (slot, field) in &parts {
            let state = &states[*slot];
            let known = shape.in_module(&known_part(key, field));
            bounds.extend(quote!(#state: #known<#either>,));
        }
    };
    if slots.len() > 1 {
        beside(&slots);
    }
    if !slots.is_empty() && !deciding.is_empty() {
        beside(&deciding);
    }
    bounds
}

/// The type that is `Given` if one of these states is, and the bounds that it needs.
fn either(slots: &[usize], states: &[Ident]) -> (TokenStream, TokenStream) {
    // from the right: `either` is what is known of the parts from here on
    let mut either = TokenStream::new();
    let mut bounds = TokenStream::new();
    for slot in slots.iter().rev() {
        let state = &states[*slot];
        if either.is_empty() {
            either = quote!(#state);
        } else {
            bounds.extend(quote!(#state: __m::reach::OrGiven<#either>,));
            either = quote!(<#state as __m::reach::OrGiven<#either>>::Either);
        }
    }
    (either, bounds)
}
