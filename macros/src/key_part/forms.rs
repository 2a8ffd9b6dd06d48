//! Enums with a template for each variant: from tokens to the model, and what is printed for them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{DataEnum, Fields, Index, LitStr, Member, Type};

use super::model::{Form, FormField, Model, Shape};
use super::variant::VariantOptions;
use crate::codec::{const_check, here, local, reader, writer};
use crate::errors::Errors;
use crate::field::type_span;
use crate::names::{self, Case};
use crate::template::{Format, Segment, Template};

pub(super) fn parse(
    data: &DataEnum,
    options: &[VariantOptions],
    case: Option<Case>,
    owner: &str,
    errors: &mut Errors,
) -> Shape {
    let forms = data.variants.iter().zip(options).map(|(variant, options)| form(variant, options, case, owner, errors));
    Shape::Forms(forms.collect())
}

fn form(
    variant: &syn::Variant,
    options: &VariantOptions,
    case: Option<Case>,
    owner: &str,
    errors: &mut Errors,
) -> Form {
    let plain = names::plain(&variant.ident);
    let whose = format!("the template of `{owner}::{plain}`");
    if let (Some(span), Some(_)) = (options.rename.span(), options.template.span()) {
        errors.at(span, format_args!("`{owner}::{plain}` has a template, which says its text; leave out `rename`"));
    }
    for (option, span) in [("other", options.other.span()), ("alias", options.aliases.first().map(LitStr::span))] {
        if let Some(span) = span {
            errors.at(
                span,
                format_args!("`{owner}` is read by templates, and `{option}` is for enums without them; leave it out"),
            );
        }
    }
    let fields = variant.fields.iter().enumerate().map(|(at, field)| FormField {
        member: match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index::from(at)),
        },
        ty: field.ty.clone(),
    });
    let fields: Vec<FormField> = fields.collect();
    let text = match options.template.get() {
        Some(text) => text.clone(),
        None => {
            let (text, span) = options.text(variant, case);
            LitStr::new(&text.replace('{', "{{").replace('}', "}}"), span)
        }
    };
    let template = Template::parse_form(&text, &whose, errors);
    let mut seen: Vec<&str> = Vec::new();
    for part in template.parts() {
        if seen.contains(&part.field.as_str()) {
            errors.at(part.span, format_args!("{whose} has the part `{}` twice; keep one", part.field));
        } else if !fields.iter().any(|field| field.name() == part.field) {
            let known: Vec<_> = fields.iter().map(FormField::name).collect();
            errors.at(
                part.span,
                format_args!(
                    "{whose} has the part `{}`, and the variant holds {}",
                    part.field,
                    crate::attr::list(&known)
                ),
            );
        }
        seen.push(&part.field);
    }
    for field in &fields {
        let name = field.name();
        if !seen.contains(&name.as_str()) && options.template.span().is_some() {
            errors.at(
                text.span(),
                format_args!("{whose} leaves out `{name}`, so it could not be read back; add `{{{name}}}`"),
            );
        }
    }
    if options.template.span().is_none() && !matches!(variant.fields, Fields::Unit) {
        errors.on(
            &variant.fields,
            format_args!(
                "`{owner}::{plain}` holds something, so it needs a template, as in \
                `#[key_part(template = \"{}#{{{}}}\")]`",
                plain.to_uppercase(),
                fields.first().map(FormField::name).unwrap_or_default()
            ),
        );
    }
    Form { ident: variant.ident.clone(), template, fields }
}

