//! From tokens to the model. The attributes end here.

use syn::spanned::Spanned;
use syn::{Attribute, Data, DataEnum, DeriveInput, Fields, FieldsUnnamed, Index, LitStr, Member, Path, parse_quote};

use super::model::{Model, Newtype, Payload, Shape, Variant};
use crate::attr::{self, Slot};
use crate::errors::Errors;
use crate::field::{self, Field, FieldOptions, Owner};
use crate::names::{self, Case};
use crate::variants::Texts;

impl Model {
    pub(crate) fn parse(input: &DeriveInput, errors: &mut Errors) -> Self {
        let options = Options::parse(&input.attrs, errors);
        let owner = names::plain(&input.ident);
        if let (Some(span), Data::Struct(data)) = (options.case.span(), &input.data)
            && matches!(data.fields, Fields::Unnamed(_))
        {
            errors.at(
                span,
                format_args!("`{owner}` is stored as the value that it wraps, and `rename_all` is for named fields"),
            );
        }
        let case = options.case.take();
        let shape = match &input.data {
            Data::Struct(data) => parse_struct(input, &data.fields, case, &owner, errors),
            Data::Enum(data) => parse_enum(data, case, &owner, errors),
            Data::Union(data) => {
                errors.at(
                    data.union_token.span,
                    format_args!("`{owner}` is a union, and what it holds cannot be known; use an enum"),
                );
                Shape::Unreadable
            }
        };
        Self {
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            generics: input.generics.clone(),
            krate: options.krate.take().unwrap_or_else(|| parse_quote!(::monotable)),
            shape,
        }
    }
}

/// `#[attr(..)]` on the type.
#[derive(Default)]
struct Options {
    case: Slot<Case>,
    krate: Slot<Path>,
}

impl Options {
    fn parse(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let mut found = Self::default();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("attr")) {
            attr::options(attr, &["rename_all", "crate"], errors, attr::no_head, |key, input, errors| {
                match key.to_string().as_str() {
                    "rename_all" => {
                        let case = attr::text(key, input).and_then(|text| Case::parse(&text));
                        found.case.read(key, case, errors)
                    }
                    _ => found.krate.read(key, attr::path(key, input), errors),
                }
            });
        }
        found
    }
}

fn parse_struct(input: &DeriveInput, fields: &Fields, case: Option<Case>, owner: &str, errors: &mut Errors) -> Shape {
    match fields {
        Fields::Named(named) => {
            let entity = input.attrs.iter().any(|attr| attr.path().is_ident("entity"));
            let whose = if entity { Owner::NestedEntity } else { Owner::Nested };
            let fields: Vec<_> =
                named.named.iter().filter_map(|field| Field::parse(field, whose, case, errors)).collect();
            field::check_names(owner, &fields, errors);
            Shape::Map(fields)
        }
        Fields::Unnamed(unnamed) => {
            if let Some(newtype) = newtype(unnamed, owner, errors) {
                return Shape::Newtype(newtype);
            }
            errors.at(
                unnamed.paren_token.span.open(),
                format_args!(
                    "`{owner}` is a tuple struct of {} values; one is stored as it is, several need names: \
                    write `struct {owner} {{ x: .. }}`",
                    unnamed.unnamed.len()
                ),
            );
            Shape::Unreadable
        }
        Fields::Unit => {
            errors.at(
                input.ident.span(),
                format_args!("`{owner}` holds nothing to store; give it fields, or make it an enum"),
            );
            Shape::Unreadable
        }
    }
}

/// The one value of a tuple struct; `PhantomData` beside it does not count.
pub(crate) fn newtype(fields: &FieldsUnnamed, owner: &str, errors: &mut Errors) -> Option<Newtype> {
    let (phantoms, values): (Vec<_>, Vec<_>) =
        fields.unnamed.iter().enumerate().partition(|(_, field)| field::is_phantom(&field.ty));
    let [(at, value)] = values.as_slice() else { return None };
    let options = FieldOptions::parse(&value.attrs, &["serde"], errors);
    phantoms.iter().for_each(|(_, field)| field::check_phantom(field, errors));
    let serde = options.serde.span().is_some();
    if !serde {
        field::check_stored(&owner, &value.ty, errors);
    }
    let member = |at: &usize| Member::Unnamed(Index::from(*at));
    let phantoms = phantoms.iter().map(|(at, _)| member(at)).collect();
    Some(Newtype { field: member(at), ty: value.ty.clone(), serde, phantoms })
}

fn parse_enum(data: &DataEnum, case: Option<Case>, owner: &str, errors: &mut Errors) -> Shape {
    if data.variants.is_empty() {
        errors.at(data.enum_token.span, format_args!("`{owner}` has no variants, so no value of it could be stored"));
        return Shape::Unreadable;
    }
    let mut variants = Vec::new();
    let mut texts = Texts::new(owner, "attr", "stores");
    for variant in &data.variants {
        let options = FieldOptions::parse(&variant.attrs, &["rename", "alias", "other"], errors);
        if let Some(span) = options.other.span() {
            let contradiction = options.rename.span().or(options.aliases.first().map(LitStr::span));
            texts.keep(variant, span, contradiction, errors);
            continue;
        }
        let plain = names::plain(&variant.ident);
        let (text, span) = match options.rename.get() {
            Some(rename) => (rename.value(), rename.span()),
            None => (case.map_or_else(|| plain.clone(), |case| case.apply(&plain)), variant.ident.span()),
        };
        let aliases = options.aliases.iter().map(|alias| (alias.value(), alias.span()));
        texts.claim(&plain, std::iter::once((text.clone(), span)).chain(aliases), errors);
        let Some(payload) = parse_payload(variant, owner, errors) else { continue };
        let aliases = options.aliases.iter().map(LitStr::value).collect();
        variants.push(Variant { ident: variant.ident.clone(), text, aliases, payload });
    }
    let held = variants.iter().find(|variant| !matches!(variant.payload, Payload::Nothing));
    if let (Some(other), Some(held)) = (&texts.other, held) {
        errors.at(
            other.ident.span(),
            format_args!(
                "`other` is for enums that are stored as texts, and `{owner}::{}` holds something; keep that in a field of \
                its own",
                held.ident
            ),
        );
    }
    Shape::Enum(variants, texts.other)
}

fn parse_payload(variant: &syn::Variant, owner: &str, errors: &mut Errors) -> Option<Payload> {
    let name = &variant.ident;
    match &variant.fields {
        Fields::Unit => Some(Payload::Nothing),
        Fields::Named(named) => {
            let fields: Vec<_> =
                named.named.iter().filter_map(|field| Field::parse(field, Owner::Nested, None, errors)).collect();
            field::check_names(&format!("{owner}::{name}"), &fields, errors);
            Some(Payload::Map(fields))
        }
        Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1 => {
            let value = &unnamed.unnamed[0];
            let serde = FieldOptions::parse(&value.attrs, &["serde"], errors).serde.span().is_some();
            if !serde {
                field::check_stored(&format_args!("{owner}::{name}"), &value.ty, errors);
            }
            Some(Payload::One { ty: value.ty.clone(), serde })
        }
        Fields::Unnamed(unnamed) => {
            errors.at(
                unnamed.span(),
                format_args!(
                    "`{owner}::{name}` holds {} values; a variant holds one, or several with names: write \
                    `{name} {{ x: .. }}`",
                    unnamed.unnamed.len()
                ),
            );
            None
        }
    }
}
