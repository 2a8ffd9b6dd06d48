//! The variant of an enum that keeps every text that no other variant has.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Fields, Ident, Type, Variant};

use crate::codec::{here, local};
use crate::errors::Errors;
use crate::field::type_span;
use crate::names;

/// The variant that holds every text that no other variant has.
pub(crate) struct Other {
    pub ident: Ident,
    pub ty: Type,
}

impl Other {
    /// Reads the variant that is marked as `other`: it holds one text and has none of its own.
    pub(crate) fn parse(
        helper: &str,
        variant: &Variant,
        owner: &str,
        contradiction: Option<Span>,
        errors: &mut Errors,
    ) -> Option<Self> {
        let plain = names::plain(&variant.ident);
        if let Some(span) = contradiction {
            errors.at(span, format_args!("`{owner}::{plain}` keeps the text that it was read from; leave this out"));
        }
        match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                Some(Self { ident: variant.ident.clone(), ty: fields.unnamed[0].ty.clone() })
            }
            _ => {
                errors.at(
                    variant.ident.span(),
                    format_args!(
                        "`#[{helper}(other)]` keeps the text of an unknown variant, so `{owner}::{plain}` holds one: \
                        write `{plain}(String)`"
                    ),
                );
                None
            }
        }
    }

    /// The arm that gives its text.
    pub(crate) fn text(&self) -> TokenStream {
        let Self { ident, ty } = self;
        let value = local("value");
        let text = quote_spanned!(here(type_span(ty))=> <#ty as ::core::convert::AsRef<str>>::as_ref(#value));
        quote!(Self::#ident(#value) => #text,)
    }

    /// The value that holds a text.
    pub(crate) fn value(&self, text: &Ident) -> TokenStream {
        let Self { ident, ty } = self;
        quote_spanned!(here(type_span(ty))=> Self::#ident(<#ty as ::core::convert::From<&str>>::from(#text)))
    }
}
