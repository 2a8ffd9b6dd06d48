//! Prints the impls of `KeyPart` and, so that a key part can be a field, of `Attribute`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Path, parse_quote};

use super::forms;
use super::model::{Fold, Model, Shape, TextOptions, Variant, Written, sorted};
use crate::attribute::{Newtype, expand as attribute};
use crate::codec::{Paths, here, local, named_by, phantoms, reader, writer};
use crate::field::type_span;
use crate::members;
use crate::variants::Other;

/// Both impls, whole.
pub(crate) fn key_part(model: &Model) -> TokenStream {
    let Model { ident, generics, krate, .. } = model;
    let (impls, members) = match &model.shape {
        Shape::Newtype(newtype, Written { text: Some(text), fold }) => (
            implement(model, &text_part(krate, newtype, text, *fold), &text_attribute(krate, newtype)),
            text_members(model, newtype, text),
        ),
        Shape::Newtype(newtype, Written { text: None, fold }) => (
            implement(model, &newtype_part(krate, newtype, *fold), &attribute::transparent(krate, newtype)),
            members::wrapped(ident, generics, krate, newtype),
        ),
        Shape::Forms(variants) => return forms::expand(model, variants),
        Shape::Enum(variants, other) => {
            let other = other.as_ref();
            let texts: Vec<_> = variants.iter().map(|variant| (&variant.ident, variant.text.as_str())).collect();
            let members = members::texts(ident, generics, krate, &texts, other);
            let ordered = (other.is_none() && sorted(variants)).then(|| members::ordered(ident, krate));
            let (part, attribute) = (enum_part(krate, variants, other), enum_attribute(krate, variants, other));
            (implement(model, &part, &attribute), quote!(#members #ordered))
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
        Shape::Newtype(newtype, _) => vec![&newtype.ty],
        Shape::Enum(..) | Shape::Forms(_) | Shape::Unreadable => Vec::new(),
    };
    let bounds = match &model.shape {
        Shape::Newtype(_, Written { text: Some(_), .. }) => {
            [parse_quote!(#krate::keys::TextForm), parse_quote!(#krate::keys::TextForm)]
        }
        _ => [parse_quote!(#krate::KeyPart), parse_quote!(#krate::Attribute)],
    };
    let [as_part, as_attribute] = bounds.map(|bound| attribute::bounded(&model.generics, &types, &bound));
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

fn newtype_part(krate: &Path, newtype: &Newtype, fold: Option<Fold>) -> TokenStream {
    if let Some(fold) = fold {
        return folded_part(krate, newtype, fold);
    }
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

/// A text whose case does not matter in keys.
fn folded_part(krate: &Path, newtype: &Newtype, fold: Fold) -> TokenStream {
    let Newtype { field, ty, .. } = newtype;
    let (format, out, text) = (local("format"), local("out"), local("text"));
    let span = here(type_span(ty));
    let inner = quote_spanned!(span=> <#ty as #krate::KeyPart>);
    let phantoms = phantoms(&newtype.phantoms);
    let fold = fold_value(krate, fold);
    let place = quote!(&self.#field);
    let shape = |name: &str| {
        let name = format_ident!("{name}");
        quote_spanned!(span=> #inner::#name.in_case::<#ty>(#fold))
    };
    let constants = Constants {
        shape: shape("SHAPE"),
        plain_shape: shape("PLAIN_SHAPE"),
        order: quote!(#krate::keys::order::Text),
    };
    let functions = part_functions(
        krate,
        &constants,
        &quote_spanned! {span=>
            #krate::__private::folded(#fold, #out, |#out| #inner::render(#place, #format, #out))
        },
        &quote_spanned!(span=> ::core::option::Option::Some(Self { #field: #inner::parse(#text, #format)?, #phantoms })),
    );
    quote! {
        #functions
        fn __prefix(#text: ::std::string::String) -> ::std::string::String {
            #krate::__private::folded_text(#fold, #text)
        }
    }
}

/// A foreign type that goes through its text.
fn text_part(krate: &Path, newtype: &Newtype, options: &TextOptions, fold: Option<Fold>) -> TokenStream {
    let Newtype { field, ty, .. } = newtype;
    let (format, out, text) = (local("format"), local("out"), local("text"));
    let span = here(type_span(ty));
    let of_text = named_by(Paths::Crate(krate), "OfText", ty);
    let phantoms = phantoms(&newtype.phantoms);
    let class = match &options.chars {
        Some(chars) => quote!(#krate::keys::CharClass::of(#chars)),
        None => quote!(#krate::keys::CharClass::ASCII),
    };
    let mut shape = match (options.width, &options.chars) {
        (Some(width), _) => quote!(#krate::keys::PartShape::fixed(#class, #width)),
        (None, Some(_)) => quote!(#krate::keys::PartShape::Chars { class: #class, min: 0, max: u16::MAX }),
        (None, None) => quote!(#krate::keys::PartShape::Text),
    };
    let order = match (options.ordered, options.width) {
        (true, Some(_)) => quote!(#krate::keys::order::Fixed),
        (true, None) => quote!(#krate::keys::order::Sorted),
        (false, _) => quote!(#krate::keys::order::Unsorted),
    };
    let place = quote!(&self.#field);
    let mut render = quote_spanned!(span=> #krate::__private::render_text::<#of_text>(#place, #out));
    if let Some(fold) = fold {
        let fold = fold_value(krate, fold);
        shape = quote!(#krate::__private::folded_shape(#shape, #fold));
        render = quote!(#krate::__private::folded(#fold, #out, |#out| #render));
    }
    let constants = Constants { shape, plain_shape: quote!(<Self as #krate::KeyPart>::SHAPE), order };
    part_functions(
        krate,
        &constants,
        &quote!({ let _ = #format; #render }),
        &quote_spanned! {span=> {
            let _ = #format;
            ::core::option::Option::Some(Self { #field: #krate::__private::parse_text::<#of_text>(#text)?, #phantoms })
        }},
    )
}

fn fold_value(krate: &Path, fold: Fold) -> TokenStream {
    match fold {
        Fold::Upper => quote!(#krate::__private::Fold::Upper),
        Fold::Lower => quote!(#krate::__private::Fold::Lower),
    }
}

/// Stored as its text.
fn text_attribute(krate: &Path, newtype: &Newtype) -> TokenStream {
    let Newtype { field, ty, .. } = newtype;
    let (reader, writer) = (reader(), writer());
    let span = here(type_span(ty));
    let of_text = named_by(Paths::Crate(krate), "OfText", ty);
    let phantoms = phantoms(&newtype.phantoms);
    let place = quote!(&self.#field);
    attribute::functions(
        krate,
        &quote!(::core::option::Option::Some(#krate::Type::S)),
        &quote_spanned!(span=> #krate::__private::write_text::<#of_text>(#place, #writer)),
        &quote_spanned! {span=>
            ::core::result::Result::Ok(Self { #field: #krate::__private::read_text::<#of_text, _>(#reader)?, #phantoms })
        },
    )
}

/// A text can be in sets and be the key of a map.
fn text_members(model: &Model, newtype: &Newtype, options: &TextOptions) -> TokenStream {
    let Model { ident, generics, krate, .. } = model;
    let Newtype { field, ty, .. } = newtype;
    let of_text = named_by(Paths::Crate(krate), "OfText", ty);
    let phantoms = phantoms(&newtype.phantoms);
    let bound = parse_quote!(#krate::keys::TextForm);
    let generics = attribute::bounded(generics, &[ty], &bound);
    let (name, span) = (local("name"), here(type_span(ty)));
    let ordered = options.ordered.then(|| members::ordered(ident, krate));
    let name_text = quote_spanned!(span=> #krate::__private::text_name::<#of_text>);
    let parse = quote_spanned!(span=> #krate::__private::parse_name::<#of_text>(#name));
    let text = members::text(
        ident,
        &generics,
        krate,
        &quote!(#name_text(&self.#field)),
        &quote!(::core::option::Option::Some(Self { #field: #parse?, #phantoms })),
    );
    quote!(#text #ordered)
}

fn enum_part(krate: &Path, variants: &[Variant], other: Option<&Other>) -> TokenStream {
    let (format, out, text) = (local("format"), local("out"), local("text"));
    let (idents, texts): (Vec<_>, Vec<_>) = variants.iter().map(|variant| (&variant.ident, &variant.text)).unzip();
    let sorted = other.is_none() && sorted(variants);
    let order = match sorted {
        true => quote!(#krate::keys::order::Sorted),
        false => quote!(#krate::keys::order::Unsorted),
    };
    let other_text = other.map(Other::text);
    let unknown = match other {
        Some(other) => {
            let value = other.value(&text);
            quote!(::core::option::Option::Some(#value))
        }
        None => quote!(::core::option::Option::None),
    };
    let constants = Constants {
        shape: match other {
            Some(_) => quote!(#krate::keys::PartShape::Text),
            None => quote!(#krate::keys::PartShape::OneOf(&[#(#texts),*])),
        },
        plain_shape: quote!(<Self as #krate::KeyPart>::SHAPE),
        order,
    };
    let functions = part_functions(
        krate,
        &constants,
        &quote! {
            let _ = #format;
            #out.push_str(match self { #(Self::#idents => #texts,)* #other_text });
            ::core::result::Result::Ok(())
        },
        &quote! {
            let _ = #format;
            match #text {
                #(#texts => ::core::option::Option::Some(Self::#idents),)*
                _ => #unknown,
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
fn enum_attribute(krate: &Path, variants: &[Variant], other: Option<&Other>) -> TokenStream {
    let (reader, writer) = (reader(), writer());
    let (idents, texts): (Vec<_>, Vec<_>) = variants.iter().map(|variant| (&variant.ident, &variant.text)).unzip();
    let reads = variants.iter().map(
        |Variant { ident, text, aliases }| quote!(#text #(| #aliases)* => ::core::result::Result::Ok(Self::#ident),),
    );
    let other_text = other.map(Other::text);
    let unknown = match other {
        Some(other) => {
            let text = local("text");
            let value = other.value(&text);
            quote!(#text => ::core::result::Result::Ok(#value),)
        }
        None => quote!(_ => ::core::result::Result::Err(#krate::__private::unknown_variant(&[#(#texts),*])),),
    };
    attribute::functions(
        krate,
        &quote!(::core::option::Option::Some(#krate::Type::S)),
        &quote! {
            #writer.string(match self { #(Self::#idents => #texts,)* #other_text });
            ::core::result::Result::Ok(())
        },
        &quote! {
            match #reader.string()? {
                #(#reads)*
                #unknown
            }
        },
    )
}
