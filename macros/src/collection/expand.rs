//! Prints the members of a collection as data, and how the struct is made of them.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Ident;

use super::model::{Count, Member, Model};
use crate::codec::{const_check, here, local};
use crate::field::type_span;
use crate::names;

/// The impls of `Collection` and of what it is for the core.
pub(crate) fn collection(model: &Model) -> TokenStream {
    let (ident, vis, krate) = (&model.ident, &model.vis, &model.krate);
    let (table, by) = (model.table.get().to_token_stream(), model.by.get().to_token_stream());
    let name = names::plain(ident);
    let by_span = here(model.by.get().map_or_else(|| ident.span(), syn::spanned::Spanned::span));
    let by_type = quote_spanned!(by_span=> type By = #by;);
    let schemas = model.members.iter().enumerate().map(|(place, member)| schema(place, member));
    let checks =
        model.members.iter().enumerate().map(|(place, member)| {
            const_check(here(type_span(&member.ty)), &quote!(check_collection(&__SCHEMA, #place)))
        });
    let accesses = model.members.iter().enumerate().map(|(place, member)| {
        let (access, ty, slot) = (access(place), &member.ty, slot(member));
        let function = format_ident!("{}", if member.count == Count::Many { "many_members" } else { "one_member" });
        let call = quote_spanned!(here(type_span(ty))=> __m::reach::#function::<__Table, #ty>());
        quote!(const #access: __m::reach::Access<#slot> = #call;)
    });
    let slots = model.members.iter().map(|member| {
        let (ident, slot) = (&member.ident, slot(member));
        quote!(#ident: #slot,)
    });
    let places = model.members.iter().enumerate().map(|(place, member)| {
        let (ident, access, place) = (&member.ident, access(place), u8::try_from(place).unwrap_or(u8::MAX));
        quote!(#place => (#access.holder)(&mut self.#ident),)
    });
    let values = model.members.iter().map(|member| {
        let ident = &member.ident;
        let needed = (member.count == Count::One).then(|| quote!(?));
        quote!(#ident: self.#ident.finish() #needed,)
    });
    let (place, item) = (local("place"), local("item"));
    quote! {
        const _: () = {
            use #krate::__private as __m;
            type __Table = #table;
            #(#accesses)*
            static __SCHEMA: __m::CollectionSchema = __m::CollectionSchema {
                name: #name,
                root: __m::root_of::<#ident>(),
                pattern: __m::pattern_of::<#ident>(),
                members: &[#(#schemas),*],
            };
            #(#checks)*
            #[derive(::core::default::Default)]
            #vis struct __Parts { #(#slots)* }
            #[automatically_derived]
            impl __m::Parts for __Parts {
                type Whole = #ident;
                fn member(&mut self, #place: u8) -> ::core::option::Option<&mut dyn __m::Holder> {
                    ::core::option::Option::Some(match #place {
                        #(#places)*
                        _ => return ::core::option::Option::None,
                    })
                }
                fn finish(self) -> ::core::option::Option<#ident> {
                    ::core::option::Option::Some(#ident { #(#values)* })
                }
            }
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl __m::Collection for #ident {
                #by_type
                type Parts = __Parts;
                const SCHEMA: &'static __m::CollectionSchema = &__SCHEMA;
            }
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl __m::Member for #ident {
                const KIND: __m::MemberKind = __m::MemberKind::Collection(&__SCHEMA);
                type Parts = __Parts;
                fn read(#item: &__m::Item) -> ::core::option::Option<::core::result::Result<Self, __m::Error>> {
                    let _ = #item;
                    ::core::option::Option::None
                }
            }
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl __m::reach::MemberOf<__Table> for #ident {}
            #[automatically_derived]
            #[diagnostic::do_not_recommend]
            impl<Plan> __m::reach::LoadedBy<Plan, __Table> for #ident
            where
                Plan: __m::reach::QueryPlan<
                    Pattern = #by,
                    Given = __m::reach::PartsGiven<{ __SCHEMA.given() }>,
                >,
            {
            }
        };
    }
}

fn access(place: usize) -> Ident {
    format_ident!("__MEMBER_{place}")
}

fn slot(member: &Member) -> TokenStream {
    let ty = &member.ty;
    match member.count {
        Count::Many => quote!(__m::Several<#ty>),
        Count::One | Count::Optional => quote!(__m::Single<#ty>),
    }
}

fn schema(place: usize, member: &Member) -> TokenStream {
    let (access, field) = (access(place), names::plain(&member.ident));
    let count = format_ident!("{}", format!("{:?}", member.count));
    let last = match member.last {
        Some(last) => quote!(::core::option::Option::Some(#last)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        __m::MemberSchema {
            field: #field,
            count: __m::MemberCount::#count,
            kind: #access.kind,
            last: #last,
        }
    }
}

/// What stands in for a collection whose declaration has mistakes: it can be loaded by everything.
pub(crate) fn fallback(model: &Model) -> TokenStream {
    if model.generic {
        return TokenStream::new();
    }
    let (ident, krate) = (&model.ident, &model.krate);
    quote! {
        const _: () = {
            use #krate::__private as __m;
            #[automatically_derived]
            impl __m::Collection for #ident {
                type By = __m::NoPattern;
                type Parts = __m::NoParts<Self>;
                const SCHEMA: &'static __m::CollectionSchema = &__m::NO_COLLECTION;
            }
            #[automatically_derived]
            impl __m::Member for #ident {
                const KIND: __m::MemberKind = __m::MemberKind::Collection(&__m::NO_COLLECTION);
                type Parts = __m::NoParts<Self>;
                fn read(_: &__m::Item) -> ::core::option::Option<::core::result::Result<Self, __m::Error>> {
                    ::core::option::Option::None
                }
            }
            #[automatically_derived]
            impl<__Table> __m::reach::MemberOf<__Table> for #ident {}
            #[automatically_derived]
            impl<__Plan: __m::reach::QueryPlan, __Table> __m::reach::LoadedBy<__Plan, __Table> for #ident {}
        };
    }
}
