//! From tokens to the model. The attributes end here.

use proc_macro2::Span;
use syn::{Attribute, Data, DataEnum, DeriveInput, Fields, LitStr, Path, parse_quote};

use super::model::{Model, Shape, Variant};
use crate::attr::{self, Slot};
use crate::attribute::newtype;
use crate::errors::Errors;
use crate::names::{self, Case};
use crate::places::{self, Helper, Place};

impl Model {
    pub(crate) fn parse(input: &DeriveInput, errors: &mut Errors) -> Self {
        places::check(HELPERS, input, errors);
        let options = Options::parse(&input.attrs, errors);
        let owner = names::plain(&input.ident);
        if let (Some(span), Data::Struct(_)) = (options.case.span(), &input.data) {
            errors.at(
                span,
                format_args!("`{owner}` is a struct, and `rename_all` is for the texts of an enum's variants"),
            );
        }
        let case = options.case.take();
        let shape = match &input.data {
            Data::Struct(data) => parse_struct(input, &data.fields, &owner, errors),
            Data::Enum(data) => parse_enum(data, case, &owner, errors),
            Data::Union(data) => refuse(data.union_token.span, &owner, "is a union", errors),
        };
        Self {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            krate: options.krate.take().unwrap_or_else(|| parse_quote!(::monotable)),
            shape,
        }
    }
}

/// `#[key_part(..)]` on the type.
#[derive(Default)]
struct Options {
    case: Slot<Case>,
    krate: Slot<Path>,
}

/// The field of a struct is judged with its shape.
const HELPERS: &[Helper] = &[Helper {
    name: "key_part",
    places: &[Place::Item, Place::Field, Place::Variant],
    instead: "it stands on the enum, as in `#[key_part(rename_all = \"snake_case\")]`, or on a variant",
}];

impl Options {
    fn parse(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let mut found = Self::default();
        for attr in with_name(attrs) {
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

fn parse_struct(input: &DeriveInput, fields: &Fields, owner: &str, errors: &mut Errors) -> Shape {
    for attr in fields.iter().flat_map(|field| with_name(&field.attrs)) {
        errors.on(attr.path(), format_args!("`{owner}` is the value that it wraps, so the field has no options"));
    }
    let what = match fields {
        Fields::Unnamed(unnamed) => match newtype(unnamed, owner, errors) {
            Some(newtype) => return Shape::Newtype(newtype),
            None => format!("has {} values", unnamed.unnamed.len()),
        },
        Fields::Named(_) => "has named fields".to_owned(),
        Fields::Unit => "holds nothing".to_owned(),
    };
    refuse(input.ident.span(), owner, &what, errors)
}

fn parse_enum(data: &DataEnum, case: Option<Case>, owner: &str, errors: &mut Errors) -> Shape {
    if data.variants.is_empty() {
        return refuse(data.enum_token.span, owner, "has no variants", errors);
    }
    let mut variants: Vec<Variant> = Vec::new();
    for variant in &data.variants {
        let mut rename: Slot<LitStr> = Slot::default();
        for attr in with_name(&variant.attrs) {
            attr::options(attr, &["rename"], errors, attr::no_head, |key, input, errors| {
                rename.read(key, attr::text(key, input), errors)
            });
        }
        let plain = names::plain(&variant.ident);
        if !matches!(variant.fields, Fields::Unit) {
            errors.on(
                &variant.fields,
                format_args!(
                    "`{owner}::{plain}` holds something, and a key part is one text; use variants without \
                    fields, or implement `monotable::KeyPart`"
                ),
            );
        }
        let (text, span) = match rename.get() {
            Some(rename) => (rename.value(), rename.span()),
            None => (case.map_or_else(|| plain.clone(), |case| case.apply(&plain)), variant.ident.span()),
        };
        if let Some(first) = variants.iter().find(|other| other.text == text) {
            errors.at(
                span,
                format_args!(
                    "`{owner}` writes two variants as `{text}`: `{}` and `{plain}`; rename one: \
                    `#[key_part(rename = \"..\")]`",
                    names::plain(&first.ident)
                ),
            );
        }
        variants.push(Variant { ident: variant.ident.clone(), text });
    }
    Shape::Enum(variants)
}

fn refuse(span: Span, owner: &str, what: &str, errors: &mut Errors) -> Shape {
    errors.at(
        span,
        format_args!(
            "`{owner}` {what}, and a key part is one value: derive `KeyPart` for `struct {owner}(String);` \
            or for an enum without payloads, or name several parts in the template"
        ),
    );
    Shape::Unreadable
}

fn with_name(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("key_part"))
}
