//! Stand-ins for an entity whose declaration has mistakes, so that the rest of the program is checked as if it had
//! none: the same names, with arguments of any type.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::module::{fields, fields_value, query_type};
use super::shape::value_type;
use crate::entity::model::{Index, IndexShape, KeySpec, Model};
use crate::names::{self, Case};
use crate::table_half::TableHalf;

/// Names without bodies. A generic type has none: nothing could be said of its parameters.
pub(crate) fn fallback(model: &Model) -> TokenStream {
    if model.generic {
        return TokenStream::new();
    }
    let (entity, krate, vis, module) = (&model.ident, &model.krate, &model.vis, &model.names.module);
    let layout = match model.table.get() {
        Some(table) => quote!(#table),
        None => quote!(__m::NoLayout),
    };
    let patterns = patterns(model);
    let fields = fields(model);
    let types = patterns.iter().map(|pattern| query_type(model, &pattern.ty, pattern.ty.span(), "An access pattern."));
    let functions = functions(model, &patterns);
    let queries = patterns.iter().map(|pattern| query(model, pattern));
    let attributes = attributes(model);
    let value = fields_value(model);
    let version = if model.version().is_some() { quote!(u64) } else { quote!(()) };
    quote! {
        #[allow(dead_code, missing_docs, non_camel_case_types)]
        #vis mod #module {
            use #krate::__private as __m;
            #fields
            #(#types)*
        }
        const _: () = {
            use #krate::__private as __m;
            #[automatically_derived]
            impl __m::Entity for #entity {
                type Layout = #layout;
                type Fields<__Use> = #module::Fields<__Use>;
                type Version = #version;
                const SCHEMA: &'static __m::EntitySchema = &__m::NO_ENTITY;
                fn fields<__Use>() -> #module::Fields<__Use> { #value }
                fn write(
                    &self,
                    _: &mut dyn __m::Writer,
                    _: u64,
                ) -> ::core::result::Result<(), __m::Error> {
                    ::core::unreachable!()
                }
                fn read(
                    _: &mut __m::RowReader<'_>,
                ) -> ::core::result::Result<Self, __m::DecodeError> {
                    ::core::unreachable!()
                }
                fn read_dyn(
                    _: &mut dyn __m::Reader,
                ) -> ::core::result::Result<Self, __m::DecodeError> {
                    ::core::unreachable!()
                }
                fn primary_key(&self) -> ::core::result::Result<__m::Item, __m::KeyError> {
                    ::core::unreachable!()
                }
            }
            #[automatically_derived]
            impl __m::reach::KeepsKeys<()> for #entity {}
            #[automatically_derived]
            impl __m::reach::AllowsScan for #entity {}
            #functions
            #(#queries)*
            #(#attributes)*
        };
    }
}

/// The names of one access pattern.
struct Pattern {
    function: Ident,
    ty: Ident,
    hash: Vec<String>,
    range: Vec<String>,
}

fn patterns(model: &Model) -> Vec<Pattern> {
    let table = Pattern::new(&model.names.of, mentions(model.key.pk.as_ref()), mentions(model.key.sk.as_ref()));
    let mut patterns = vec![table];
    let taken = [&model.names.key, &model.names.at, &model.names.edit];
    for index in &model.indexes {
        let pattern = Pattern::of_index(model, index);
        let known = patterns.iter().any(|other| other.ty == pattern.ty);
        if !known && !taken.contains(&&pattern.function) {
            patterns.push(pattern);
        }
    }
    patterns
}

impl Pattern {
    fn new(function: &Ident, hash: Vec<String>, range: Vec<String>) -> Self {
        let ty = names::ident(&Case::Pascal.apply(&names::plain(function)), function.span());
        Self { function: function.clone(), ty, hash, range }
    }