/// The impls, in a constant of their own beside the templates.
pub(super) fn expand(model: &Model, forms: &[Form]) -> TokenStream {
    let Model { ident, generics, krate, .. } = model;
    let (params, args, bounds) = generics.split_for_impl();
    let (format, out, text) = (local("format"), local("out"), local("text"));
    let (escaped, raw) = (templates(forms, true), templates(forms, false));
    let renders = forms.iter().enumerate().map(|(at, form)| {
        let (pattern, key) = (pattern(form), local("key"));
        let parts = form.template.parts().filter_map(|part| {
            let (place, field) = form.fields.iter().enumerate().find(|(_, field)| field.name() == part.field)?;
            let (value, ty) = (value(place), &field.ty);
            Some(quote_spanned!(here(type_span(ty))=> #key.part::<#ty>(#value);))
        });
        let parts: Vec<_> = parts.collect();
        let key = if parts.is_empty() { quote!(_) } else { quote!(#key) };
        quote!(#pattern => __m::render_form(__forms, #at, #out, |#key| { #(#parts)* }),)
    });
    let parses = forms.iter().enumerate().map(|(at, form)| {
        let (found, template) = (local("found"), local("template"));
        let name = &form.ident;
        let members = form.fields.iter().map(|field| {
            let (member, ty) = (&field.member, &field.ty);
            let place = form.template.parts().position(|part| part.field == field.name());
            quote_spanned!(here(type_span(ty))=> #member: __m::form_part::<#ty>(#template, #place, &#found)?)
        });
        let used = if form.fields.is_empty() { quote!(_) } else { quote!(#found) };
        quote! {
            let #template = &__forms[#at];
            if let ::core::result::Result::Ok(#used) = #template.split(#text) {
                return ::core::option::Option::Some(Self::#name { #(#members),* });
            }
        }
    });
    let (writer, reader) = (writer(), reader());
    let shown: Vec<_> = forms.iter().map(|form| form.template.text.value()).collect();
    let variants = forms.iter().map(|form| names::plain(&form.ident));
    let owner = names::plain(ident);
    let check = const_check(ident.span(), &quote!(check_forms(#owner, &[#(#variants),*], __FORMS)));
    let choose = quote! {
        let __forms = match #format {
            __m::PartFormat::Plain => __RAW_FORMS,
            _ => __FORMS,
        };
    };
    quote! {
        const _: () = {
            use #krate::__private as __m;
            const __FORMS: &[__m::Template] = &[#(#escaped),*];
            const __RAW_FORMS: &[__m::Template] = &[#(#raw),*];
            #check
            #[automatically_derived]
            impl #params __m::KeyPart for #ident #args #bounds {
                const SHAPE: __m::PartShape = __m::PartShape::Forms(__FORMS);
                const PLAIN_SHAPE: __m::PartShape = __m::PartShape::Forms(__RAW_FORMS);
                type Order = #krate::keys::order::Unsorted;
                fn render(
                    &self,
                    #format: __m::PartFormat,
                    #out: &mut ::std::string::String,
                ) -> ::core::result::Result<(), __m::KeyError> {
                    #choose
                    match self { #(#renders)* }
                }
                fn parse(#text: &str, #format: __m::PartFormat) -> ::core::option::Option<Self> {
                    #choose
                    #(#parses)*
                    ::core::option::Option::None
                }
            }
            #[automatically_derived]
            impl #params __m::Attribute for #ident #args #bounds {
                const TYPE: ::core::option::Option<__m::Type> = ::core::option::Option::Some(__m::Type::S);
                fn write(&self, #writer: &mut dyn __m::Writer) -> ::core::result::Result<(), __m::EncodeError> {
                    #writer.string(&__m::form_text(self)?);
                    ::core::result::Result::Ok(())
                }
                fn read<__R: __m::Reader + ?::core::marker::Sized>(
                    #reader: &mut __R,
                ) -> ::core::result::Result<Self, __m::DecodeError> {
                    let #text = #reader.string()?;
                    <Self as __m::KeyPart>::parse(#text, __m::PartFormat::Default)
                        .ok_or_else(|| __m::unknown_variant(&[#(#shown),*]))
                }
            }
            #[automatically_derived]
            impl #params #krate::values::SetMember for #ident #args #bounds {
                const KIND: #krate::values::SetKind = #krate::values::SetKind::S;
            }
        };
    }
}

/// `Self::Fork { 0: value0 }`.
fn pattern(form: &Form) -> TokenStream {
    let name = &form.ident;
    let members = form.fields.iter().enumerate().map(|(at, field)| {
        let (member, value) = (&field.member, value(at));
        quote!(#member: #value)
    });
    quote!(Self::#name { #(#members),* })
}

fn value(place: usize) -> syn::Ident {
    local(&format_ident!("value{place}").to_string())
}

/// The templates as data, in keys of the default style or in raw keys.
fn templates(forms: &[Form], joined: bool) -> Vec<TokenStream> {
    let templates = forms.iter().map(|form| {
        let text = form.template.text.value();
        let style = match joined {
            true => quote!(__m::KeyStyle::Escaped),
            false => quote!(__m::KeyStyle::Raw { delimiter: "#" }),
        };
        let segments = form.template.pieces(true).into_iter().filter_map(|piece| match piece {
            Segment::Literal(text) => Some(quote!(__m::Segment::Literal(#text))),
            Segment::Part(part) => {
                let ty: &Type = &form.fields.iter().find(|field| field.name() == part.field)?.ty;
                let format = match part.format {
                    Format::Plain if joined => quote!(Default),
                    Format::Plain => quote!(Plain),
                    Format::Millis => quote!(Millis),
                    Format::Rfc3339 => quote!(Rfc3339),
                    Format::Width(width) => quote!(Width(#width)),
                };
                let name = &part.field;
                Some(quote_spanned!(here(type_span(ty))=> __m::Segment::part::<#ty>(#name, __m::PartFormat::#format)))
            }
        });
        let segments: Vec<_> = segments.collect();
        quote!(__m::Template::new(&[#(#segments),*], #style, #text))
    });
    templates.collect()
}
