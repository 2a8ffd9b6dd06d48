//! Prints parts of keys that are computed, and what decides whether an item is in an index.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

use super::shape::{IndexKey, Shape};
use crate::codec::{here, local};
use crate::entity::derived::{Derived, input_local};
use crate::entity::model::{Index, Model};
use crate::field::{Fallback, Field, type_span};
use crate::names::{self, Case};

/// A reference to the value of a part; `it` is the entity.
pub(super) fn value_of(model: &Model, part: &Field, it: &TokenStream) -> TokenStream {
    let ident = &part.ident;
    match model.derived(&names::plain(ident)) {
        None => quote!(&#it.#ident),
        Some(derived) => {
            let value = call(model, derived, it);
            if derived.is_member() { value } else { quote!(&#value) }
        }
    }
}

/// The value of a part that may be missing, as an `Option` of a reference.
pub(super) fn optional_value_of(model: &Model, part: &Field, it: &TokenStream) -> TokenStream {
    let ident = &part.ident;
    match model.derived(&names::plain(ident)) {
        None => quote!(#it.#ident.as_ref()),
        Some(derived) => {
            let value = call(model, derived, it);
            quote!(#value.as_ref())
        }
    }
}

fn call(model: &Model, derived: &Derived, it: &TokenStream) -> TokenStream {
    let function = function(derived);
    let inputs = inputs(model, derived).into_iter().map(|field| &field.ident);
    quote!(#function(#(&#it.#inputs),*))
}

fn function(derived: &Derived) -> Ident {
    format_ident!("__part_{}", derived.name())
}

fn inputs<'m>(model: &'m Model, derived: &Derived) -> Vec<&'m Field> {
    derived.inputs.iter().filter_map(|input| model.field(&input.field)).collect()
}

/// The functions that compute parts.
pub(super) fn functions(model: &Model) -> TokenStream {
    let functions = model.derived.iter().map(|derived| {
        let member = &derived.member;
        let (name, body) = (function(derived), &derived.body);
        let params = inputs(model, derived).into_iter().map(|field| {
            let (local, ty) = (input_local(&names::plain(&field.ident), field.ident.span()), &field.ty);
            if derived.is_member() { quote!(#local: &'__a #ty) } else { quote!(#local: &#ty) }
        });
        let ty = &derived.field.ty;
        let (lifetime, ty) =
            if derived.is_member() { (quote!(<'__a>), quote!(&'__a #ty)) } else { (quote!(), quote!(#ty)) };
        quote! {
            #member
            #[inline]
            #[allow(unused_parens, clippy::all, clippy::pedantic)]
            fn #name #lifetime(#(#params),*) -> #ty {
                #body
            }
        }
    });
    functions.collect()
}

/// Data about computed parts, for the index keys that have them.
pub(super) fn rules(shape: &Shape) -> TokenStream {
    let model = shape.model;
    let parts = model.derived.iter().filter(|derived| shape.is_in_index_key(&derived.name())).map(|derived| {
        let (constant, name) = (part_name(derived), derived.name());
        let fields = derived.inputs.iter().map(|input| &input.field);
        let (lines, value) = computed(model, derived);
        let part = super::shape::Part { field: &derived.field, native: false };
        let ty = part.key_type();
        let value = match derived.field.optional() {
            Some(_) => quote!(#value.as_ref()),
            None if derived.is_member() => quote!(::core::option::Option::Some(#value)),
            None => quote!(::core::option::Option::Some(&#value)),
        };
        let (inputs, template, place) = (local("inputs"), local("template"), local("part"));
        quote! {
            static #constant: __m::DerivedPart = __m::DerivedPart {
                name: #name,
                fields: &[#(#fields),*],
                text: |#inputs, #template, #place| {
                    #lines
                    __m::derived_text::<#ty>(#template, #place, #value)
                },
            };
        }
    });
    let switches = model.indexes.iter().filter_map(|index| switch(model, index));
    let keys = shape.index_keys.iter().enumerate().filter_map(|(place, key)| key_rules(shape, place, key));
    quote!(#(#parts)* #(#switches)* #(#keys)*)
}

/// Reads the inputs from what an update knows, and gives the value.
fn computed(model: &Model, derived: &Derived) -> (TokenStream, TokenStream) {
    let fields = inputs(model, derived);
    let lines = fields.iter().enumerate().map(|(place, field)| read(field, place));
    let function = function(derived);
    let locals = fields.iter().map(|field| input_local(&names::plain(&field.ident), field.ident.span()));
    (lines.collect(), quote!(#function(#(&#locals),*)))
}

/// `let of_created_at = ..;`
fn read(field: &Field, place: usize) -> TokenStream {
    let (ty, name) = (&field.ty, names::plain(&field.ident));
    let local = input_local(&name, field.ident.span());
    let inputs = self::local("inputs");
    let span = here(type_span(ty));
    let read = quote_spanned!(span=> __m::input::<#ty>(#inputs, #place)?);
    let value = match field.options.default.get() {
        None => quote_spanned!(span=> __m::present::<#ty>(#read, #name)?),
        Some(Fallback::Trait) => quote_spanned!(span=> #read.unwrap_or_default()),
        Some(Fallback::Path(path)) => quote!(#read.unwrap_or_else(#path)),
    };
    quote!(let #local: #ty = #value;)
}

fn switch(model: &Model, index: &Index) -> Option<TokenStream> {
    let name = names::plain(index.only_if.as_ref()?);
    let field = model.field(&name)?;
    let constant = switch_name(index);
    let fields = model.behind(&name);
    let (lines, value) = match model.derived(&name) {
        Some(derived) => {
            let (lines, value) = computed(model, derived);
            (lines, if derived.is_member() { value } else { quote!(&#value) })
        }
        None => {
            let local = input_local(&name, field.ident.span());
            (read(field, 0), quote!(&#local))
        }
    };
    let inputs = local("inputs");
    let span = here(index.only_if.as_ref().map_or(index.span, Ident::span));
    let value = names::located(&value, span);
    let only_if = quote_spanned!(span=> __m::reach::only_if(#value).is_some());
    Some(quote! {
        static #constant: __m::Switch = __m::Switch {
            fields: &[#(#fields),*],
            is_on: |#inputs| {
                #lines
                ::core::result::Result::Ok(#only_if)
            },
        };
    })
}

/// The constant with the rules of an index key, if it has any.
pub(super) fn key_rules_name(shape: &Shape, place: usize, key: &IndexKey) -> Option<Ident> {
    let derived = key.template.parts().any(|part| shape.model.derived(&part.field).is_some());
    let unit = key.pattern.is_united() || key.pattern.only_if.is_some();
    (derived || unit).then(|| format_ident!("__INDEX_KEY_{place}"))
}

fn key_rules(shape: &Shape, place: usize, key: &IndexKey) -> Option<TokenStream> {
    let constant = key_rules_name(shape, place, key)?;
    let derived = key.template.parts().filter_map(|part| shape.model.derived(&part.field)).map(part_name);
    let only_if = super::schema::option(key.pattern.only_if.as_ref().map(|_| {
        let switch = switch_name(key.pattern);
        quote!(&#switch)
    }));
    let together = shape.together(place);
    let deciding = shape.deciding(key);
    Some(quote! {
        static #constant: __m::IndexKeyRules = __m::IndexKeyRules {
            derived: &[#(&#derived),*],
            only_if: #only_if,
            deciding: &[#(#deciding),*],
            together: &[#(#together),*],
        };
    })
}

fn part_name(derived: &Derived) -> Ident {
    format_ident!("__PART_{}", Case::ScreamingSnake.apply(&derived.name()))
}

fn switch_name(index: &Index) -> Ident {
    format_ident!("__ONLY_IF_{}", Case::ScreamingSnake.apply(&names::plain(&index.pattern)))
}

/// Gives up, in a closure that gives an `Option`, where an item is not in the index.
pub(super) fn leave_out(shape: &Shape, key: &IndexKey) -> TokenStream {
    let model = shape.model;
    let it = quote!(self);
    let switch = key.pattern.only_if.as_ref().and_then(|switch| model.field(&names::plain(switch))).map(|field| {
        let value = value_of(model, field, &it);
        let span = here(key.pattern.only_if.as_ref().map_or(key.pattern.span, Ident::span));
        let value = names::located(&value, span);
        quote_spanned!(span=> __m::reach::only_if(#value)?;)
    });
    let others = shape
        .index_keys
        .iter()
        .filter(|other| key.pattern.is_united() && std::ptr::eq(other.pattern, key.pattern) && other.half != key.half);
    let parts = others.flat_map(|other| other.template.parts()).filter_map(|part| model.field(&part.field));
    let parts = parts.filter(|field| field.optional().is_some()).map(|field| {
        let value = optional_value_of(model, field, &it);
        quote!(#value?;)
    });
    quote!(#switch #(#parts)*)
}
