//! Prints a layout, and the table of its entities.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::model::{
    Entities, Half, Index, IndexKeys, KeyAttribute, Kind, Layout, LayoutSource, Model, Named, Projection, Tag,
};
use crate::codec::{const_check, here, local};
use crate::names;

/// Everything that a declaration without mistakes becomes.
pub(super) fn table(model: &Model) -> TokenStream {
    let krate = &model.krate;
    let (consts, layout) = match &model.layout {
        LayoutSource::Own(layout) => (constants(model, layout), layout_impls(model, layout)),
        LayoutSource::Given(_) => (TokenStream::new(), TokenStream::new()),
    };
    let table = model.entities.as_ref().map(|entities| table_impls(model, entities));
    let start = model.entities.as_ref().map(|_| start(model));
    quote! {
        #consts
        #start
        const _: () = {
            use #krate::__private as __m;
            #layout
            #table
        };
    }
}

/// Impls that let the rest of the program be checked as if the derive had worked.
pub(super) fn fallback(model: &Model) -> TokenStream {
    let (ident, krate) = (&model.ident, &model.krate);
    if model.generic {
        return TokenStream::new();
    }
    let (consts, layout) = match &model.layout {
        LayoutSource::Given(path) => (TokenStream::new(), path.to_token_stream()),
        LayoutSource::Own(layout) => (constants(model, layout), quote!(#ident)),
    };
    let own = matches!(model.layout, LayoutSource::Own(_)).then(|| {
        let indexes = distinct(model).into_iter().map(|(place, _)| {
            quote! {
                #[automatically_derived]
                impl __m::IndexAt<#place> for #ident {
                    type Reads = __m::reach::Strong;
                    const INDEX: &'static __m::IndexSchema = &__m::NO_INDEX;
                }
            }
        });
        quote! {
            #[diagnostic::do_not_recommend]
        #[automatically_derived]
        impl __m::Layout for #ident {
                const LAYOUT: &'static __m::LayoutSchema = &__m::NO_LAYOUT;
            }
            #[automatically_derived]
            impl<__Entity> __m::reach::LaidOutAs<#ident, __Entity> for #ident {}
            #(#indexes)*
        }
    });
    let table = model.entities.as_ref().map(|entities| {
        let holds = holds(model, entities);
        quote! {
            #[automatically_derived]
            impl __m::Table for #ident {
                type Layout = #layout;
                const SCHEMA: &'static __m::TableSchema = &__m::NO_TABLE;
                fn from_item(
                    _: &__m::Item,
                ) -> ::core::result::Result<::core::option::Option<Self>, __m::Error> {
                    ::core::unreachable!()
                }
            }
            #[automatically_derived]
            impl __m::Storable for #ident {
                type Version = ();
                fn stored(&self) -> (&'static __m::EntitySchema, &dyn __m::ToStore) {
                    ::core::unreachable!()
                }
                fn found(_: &__m::Item) -> ::core::result::Result<Self, __m::Error> {
                    ::core::unreachable!()
                }
            }
            #[automatically_derived]
            impl __m::reach::AllowsScan for #ident {}
            #holds
        }
    });
    let start = model.entities.as_ref().map(|_| start(model));
    quote! {
        #consts
        #start
        const _: () = {
            use #krate::__private as __m;
            #own
            #table
        };
    }
}

/// The indexes, each name once.
fn distinct(model: &Model) -> Vec<(usize, &Index)> {
    let LayoutSource::Own(layout) = &model.layout else { return Vec::new() };
    let first = |at: usize, index: &Index| !layout.indexes[..at].iter().any(|other| other.ident == index.ident);
    layout.indexes.iter().enumerate().filter(|(at, index)| first(*at, index)).collect()
}

/// `pub const Gsi1: usize = 0;` for every index.
fn constants(model: &Model, layout: &Layout) -> TokenStream {
    if layout.indexes.is_empty() {
        return TokenStream::new();
    }
    let (ident, vis) = (&model.ident, &model.vis);
    let consts = distinct(model).into_iter().map(|(place, index)| {
        let name = &index.ident;
        let doc = format!("The index `{name}` of `{ident}`.");
        quote!(#[doc = #doc] #vis const #name: usize = #place;)
    });
    quote! {
        #[allow(dead_code, non_upper_case_globals)]
        impl #ident {
            #(#consts)*
        }
    }
}

