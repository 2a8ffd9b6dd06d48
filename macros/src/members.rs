//! What a type that is stored as another value, or as a text, can do besides: be a member of a set, the key of a map,
//! and stand where conditions and updates want an order, a text or a number.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Generics, Ident, Path, WherePredicate, parse_quote};

use crate::attribute::Newtype;
use crate::codec::{local, phantoms};

/// The impls for a type that wraps a value: it can stand wherever the value can.
pub(crate) fn wrapped(ident: &Ident, generics: &Generics, krate: &Path, newtype: &Newtype) -> TokenStream {
    let Newtype { field, ty, serde, phantoms: others } = newtype;
    if *serde {
        return TokenStream::new();
    }
    // the unused lifetime keeps a bound on a concrete type, where it does not hold, from being an error
    let set =
        bounded(generics, &[parse_quote!(for<'__a> #ty: #krate::SetMember), parse_quote!(Self: #krate::Attribute)]);
    let map = bounded(generics, &[parse_quote!(for<'__a> #ty: #krate::MapKey)]);
    let phantoms = phantoms(others);
    let (params, args, bounds) = set.split_for_impl();
    let (map_params, _, map_bounds) = map.split_for_impl();
    let name = local("name");
    let powers = powers(ident, generics, krate, newtype);
    quote! {
        #powers
        #[automatically_derived]
        impl #params #krate::SetMember for #ident #args #bounds {
            const KIND: #krate::SetKind = <#ty as #krate::SetMember>::KIND;
        }
        #[automatically_derived]
        impl #map_params #krate::MapKey for #ident #args #map_bounds {
            fn as_name(&self) -> ::std::borrow::Cow<'_, str> {
                <#ty as #krate::MapKey>::as_name(&self.#field)
            }
            fn from_name(#name: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(Self { #field: <#ty as #krate::MapKey>::from_name(#name)?, #phantoms })
            }
        }
    }
}

/// What conditions and updates can do with the value, they can do with what wraps it.
fn powers(ident: &Ident, generics: &Generics, krate: &Path, newtype: &Newtype) -> TokenStream {
    let ty = &newtype.ty;
    let (_, args, _) = generics.split_for_impl();
    let mut all = TokenStream::new();
    for (name, content) in [
        ("Ordered", TokenStream::new()),
        ("Texts", TokenStream::new()),
        ("Addable", TokenStream::new()),
        ("Holding", quote!(type Part = <#ty as #krate::reach::Holding<__A>>::Part;)),
    ] {
        let name = format_ident!("{name}");
        let mut bounds = vec![parse_quote!(#ty: #krate::reach::#name<__A>)];
        if name == "Addable" {
            bounds.push(parse_quote!(Self: #krate::Attribute));
        }
        let mut generics = bounded(generics, &bounds);
        generics.params.push(parse_quote!(__A));
        let (params, _, bounds) = generics.split_for_impl();
        all.extend(quote! {
            #[diagnostic::do_not_recommend]
            impl #params #krate::reach::#name<__A> for #ident #args #bounds { #content }
        });
    }
    all
}

/// An order of the values in the table, where it is the order in which the variants are declared.
pub(crate) fn ordered(ident: &Ident, krate: &Path) -> TokenStream {
    quote! {
        #[diagnostic::do_not_recommend]
        impl<__A> #krate::reach::Ordered<__A> for #ident {}
    }
}

/// The impls for an enum without payloads.
pub(crate) fn texts(ident: &Ident, generics: &Generics, krate: &Path, variants: &[(&Ident, &str)]) -> TokenStream {
    let (idents, texts): (Vec<_>, Vec<_>) = variants.iter().copied().unzip();
    let (params, args, bounds) = generics.split_for_impl();
    let name = local("name");
    quote! {
        #[automatically_derived]
        impl #params #krate::SetMember for #ident #args #bounds {
            const KIND: #krate::SetKind = #krate::SetKind::S;
        }
        #[automatically_derived]
        impl #params #krate::MapKey for #ident #args #bounds {
            fn as_name(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(match self { #(Self::#idents => #texts,)* })
            }
            fn from_name(#name: &str) -> ::core::option::Option<Self> {
                match #name {
                    #(#texts => ::core::option::Option::Some(Self::#idents),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    }
}

fn bounded(generics: &Generics, bounds: &[WherePredicate]) -> Generics {
    let mut generics = generics.clone();
    generics.make_where_clause().predicates.extend(bounds.iter().cloned());
    generics
}
