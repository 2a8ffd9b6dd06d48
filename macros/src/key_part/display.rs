//! Prints the impls of `Display` and `FromStr`: a key part as it stands in a key, numbers without padding and nothing folded.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse_quote;

use super::model::{Model, Shape, Written};
use crate::attribute::expand::bounded;
use crate::codec::{Paths, here, local, named_by, phantoms};
use crate::field::type_span;

/// Both impls, unless the program has its own.
pub(super) fn expand(model: &Model) -> TokenStream {
    let Model { ident, generics, krate, display, shape } = model;
    if !display || matches!(shape, Shape::Unreadable) {
        return TokenStream::new();
    }
    let (formatter, text) = (local("formatter"), local("text"));
    let private = quote!(#krate::__private);
    let (types, bound, print, parse) = match shape {
        Shape::Newtype(newtype, Written { text: of_text, .. }) => {
            let (field, ty) = (&newtype.field, &newtype.ty);
            let phantoms = phantoms(&newtype.phantoms);
            let span = here(type_span(ty));
            let place = quote!(&self.#field);
            let (bound, print, parse) = match of_text {
                Some(_) => {
                    let of_text = named_by(Paths::Crate(krate), "OfText", ty);
                    (
                        parse_quote!(#krate::keys::TextForm),
                        quote_spanned!(span=> <#of_text as ::core::fmt::Display>::fmt(#place, #formatter)),
                        quote_spanned!(span=> #private::parse_whole::<#of_text>(#text)),
                    )
                }
                None => (
                    parse_quote!(#krate::KeyPart),
                    quote_spanned!(span=> #private::display_part::<#ty>(#place, #formatter)),
                    quote_spanned!(span=> #private::parse_part::<#ty>(#text)),
                ),
            };
            let value = quote!(#parse.map(|#text| Self { #field: #text, #phantoms }));
            (vec![ty], bound, print, value)
        }
        _ => (
            Vec::new(),
            parse_quote!(#krate::KeyPart),
            quote!(#private::display_part(self, #formatter)),
            quote!(#private::parse_part(#text)),
        ),
    };
    let generics = bounded(generics, &types, &bound);
    let (params, args, bounds) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #params ::core::fmt::Display for #ident #args #bounds {
            fn fmt(&self, #formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #print
            }
        }
        #[automatically_derived]
        impl #params ::core::str::FromStr for #ident #args #bounds {
            type Err = #krate::keys::KeyError;
            fn from_str(#text: &str) -> ::core::result::Result<Self, #krate::keys::KeyError> {
                #parse
            }
        }
    }
}
