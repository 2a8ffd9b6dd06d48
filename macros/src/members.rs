//! What a type that is stored as another value, or as a text, can do besides: be a member of a set, the key of a map,
//! and stand where conditions and updates want an order, a text or a number.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Fields, Generics, Ident, Path, Type, Variant};

use crate::attribute::Newtype;
use crate::codec::{here, local, phantoms};
use crate::errors::Errors;
use crate::field::type_span;
use crate::names;

/// The impl for a type that wraps a value: what the value can do, the core passes on.
pub(crate) fn wrapped(ident: &Ident, generics: &Generics, krate: &Path, newtype: &Newtype) -> TokenStream {
    let Newtype { field, ty, serde, phantoms: others } = newtype;
    if *serde {
        return TokenStream::new();
    }
    let phantoms = phantoms(others);
    let (params, args, bounds) = generics.split_for_impl();
    let value = local("value");
    quote! {
        #[automatically_derived]
        impl #params #krate::values::Wraps for #ident #args #bounds {
            type Inner = #ty;
            fn inner(&self) -> &#ty {
                &self.#field
            }
            fn wrap(#value: #ty) -> Self {
                Self { #field: #value, #phantoms }
            }
        }
    }
}

/// An order of the values in the table, where it is the order in which the variants are declared.
pub(crate) fn ordered(ident: &Ident, krate: &Path) -> TokenStream {
    quote! {
        #[diagnostic::do_not_recommend]
        #[automatically_derived]
        impl<__A> #krate::reach::Ordered<__A> for #ident {}
    }
}

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

/// The impls for an enum without payloads.
pub(crate) fn texts(
    ident: &Ident,
    generics: &Generics,
    krate: &Path,
    variants: &[(&Ident, &str)],
    other: Option<&Other>,
) -> TokenStream {
    let (idents, texts): (Vec<_>, Vec<_>) = variants.iter().copied().unzip();
    let (params, args, bounds) = generics.split_for_impl();
    let name = local("name");
    let other_text = other.map(Other::text);
    let unknown = match other {
        Some(other) => {
            let value = other.value(&name);
            quote!(::core::option::Option::Some(#value))
        }
        None => quote!(::core::option::Option::None),
    };
    quote! {
        #[automatically_derived]
        impl #params #krate::values::SetMember for #ident #args #bounds {
            const KIND: #krate::values::SetKind = #krate::values::SetKind::S;
        }
        #[automatically_derived]
        impl #params #krate::values::MapKey for #ident #args #bounds {
            fn as_name(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(match self { #(Self::#idents => #texts,)* #other_text })
            }
            fn from_name(#name: &str) -> ::core::option::Option<Self> {
                match #name {
                    #(#texts => ::core::option::Option::Some(Self::#idents),)*
                    _ => #unknown,
                }
            }
        }
    }
}
