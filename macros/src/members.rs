//! Impls for a type that is stored as another value, or as a text: it can be a member of a set, the key of a map,
//! and stand where conditions and updates want an order, a text or a number.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, Ident, Path};

use crate::attribute::Newtype;
use crate::codec::{local, phantoms};
use crate::variants::Other;

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

/// The impls for an enum without payloads.
pub(crate) fn texts(
    ident: &Ident,
    generics: &Generics,
    krate: &Path,
    variants: &[(&Ident, &str)],
    other: Option<&Other>,
) -> TokenStream {
    let (idents, texts): (Vec<_>, Vec<_>) = variants.iter().copied().unzip();
    let name = local("name");
    let other_text = other.map(Other::text);
    let unknown = match other {
        Some(other) => {
            let value = other.value(&name);
            quote!(::core::option::Option::Some(#value))
        }
        None => quote!(::core::option::Option::None),
    };
    let as_name = quote!(::std::borrow::Cow::Borrowed(match self { #(Self::#idents => #texts,)* #other_text }));
    let from_name = quote! {
        match #name {
            #(#texts => ::core::option::Option::Some(Self::#idents),)*
            _ => #unknown,
        }
    };
    text(ident, generics, krate, &as_name, &from_name)
}

/// The impls for a type that is stored as a text; `from_name` reads the local `name`.
pub(crate) fn text(
    ident: &Ident,
    generics: &Generics,
    krate: &Path,
    as_name: &TokenStream,
    from_name: &TokenStream,
) -> TokenStream {
    let (params, args, bounds) = generics.split_for_impl();
    let name = local("name");
    quote! {
        #[automatically_derived]
        impl #params #krate::values::SetMember for #ident #args #bounds {
            const KIND: #krate::values::SetKind = #krate::values::SetKind::S;
        }
        #[automatically_derived]
        impl #params #krate::values::MapKey for #ident #args #bounds {
            fn as_name(&self) -> ::std::borrow::Cow<'_, str> {
                #as_name
            }
            fn from_name(#name: &str) -> ::core::option::Option<Self> {
                #from_name
            }
        }
    }
}
