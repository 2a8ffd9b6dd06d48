//! The entity as static data, and the checks against its layout.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use super::derived::key_rules_name;
use super::shape::{Pattern, Shape, Source, entity_span, value_type};
use crate::codec::{const_check, here};
use crate::entity::model::{Half, Index, IndexShape};
use crate::field::{Field, type_span};
use crate::names;
use crate::table_half::TableHalf;
use crate::template::{Format, Segment, Style, Template};

/// Templates, schema and checks.
pub(super) fn schema(shape: &Shape) -> TokenStream {
    let model = shape.model;
    let entity = &model.ident;
    let layout = model.table.get();
    let indexes = shape.patterns.iter().filter_map(|pattern| {
        let index = &pattern.index?.index;
        let place = place(pattern);
        // the one mention of the index: a name that the layout lacks is one error, here
        Some(quote_spanned!(index.span()=> const #place: usize = __Layout::#index;))
    });
    let templates = templates(shape);
    let (name, tag) = (names::plain(&model.ident), &model.tag.value);
    let aliases = model.tag_aliases.iter().map(|alias| &alias.value);
    let fields = model.fields.iter().filter(|field| !field.is_left_out()).map(field_schema);
    let patterns = shape.patterns.iter().map(|pattern| pattern_schema(shape, pattern));
    let version = option(model.version().map(|field| {
        let name = &field.name;
        quote!(#name)
    }));
    let version_aliases = model.version().into_iter().flat_map(|field| &field.options.aliases);
    let index_keys = shape.index_keys.iter().enumerate().map(|(at, key)| {
        let rules = key_rules_name(shape, at, key).map(|rules| quote!(.with(&#rules)));
        let place = shape.patterns.iter().find(|pattern| pattern.function == &key.pattern.pattern).map(place);
        let (half, role) = halves(key.half);
        let template = &key.name;
        let index = quote!(<__Layout as __m::IndexAt<{ #place }>>::INDEX);
        quote!(__m::index_key_schema(#index.#half, __m::KeyRole::#role, &#template)#rules)
    });
    let span = entity_span(model);
    let checks = shape.patterns.iter().map(|pattern| {
        let span = here(pattern.span(model));
        let place = pattern.place;
        const_check(span, &quote!(check_pattern(&__SCHEMA, #place)))
    });
    let fields_check = const_check(span, &quote!(check_fields(&__SCHEMA)));
    quote! {
        type __Layout = #layout;
        #(#indexes)*
        #templates
        static __SCHEMA: __m::EntitySchema = __m::EntitySchema {
            name: #name,
            tag: #tag,
            tag_aliases: &[#(#aliases),*],
            layout: __m::layout_of::<#entity>(),
            fields: &[#(#fields),*],
            patterns: &[#(#patterns),*],
            version: #version,
            version_aliases: &[#(#version_aliases),*],
            index_keys: &[#(#index_keys),*],
        };
        #(#checks)*
        #fields_check
    }
}

/// The constant with the place of a pattern's index.
pub(super) fn place(pattern: &Pattern) -> proc_macro2::Ident {
    format_ident!("__{}", names::Case::ScreamingSnake.apply(&names::plain(pattern.function)))
}

pub(super) fn halves(half: Half) -> (proc_macro2::Ident, proc_macro2::Ident) {
    match half {
        Half::Partition => (format_ident!("hash"), format_ident!("Partition")),
        Half::Sort => (format_ident!("range"), format_ident!("Sort")),
    }
}

/// One static for each template that the user wrote.
fn templates(shape: &Shape) -> TokenStream {
    let own = shape.patterns.iter().filter(|pattern| pattern.index.is_none());
    let own = own.flat_map(|pattern| std::iter::once(&pattern.hash).chain(&pattern.range));
    let own = own.filter_map(|source| match source {
        Source::Composed { name, template } => Some((name, *template)),
        Source::Native(_) => None,
    });
    let indexes = shape.index_keys.iter().map(|key| (&key.name, key.template));
    own.chain(indexes).map(|(name, template)| template_static(shape, name, template)).collect()
}

fn template_static(shape: &Shape, name: &proc_macro2::Ident, template: &Template) -> TokenStream {
    let text = template.text.value();
    let (style, joined) = match &shape.model.style {
        Style::Escaped => (quote!(__m::KeyStyle::Escaped), true),
        Style::Raw { delimiter } => (quote!(__m::KeyStyle::Raw { delimiter: #delimiter }), false),
    };
    let mut checks = TokenStream::new();
    let segments = template.pieces(joined).into_iter().filter_map(|piece| match piece {
        Segment::Literal(text) => Some(quote!(__m::Segment::Literal(#text))),
        Segment::Part(part) => {
            let field = shape.model.field(&part.field)?;
            let ty = super::shape::Part { field, native: false }.key_type();
            let (format, words) = match part.format {
                Format::Plain if joined => (quote!(Default), None),
                Format::Plain => (quote!(Plain), None),
                Format::Millis => (quote!(Millis), Some("`:ms` is for times")),
                Format::Rfc3339 => (quote!(Rfc3339), Some("`:rfc3339` is for times")),
                Format::Width(width) => {
                    (quote!(Width(#width)), Some("a width is for whole numbers that are not negative"))
                }
            };
            if let Some(words) = words {
                let entity = names::plain(&shape.model.ident);
                let message = format!(
                    "`{entity}`: the key `{text}` has a format that is not for the type of `{}`: {words}",
                    part.field
                );
                checks.extend(quote_spanned! {here(part.span)=>
                    const _: () = ::core::assert!(
                        __m::PartShape::allows::<#ty>(__m::PartFormat::#format),
                        "{}",
                        #message
                    );
                });
            }
            let name = &part.field;
            Some(quote!(__m::segment::<#ty>(#name, __m::PartFormat::#format)))
        }
    });
    let segments: Vec<_> = segments.collect();
    quote! {
        #checks
        static #name: __m::Template = __m::Template::new(&[#(#segments),*], #style, #text);
    }
}

fn field_schema(field: &Field) -> TokenStream {
    let name = names::plain(&field.ident);
    let attribute = if field.is_rest() { "" } else { &field.name };
    let ty = value_type(field);
    let kind = match field.is_rest() || field.is_serde() {
        true => quote!(::core::option::Option::None),
        false => quote_spanned!(here(type_span(ty))=> <#ty as __m::Attribute>::TYPE),
    };
    let mut schema = quote!(__m::field_schema(#name, #attribute, #kind));
    if field.optional().is_some() || field.options.default.span().is_some() {
        schema.extend(quote!(.or_missing()));
    }
    if field.options.null.span().is_some() {
        schema.extend(quote!(.or_null()));
    }
    if field.is_in_key() {
        schema.extend(quote!(.in_keys()));
    }
    if !field.options.aliases.is_empty() {
        let aliases = &field.options.aliases;
        schema.extend(quote!(.once_called(&[#(#aliases),*])));
    }
    schema
}

fn pattern_schema(shape: &Shape, pattern: &Pattern) -> TokenStream {
    let name = names::plain(pattern.function);
    let index = option(pattern.index.map(|index| {
        let name = names::plain(&index.index);
        quote!(#name)
    }));
    let hash = source(shape, &pattern.hash);
    let range = option(pattern.range.as_ref().map(|range| source(shape, range)));
    let sparse = pattern.index.is_some_and(Index::is_partial);
    let taken = pattern.index.and_then(Index::of_table).map(|(half, own)| {
        let (_, half) = halves(half);
        let own = match own {
            TableHalf::Partition => quote!(Partition),
            TableHalf::Sort => quote!(Sort),
        };
        quote!(.of_table(__m::KeyRole::#half, __m::KeyRole::#own))
    });
    let shape = match pattern.index.map(crate::entity::model::Index::shape) {
        None => quote!(Table),
        Some(IndexShape::Global) => quote!(Global),
        Some(IndexShape::Local) => quote!(Local),
        Some(IndexShape::Inverted) => quote!(Inverted),
    };
    quote!(__m::pattern(#name, #index, __m::PatternShape::#shape, #hash, #range, #sparse)#taken)
}

fn source(shape: &Shape, source: &Source) -> TokenStream {
    if let Source::Composed { name, .. } = source {
        return quote!(__m::KeySource::Composed(&#name));
    }
    let keys = source.parts(shape.model).into_iter().map(|part| {
        let (name, attribute, ty) = (part.name(), &part.field.name, part.value());
        let kind = quote_spanned!(here(type_span(ty))=> <#ty as __m::Attribute>::TYPE);
        quote!(__m::native_key(#name, #attribute, #kind))
    });
    quote!(__m::KeySource::Native(&[#(#keys),*]))
}

/// `Some(..)` or `None`.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
