//! Prints the impls of `KeyPart` and, so that a key part can be a field, of `Attribute`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Path, parse_quote};

use super::model::{Model, Shape, Variant, sorted};
use crate::attribute::{Newtype, expand as attribute};
use crate::codec::{here, local, phantoms, reader, writer};
use crate::field::type_span;
use crate::members;

/// Both impls, whole.
pub(crate) fn key_part(model: &Model) -> TokenStream {
    let Model { ident, generics, krate, .. } = model;
    let (impls, members) = match &model.shape {
        Shape::Newtype(newtype) => (
            implement(model, &newtype_part(krate, newtype), &attribute::transparent(krate, newtype)),
            members::wrapped(ident, generics, krate, newtype),
        ),
        Shape::Enum(variants) => {
            let texts: Vec<_> = variants.iter().map(|variant| (&variant.ident, variant.text.as_str())).collect();
            let members = members::texts(ident, generics, krate, &texts);
            let ordered = sorted(variants).then(|| members::ordered(ident, krate));
            (implement(model, &enum_part(krate, variants), &enum_attribute(krate, variants)), quote!(#members #ordered))
        }
        Shape::Unreadable => (fallback(model), TokenStream::new()),
    };
    quote!(#impls #members)
}

/// Impls that let the rest of the program be checked as if the derive had worked.
pub(crate) fn fallback(model: &Model) -> TokenStream {
    let krate = &model.krate;
    let (format, out) = (local("format"), local("out"));
    let part = part_functions(
        krate,
        &Constants {
            shape: quote!(#krate::keys::PartShape::Text),
            plain_shape: quote!(#krate::keys::PartShape::Text),
            order: quote!(#krate::keys::order::Text),
        },
        &quote!({ let _ = (#format, #out); ::core::unreachable!() }),
        &quote!({ let _ = #format; ::core::unreachable!() }),
    );
    implement(model, &part, &attribute::unreachable(krate))
}

fn implement(model: &Model, part: &TokenStream, attribute: &TokenStream) -> TokenStream {
    let Model { ident, krate, .. } = model;
    let types: Vec<_> = match &model.shape {
        Shape::Newtype(newtype) => vec![&newtype.ty],
        Shape::Enum(_) | Shape::Unreadable => Vec::new(),
    };
    let [as_part, as_attribute] = [parse_quote!(#krate::KeyPart), parse_quote!(#krate::Attribute)]
        .map(|bound| attribute::bounded(&model.generics, &types, &bound));
    let (params, args, bounds) = as_part.split_for_impl();
    let (params2, _, bounds2) = as_attribute.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #params #krate::KeyPart for #ident #args #bounds {
            #part
        }
        #[automatically_derived]
        impl #params2 #krate::Attribute for #ident #args #bounds2 {
            #attribute
        }
    }
}

struct Constants {
    shape: TokenStream,
    plain_shape: TokenStream,
    order: TokenStream,
}

fn part_functions(krate: &Path, constants: &Constants, render: &TokenStream, parse: &TokenStream) -> TokenStream {
    let Constants { shape, plain_shape, order } = constants;
    let (format, out, text) = (local("format"), local("out"), local("text"));
    quote! {
        const SHAPE: #krate::keys::PartShape = #shape;
        const PLAIN_SHAPE: #krate::keys::PartShape = #plain_shape;
        type Order = #order;
        fn render(
            &self,
            #format: #krate::keys::PartFormat,
            #out: &mut ::std::string::String,
        ) -> ::core::result::Result<(), #krate::keys::KeyError> {
            #render
        }
        fn parse(#text: &str, #format: #krate::keys::PartFormat) -> ::core::option::Option<Self> {
            #parse
        }
    }
}

fn newtype_part(krate: &Path, newtype: &Newtype) -> TokenStream {
    let Newtype { field, ty, .. } = newtype;
    let (format, out, text) = (local("format"), local("out"), local("text"));
    let span = here(type_span(ty));
    let inner = quote_spanned!(span=> <#ty as #krate::KeyPart>);
    let phantoms = phantoms(&newtype.phantoms);
    let place = quote!(&self.#field);
    let constants = Constants {
        shape: quote!(#inner::SHAPE),
        plain_shape: quote!(#inner::PLAIN_SHAPE),
        order: quote!(#inner::Order),
    };
    let functions = part_functions(
        krate,
        &constants,
        &quote_spanned!(span=> #inner::render(#place, #format, #out)),
        &quote_spanned!(span=> ::core::option::Option::Some(Self { #field: #inner::parse(#text, #format)?, #phantoms })),
    );
    quote_spanned! {span=>
        #functions
        const DESCENDING: bool = #inner::DESCENDING;
        fn predecessor(&self) -> ::core::option::Option<Self> {
            ::core::option::Option::Some(Self { #field: #inner::predecessor(&self.#field)?, #phantoms })
        }
    }
}

fn enum_part(krate: &Path, variants: &[Variant]) -> TokenStream {
    let (format, out, text) = (local("format"), local("out"), local("text"));
    let (idents, texts): (Vec<_>, Vec<_>) = variants.iter().map(|variant| (&variant.ident, &variant.text)).unzip();
    let sorted = sorted(variants);
    let order = match sorted {
        true => quote!(#krate::keys::order::Sorted),
        false => quote!(#krate::keys::order::Unsorted),
    };
    let constants = Constants {
        shape: quote!(#krate::keys::PartShape::OneOf(&[#(#texts),*])),
        plain_shape: quote!(<Self as #krate::KeyPart>::SHAPE),
        order,
    };
    let functions = part_functions(
        krate,
        &constants,
        &quote! {
            let _ = #format;
            #out.push_str(match self { #(Self::#idents => #texts,)* });
            ::core::result::Result::Ok(())
        },
        &quote! {
            let _ = #format;
            match #text {
                #(#texts => ::core::option::Option::Some(Self::#idents),)*
                _ => ::core::option::Option::None,
            }
        },
    );
    if !sorted {
        return functions;
    }
    let after_first = &idents[1..];
    let before_last = &idents[..idents.len() - 1];
    quote! {
        #functions
        fn predecessor(&self) -> ::core::option::Option<Self> {
            match self {
                #(Self::#after_first => ::core::option::Option::Some(Self::#before_last),)*
                _ => ::core::option::Option::None,
            }
        }
    }
}

/// An enum is stored as the text that it has in keys.
fn enum_attribute(krate: &Path, variants: &[Variant]) -> TokenStream {
    let (reader, writer) = (reader(), writer());
    let (idents, texts): (Vec<_>, Vec<_>) = variants.iter().map(|variant| (&variant.ident, &variant.text)).unzip();
    attribute::functions(
        krate,
        &quote!(::core::option::Option::Some(#krate::Type::S)),
        &quote! {
            #writer.string(match self { #(Self::#idents => #texts,)* });
            ::core::result::Result::Ok(())
        },
        &quote! {
            match #reader.string()? {
                #(#texts => ::core::result::Result::Ok(Self::#idents),)*
                _ => ::core::result::Result::Err(#krate::__private::unknown_variant(&[#(#texts),*])),
            }
        },
    )
}