fn start(model: &Model) -> TokenStream {
    let Model { ident, vis, krate, .. } = model;
    let doc = format!("The table `{}` on a backend.", names::plain(ident));
    let backend = local("backend");
    quote! {
        #[allow(dead_code)]
        impl #ident {
            #[doc = #doc]
            #vis fn on(#backend: impl #krate::Backend) -> #krate::Store<#ident> {
                #krate::Store::new(#backend)
            }
        }
    }
}

fn layout_impls(model: &Model, layout: &Layout) -> TokenStream {
    let ident = &model.ident;
    let name = names::plain(ident);
    let Some(pk) = &layout.pk else { return TokenStream::new() };
    let hash = key_attr(pk);
    let range = option(layout.sk.as_ref().map(key_attr));
    let tag = option(match &layout.tag {
        Tag::Default => Some(quote!("_type")),
        Tag::Named(Named { name, .. }) => Some(quote!(#name)),
        Tag::Off => None,
    });
    let ttl = option(layout.ttl.as_ref().map(|ttl| {
        let name = &ttl.name;
        quote!(#name)
    }));
    let indexes = layout.indexes.iter().map(|index| index_schema(layout, index));
    let places = layout.indexes.iter().enumerate().map(|(place, index)| {
        let reads =
            format_ident!("{}", if matches!(index.keys, IndexKeys::Local { .. }) { "Strong" } else { "Eventual" });
        quote! {
            #[automatically_derived]
            impl __m::IndexAt<#place> for #ident {
                type Reads = __m::reach::#reads;
                const INDEX: &'static __m::IndexSchema = &__INDEXES[#place];
            }
        }
    });
    quote! {
        static __INDEXES: &[__m::IndexSchema] = &[#(#indexes),*];
        static __LAYOUT: __m::LayoutSchema = __m::LayoutSchema {
            name: #name,
            hash: #hash,
            range: #range,
            tag: #tag,
            ttl: #ttl,
            indexes: __INDEXES,
        };
        #[diagnostic::do_not_recommend]
        #[automatically_derived]
        impl __m::Layout for #ident {
            const LAYOUT: &'static __m::LayoutSchema = &__LAYOUT;
        }
        #[diagnostic::do_not_recommend]
        #[automatically_derived]
        impl<__Entity> __m::reach::LaidOutAs<#ident, __Entity> for #ident {}
        #(#places)*
    }
}

fn index_schema(layout: &Layout, index: &Index) -> TokenStream {
    let (name, physical) = (names::plain(&index.ident), &index.name.name);
    let attributes =
        |half: Option<&Half>| -> Vec<KeyAttribute> { half.map(|half| half.attributes().to_vec()).unwrap_or_default() };
    let own = |key: &Option<KeyAttribute>| -> Vec<KeyAttribute> { key.iter().cloned().collect() };
    let (kind, hash, range) = match &index.keys {
        IndexKeys::Global { pk, sk } => ("Global", attributes(Some(pk)), attributes(sk.as_ref())),
        IndexKeys::Local { sk } => ("Local", own(&layout.pk), attributes(Some(sk))),
        IndexKeys::Inverted | IndexKeys::Unreadable => ("Global", own(&layout.sk), own(&layout.pk)),
    };
    let native = index.halves().any(|half| matches!(half, Half::Native(..)));
    let keys = match &index.keys {
        IndexKeys::Inverted | IndexKeys::Unreadable => "Inverted",
        _ if native => "Native",
        _ => "Composed",
    };
    let (kind, keys) = (format_ident!("{kind}"), format_ident!("{keys}"));
    let (hash, range) = (hash.iter().map(key_attr), range.iter().map(key_attr));
    let carries = match &index.projection {
        Projection::All => quote!(All),
        Projection::KeysOnly => quote!(KeysOnly),
        Projection::Include(list) => {
            let names = list.iter().map(|named| &named.name);
            quote!(Include(&[#(#names),*]))
        }
    };
    quote! {
        __m::IndexSchema {
            name: #name,
            physical: #physical,
            kind: __m::IndexKind::#kind,
            keys: __m::IndexKeys::#keys,
            hash: &[#(#hash),*],
            range: &[#(#range),*],
            carries: __m::Carries::#carries,
        }
    }
}

fn table_impls(model: &Model, entities: &Entities) -> TokenStream {
    let ident = &model.ident;
    let name = names::plain(ident);
    let layout = match &model.layout {
        LayoutSource::Own(_) => quote!(#ident),
        LayoutSource::Given(path) => quote!(#path),
    };
    let schemas = entities.members.iter().map(|member| {
        let ty = &member.ty;
        quote_spanned!(here(ty.span())=> <#ty as __m::Entity>::SCHEMA)
    });
    let checks = entities.members.iter().enumerate().map(|(place, member)| {
        let ty = &member.ty;
        let span = here(ty.span());
        let one_layout = quote_spanned! {span=>
            const _: () = __m::reach::in_layout::<#ty, <#ty as __m::Entity>::Layout, #layout>();
        };
        let overlap = const_check(here(member.variant.span()), &quote!(check_table(&__TABLE, #place)));
        quote!(#one_layout #overlap)
    });
    let item = local("item");
    let arms = entities.members.iter().enumerate().map(|(place, member)| {
        let (variant, ty) = (&member.variant, &member.ty);
        // paths without bounds: a type that is no entity is then one error, not one for every mention
        let entity = quote_spanned!(here(ty.span())=> <#ty as __m::Entity>);
        quote! {
            ::core::option::Option::Some(#place) =>
                __m::member(#item, #entity::SCHEMA, #entity::read, Self::#variant),
        }
    });
    let other = match &entities.other {
        Some(other) => {
            let variant = &other.variant;
            quote!(::core::option::Option::Some(Self::#variant(::core::clone::Clone::clone(#item))))
        }
        None => quote!(::core::option::Option::None),
    };
    let storable = storable(model, entities, &layout);
    let holds = holds(model, entities);
    let scan = model.scan.map(
        |_| quote!(#[diagnostic::do_not_recommend] #[automatically_derived] impl __m::reach::AllowsScan for #ident {}),
    );
    quote! {
        static __TABLE: __m::TableSchema = __m::TableSchema {
            name: #name,
            layout: <#layout as __m::Layout>::LAYOUT,
            entities: &[#(#schemas),*],
        };
        #(#checks)*
        #[automatically_derived]
        impl __m::Table for #ident {
            type Layout = #layout;
            const SCHEMA: &'static __m::TableSchema = &__TABLE;
            #[inline]
            fn from_item(
                #item: &__m::Item,
            ) -> ::core::result::Result<::core::option::Option<Self>, __m::Error> {
                match __m::kind_of(&__TABLE, #item) {
                    #(#arms)*
                    _ => ::core::result::Result::Ok(#other),
                }
            }
        }
        #storable
        #holds
        #scan
    }
}

/// The enum is put and deleted as what it holds.
fn storable(model: &Model, entities: &Entities, layout: &TokenStream) -> TokenStream {
    let ident = &model.ident;
    let held = local("held");
    let arms = entities.members.iter().map(|member| {
        let (variant, ty) = (&member.variant, &member.ty);
        let entity = quote_spanned!(here(ty.span())=> <#ty as __m::Entity>);
        quote!(Self::#variant(#held) => (#entity::SCHEMA, #held),)
    });
    let other = entities.other.as_ref().map(|other| {
        let variant = &other.variant;
        let name = format!("{}::{}", names::plain(ident), names::plain(variant));
        quote! {
            Self::#variant(#held) => {
                static OTHER: __m::EntitySchema = __m::other_kind(#name, <#layout as __m::Layout>::LAYOUT);
                (&OTHER, #held)
            }
        }
    });
    quote! {
        #[diagnostic::do_not_recommend]
        #[automatically_derived]
        impl __m::Storable for #ident {
            type Version = ();
            fn stored(&self) -> (&'static __m::EntitySchema, &dyn __m::ToStore) {
                match self {
                    #(#arms)*
                    #other
                }
            }
            fn found(item: &__m::Item) -> ::core::result::Result<Self, __m::Error> {
                __m::found(item)
            }
        }
    }
}

fn holds(model: &Model, entities: &Entities) -> TokenStream {
    let ident = &model.ident;
    let mut seen = Vec::new();
    let mut holds = TokenStream::new();
    for member in &entities.members {
        let (ty, shown) = (&member.ty, member.ty.to_token_stream().to_string());
        if !seen.contains(&shown) {
            holds.extend(quote_spanned! {here(ty.span())=>
                #[diagnostic::do_not_recommend]
                #[automatically_derived]
                impl __m::reach::Holds<#ty> for #ident {}
            });
            seen.push(shown);
        }
    }
    holds
}

fn key_attr(key: &KeyAttribute) -> TokenStream {
    let (name, kind) = (&key.name, format_ident!("{}", Kind::name(key.kind)));
    quote!(__m::KeyAttr { name: #name, kind: __m::Type::#kind })
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
