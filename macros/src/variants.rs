//! Texts of the variants of an enum: each is that of one variant, and one variant can keep every text that no other has.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Fields, Ident, Type, Variant};

use crate::codec::{here, local};
use crate::errors::Errors;
use crate::field::type_span;
use crate::names;

/// The texts of an enum, as its variants are read.
pub(crate) struct Texts<'a> {
    owner: &'a str,
    /// The helper attribute, and what the enum does with a variant's text.
    helper: &'static str,
    verb: &'static str,
    /// Each text with its variant.
    seen: Vec<(String, String)>,
    pub other: Option<Other>,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(owner: &'a str, helper: &'static str, verb: &'static str) -> Self {
        Self { owner, helper, verb, seen: Vec::new(), other: None }
    }

    /// Keeps the variant that `span` marks as `other`; `contradiction` is where it is given a text of its own.
    pub(crate) fn keep(&mut self, variant: &Variant, span: Span, contradiction: Option<Span>, errors: &mut Errors) {
        let found = Other::parse(self.helper, variant, self.owner, contradiction, errors);
        if let Some(first) = &self.other {
            errors.at(
                span,
                format_args!("`{}::{}` takes every unknown text already; keep one `other`", self.owner, first.ident),
            );
        }
        self.other = self.other.take().or(found);
    }

    /// Refuses the texts of a variant that another has.
    pub(crate) fn claim(
        &mut self,
        variant: &str,
        texts: impl IntoIterator<Item = (String, Span)>,
        errors: &mut Errors,
    ) {
        let Self { owner, helper, verb, .. } = self;
        for (text, span) in texts {
            match self.seen.iter().find(|(other, _)| *other == text) {
                Some((_, first)) => errors.at(
                    span,
                    format_args!(
                        "`{owner}` {verb} two variants as `{text}`: `{first}` and `{variant}`; rename one: \
                        `#[{helper}(rename = \"..\")]`"
                    ),
                ),
                None => self.seen.push((text, variant.to_owned())),
            }
        }
    }
}

/// The variant that holds every text that no other variant has.
pub(crate) struct Other {
    pub ident: Ident,
    pub ty: Type,
}

impl Other {
    /// Reads the variant that is marked as `other`: it holds one text and has none of its own.
    fn parse(
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