    fn of_index<'a>(model: &'a Model, index: &'a Index) -> Self {
        let (table_pk, table_sk) = (model.key.pk.as_ref(), model.key.sk.as_ref());
        let resolved = |spec: Option<&'a KeySpec>| match spec {
            Some(KeySpec::Table(TableHalf::Partition, _)) => table_pk,
            Some(KeySpec::Table(TableHalf::Sort, _)) => table_sk,
            other => other,
        };
        let (pk, sk) = (resolved(index.key.pk.as_ref()), resolved(index.key.sk.as_ref()));
        let (hash, range) = match index.shape() {
            IndexShape::Global => (pk, sk),
            IndexShape::Local => (table_pk, sk),
            IndexShape::Inverted => (table_sk, table_pk),
        };
        Self::new(&index.pattern, mentions(hash), mentions(range))
    }
}

/// The parts that a half of a key mentions, each once.
fn mentions(spec: Option<&KeySpec>) -> Vec<String> {
    let mut names = Vec::new();
    for mention in spec.map(KeySpec::mentions).unwrap_or_default() {
        if !names.contains(&mention.field) {
            names.push(mention.field);
        }
    }
    names
}

fn functions(model: &Model, patterns: &[Pattern]) -> TokenStream {
    let (entity, vis) = (&model.ident, &model.vis);
    let (key, at, edit) = (&model.names.key, &model.names.at, &model.names.edit);
    let module = &model.names.module;
    let whole: Vec<String> = patterns[0].hash.iter().chain(&patterns[0].range).cloned().collect();
    let mut parts: Vec<&String> = Vec::new();
    whole.iter().for_each(|part| {
        if !parts.contains(&part) {
            parts.push(part)
        }
    });
    let anything: Vec<_> = parts.iter().map(|_| quote!(_: impl ::core::marker::Sized)).collect();
    let queries = patterns.iter().map(|Pattern { function, ty, hash, .. }| {
        let params = hash.iter().map(|_| quote!(_: impl ::core::marker::Sized));
        quote!(#vis fn #function(#(#params),*) -> #module::#ty { ::core::unreachable!() })
    });
    quote! {
        #[allow(dead_code, private_interfaces, clippy::too_many_arguments)]
        impl #entity {
            #vis fn #key(#(#anything),*) -> __m::Key<#entity> { ::core::unreachable!() }
            #vis fn #at(#(#anything),*) -> __m::Update<#entity, ()> { ::core::unreachable!() }
            #vis fn #edit(&self) -> __m::Update<#entity, ()> { ::core::unreachable!() }
            #(#queries)*
        }
    }
}

fn query(model: &Model, pattern: &Pattern) -> TokenStream {
    let (entity, vis, module, ty) = (&model.ident, &model.vis, &model.names.module, &pattern.ty);
    let methods = pattern.range.iter().map(|part| {
        let name = names::ident(part, model.ident.span());
        quote!(#vis fn #name<__R>(self, _: __R) -> Self { self })
    });
    quote! {
        #[allow(dead_code)]
        impl<__State> #module::#ty<__State> { #(#methods)* }
        #[automatically_derived]
        impl __m::AccessPattern for #module::#ty {
            type Entity = #entity;
            type Reads = __m::reach::Strong;
            type Carries = __m::reach::Carried<2>;
            const PLACE: usize = 0;
        }
        #[automatically_derived]
        impl<__State> __m::reach::QueryPlan for #module::#ty<__State> {
            type Pattern = #module::#ty;
            type Given = __State;
            fn into_plan(self) -> __m::KeyPlan {
                self.plan.into_plan()
            }
        }
    }
}

fn attributes(model: &Model) -> impl Iterator<Item = TokenStream> {
    let module = &model.names.module;
    let entity = &model.ident;
    model.named_fields().map(move |field| {
        let (ident, ty, value, name) = (&field.ident, &field.ty, value_type(field), &field.name);
        quote! {
            #[automatically_derived]
            impl __m::Attr for #module::#ident {
                type Entity = #entity;
                type Type = #ty;
                type Value = #value;
                type Rules = __m::reach::Ruled<__m::reach::InPlace, __m::reach::Anywhere, __m::reach::Untracked, __m::reach::Defaulted>;
                const NAME: &'static str = #name;
            }
        }
    })
}
