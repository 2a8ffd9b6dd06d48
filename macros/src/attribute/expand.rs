//! Prints the impl of `Attribute`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Generics, Path, Type, parse_quote};

use super::model::{Model, Newtype, Payload, Shape, Variant};
use super::nested;
use crate::codec::{Codec, Paths, field_helper, here, left_out, local, phantoms, reader, writer};
use crate::field::{self, Field, type_span};
use crate::members;
use crate::variants::Other;

/// The impl, whole.
pub(crate) fn attribute(model: &Model) -> TokenStream {
    let body = match &model.shape {
        Shape::Map(fields) => map(&model.krate, fields),
        Shape::Newtype(newtype) => transparent(&model.krate, newtype),
        Shape::Enum(variants, other) => enumeration(&model.krate, variants, other.as_ref()),
        Shape::Unreadable => return fallback(model),
    };
    let attribute = implement(model, &body);
    let members = match &model.shape {
        Shape::Newtype(newtype) => members::wrapped(&model.ident, &model.generics, &model.krate, newtype),
        Shape::Enum(variants, other) if variants.iter().all(|variant| matches!(variant.payload, Payload::Nothing)) => {
            let texts: Vec<_> = variants.iter().map(|variant| (&variant.ident, variant.text.as_str())).collect();
            members::texts(&model.ident, &model.generics, &model.krate, &texts, other.as_ref())
        }
        Shape::Map(fields) => nested::members(model, fields),
        Shape::Enum(..) | Shape::Unreadable => TokenStream::new(),
    };
    quote!(#attribute #members)
}

/// An impl that lets the rest of the program be checked as if the derive had worked.
pub(crate) fn fallback(model: &Model) -> TokenStream {
    implement(model, &unreachable(&model.krate))
}

/// The functions of an impl that no program gets to run.
pub(crate) fn unreachable(krate: &Path) -> TokenStream {
    let (reader, writer) = (reader(), writer());
    functions(
        krate,
        &quote!(::core::option::Option::None),
        &quote!({ let _ = #writer; ::core::unreachable!() }),
        &quote!({ let _ = #reader; ::core::unreachable!() }),
    )
}

fn implement(model: &Model, body: &TokenStream) -> TokenStream {
    let Model { ident, krate, .. } = model;
    let generics = bounded(&model.generics, &model.shape.stored_types(), &parse_quote!(#krate::Attribute));
    let (params, args, bounds) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #params #krate::Attribute for #ident #args #bounds {
            #body
        }
    }
}

/// Every type parameter that occurs in a stored type gets the bound.
pub(crate) fn bounded(generics: &Generics, types: &[&Type], bound: &syn::TypeParamBound) -> Generics {
    let mut generics = generics.clone();
    for param in generics.type_params_mut() {
        if types.iter().any(|ty| field::mentions(ty, &param.ident)) {
            param.bounds.push(bound.clone());
        }
    }
    generics
}

/// The two functions that every impl has.
pub(crate) fn functions(krate: &Path, kind: &TokenStream, write: &TokenStream, read: &TokenStream) -> TokenStream {
    let (reader, writer) = (reader(), writer());
    quote! {
        const TYPE: ::core::option::Option<#krate::Type> = #kind;
        fn write(&self, #writer: &mut dyn #krate::Writer) -> ::core::result::Result<(), #krate::EncodeError> {
            #write
        }
        fn read<__R: #krate::Reader + ?::core::marker::Sized>(#reader: &mut __R) -> ::core::result::Result<Self, #krate::DecodeError> {
            #read
        }
    }
}

fn some_type(krate: &Path, name: &str) -> TokenStream {
    let name = quote::format_ident!("{name}");
    quote!(::core::option::Option::Some(#krate::Type::#name))
}

fn map(krate: &Path, fields: &[Field]) -> TokenStream {
    let codec = Codec::new(Paths::Crate(krate), fields);
    let (reader, writer) = (reader(), writer());
    let writes = codec.writes(|field| {
        let ident = &field.ident;
        quote!(&self.#ident)
    });
    let write = quote! {
        #writer.begin_map();
        #writes
        #writer.end_map();
        ::core::result::Result::Ok(())
    };
    let build = read_map(&codec, fields, &quote!(Self));
    let read = quote! {
        #reader.begin_map()?;
        #build
    };
    functions(krate, &some_type(krate, "M"), &write, &read)
}

/// From the first member to the value.
fn read_map(codec: &Codec, fields: &[Field], name: &TokenStream) -> TokenStream {
    let (slots, walk, values) = (codec.slots(), codec.walk(), codec.values());
    let left_out = left_out(fields);
    quote! {
        #slots
        #walk
        ::core::result::Result::Ok(#name { #values #left_out })
    }
}

/// The functions of a type that is stored as the value it wraps.
pub(crate) fn transparent(krate: &Path, newtype: &Newtype) -> TokenStream {
    let Newtype { field, ty, serde, .. } = newtype;
    let (reader, writer) = (reader(), writer());
    let span = here(type_span(ty));
    let (write, read) =
        (field_helper(Paths::Crate(krate), ty, *serde, "write"), field_helper(Paths::Crate(krate), ty, *serde, "read"));
    let phantoms = phantoms(&newtype.phantoms);
    let place = quote!(&self.#field);
    let read_value = local("value");
    let kind = match serde {
        true => quote!(::core::option::Option::None),
        false => quote_spanned!(span=> <#ty as #krate::Attribute>::TYPE),
    };
    let functions = functions(
        krate,
        &kind,
        &quote_spanned!(span=> #write(#place, #writer)),
        &quote_spanned!(span=> ::core::result::Result::Ok(Self { #field: #read(#reader)?, #phantoms })),
    );
    if *serde {
        return functions;
    }
    quote_spanned! {span=>
        #functions
        fn is_absent(&self) -> bool {
            <#ty as #krate::Attribute>::is_absent(&self.#field)
        }
        fn absent() -> ::core::option::Option<Self> {
            ::core::option::Option::Some(Self { #field: <#ty as #krate::Attribute>::absent()?, #phantoms })
        }
        fn __read_option<__R: #krate::Reader + ?::core::marker::Sized>(
            #reader: &mut __R,
        ) -> ::core::result::Result<::core::option::Option<Self>, #krate::DecodeError> {
            let #read_value = <#ty as #krate::Attribute>::__read_option(#reader)?;
            ::core::result::Result::Ok(#read_value.map(|#read_value| Self { #field: #read_value, #phantoms }))
        }
    }
}

fn enumeration(krate: &Path, variants: &[Variant], other: Option<&Other>) -> TokenStream {
    let (plain, with_payload): (Vec<_>, Vec<_>) =
        variants.iter().partition(|variant| matches!(variant.payload, Payload::Nothing));
    let write = write_enum(krate, variants, other);
    let texts = variants.iter().map(|variant| &variant.text);
    let unknown = quote!(::core::result::Result::Err(#krate::__private::unknown_variant(&[#(#texts),*])));
    let text = read_text(&plain, other, &unknown);
    let map = read_variant(krate, &with_payload, &unknown);
    let (kind, read) = match (plain.is_empty(), with_payload.is_empty()) {
        (_, true) => (some_type(krate, "S"), text),
        (true, false) => (some_type(krate, "M"), map),
        (false, false) => {
            let reader = reader();
            let read = quote! {
                if #reader.kind()? == #krate::Type::S {
                    #text
                } else {
                    #map
                }
            };
            (quote!(::core::option::Option::None), read)
        }
    };
    functions(krate, &kind, &write, &read)
}

fn write_enum(krate: &Path, variants: &[Variant], other: Option<&Other>) -> TokenStream {
    let writer = writer();
    if let Some(other) = other {
        let (idents, texts): (Vec<_>, Vec<_>) = variants.iter().map(|variant| (&variant.ident, &variant.text)).unzip();
        let other = other.text();
        return quote! {
            #writer.string(match self { #(Self::#idents => #texts,)* #other });
            ::core::result::Result::Ok(())
        };
    }
    let arms = variants.iter().map(|Variant { ident, text, payload, .. }| match payload {
        Payload::Nothing => quote!(Self::#ident => { #writer.string(#text); ::core::result::Result::Ok(()) }),
        Payload::One { ty, serde } => {
            let value = local("value");
            let write = field_helper(Paths::Crate(krate), ty, *serde, "write_variant");
            let call = quote_spanned!(here(type_span(ty))=> #write(#value, #text, #writer));
            quote!(Self::#ident(#value) => #call,)
        }
        Payload::Map(fields) => {
            let bound: Vec<_> = fields.iter().filter(|field| field.is_stored()).map(|field| &field.ident).collect();
            let locals: Vec<_> = bound.iter().enumerate().map(|(at, _)| local(&format!("value_{at}"))).collect();
            let codec = Codec::new(Paths::Crate(krate), fields);
            let writes = codec.writes(|field| {
                let at = bound.iter().position(|ident| **ident == field.ident).unwrap_or_default();
                let local = &locals[at];
                quote!(#local)
            });
            quote! {
                Self::#ident { #(#bound: #locals,)* .. } => {
                    #krate::__private::begin_variant(#text, #writer);
                    #writes
                    #krate::__private::end_variant(#writer);
                    ::core::result::Result::Ok(())
                }
            }
        }
    });
    quote!(match self { #(#arms)* })
}

/// The variants without a payload, from their text.
fn read_text(variants: &[&Variant], other: Option<&Other>, unknown: &TokenStream) -> TokenStream {
    let reader = reader();
    let arms = variants.iter().map(|Variant { ident, text, aliases, .. }| {
        quote!(#text #(| #aliases)* => ::core::result::Result::Ok(Self::#ident),)
    });
    let rest = match other {
        Some(other) => {
            let text = local("text");
            let value = other.value(&text);
            quote!(#text => ::core::result::Result::Ok(#value),)
        }
        None => quote!(_ => #unknown,),
    };
    quote!(match #reader.string()? { #(#arms)* #rest })
}

/// The variants with a payload, from the map with their name.
fn read_variant(krate: &Path, variants: &[&Variant], unknown: &TokenStream) -> TokenStream {
    let reader = reader();
    let arms = variants.iter().map(|Variant { ident, text, aliases, payload }| {
        let value = match payload {
            Payload::Nothing => quote!(::core::result::Result::Ok(Self::#ident)),
            Payload::One { ty, serde } => {
                let read = field_helper(Paths::Crate(krate), ty, *serde, "read");
                quote_spanned!(here(type_span(ty))=> #read(#reader).map(Self::#ident))
            }
            Payload::Map(fields) => {
                let read = read_map(&Codec::new(Paths::Crate(krate), fields), fields, &quote!(Self::#ident));
                let result = quote!(::core::result::Result<Self, #krate::DecodeError>);
                quote!((|| -> #result { #reader.begin_map()?; #read })())
            }
        };
        quote!(::core::option::Option::Some(#text #(| #aliases)*) => #krate::__private::variant(#text, #value)?,)
    });
    let value = local("value");
    quote! {
        #reader.begin_map()?;
        let #value = match #reader.next_name()? {
            #(#arms)*
            _ => return #unknown,
        };
        #krate::__private::only_variant(#reader)?;
        ::core::result::Result::Ok(#value)
    }
}
