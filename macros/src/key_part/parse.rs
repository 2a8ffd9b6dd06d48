//! From tokens to the model. The attributes end here.

use proc_macro2::Span;
use syn::{Attribute, Data, DataEnum, DeriveInput, Fields, LitInt, LitStr, Path, Token, parse_quote};

use super::forms;
use super::model::{Fold, Model, Shape, TextOptions, Variant, Written};
use super::variant::{VariantOptions, with_name};
use crate::attr::{self, Slot};
use crate::attribute::newtype;
use crate::errors::Errors;
use crate::names::{self, Case};
use crate::places::{self, Helper, Place};
use crate::variants::Texts;

impl Model {
    pub(crate) fn parse(input: &DeriveInput, errors: &mut Errors) -> Self {
        places::check(HELPERS, input, errors);
        let mut options = Options::parse(&input.attrs, errors);
        let owner = names::plain(&input.ident);
        options.check(&owner, matches!(input.data, Data::Struct(_)), errors);
        let case = std::mem::take(&mut options.case).take();
        let krate = std::mem::take(&mut options.krate).take();
        let display = options.no_display.span().is_none();
        let shape = match &input.data {
            Data::Struct(data) => parse_struct(input, &data.fields, &owner, options.written(), errors),
            Data::Enum(data) => parse_enum(data, case, &owner, errors),
            Data::Union(data) => refuse(data.union_token.span, &owner, "is a union", errors),
        };
        Self {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            krate: krate.unwrap_or_else(|| parse_quote!(::monotable)),
            display,
            shape,
        }
    }
}

/// `#[key_part(..)]` on the type.
#[derive(Default)]
struct Options {
    case: Slot<Case>,
    krate: Slot<Path>,
    text: Slot<()>,
    chars: Slot<String>,
    width: Slot<u16>,
    ordered: Slot<()>,
    fold: Slot<Fold>,
    no_display: Slot<()>,
}

const OPTIONS: &[&str] = &["rename_all", "crate", "text", "chars", "width", "ordered", "fold", "no_display"];

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
            attr::options(attr, OPTIONS, errors, attr::no_head, |key, input, errors| match key.to_string().as_str() {
                "rename_all" => {
                    let case = attr::text(key, input).and_then(|text| Case::parse(&text));
                    found.case.read(key, case, errors)
                }
                "text" => {
                    found.text.fill(key, (), errors);
                    Ok(())
                }
                "no_display" => {
                    found.no_display.fill(key, (), errors);
                    Ok(())
                }
                "ordered" => {
                    found.ordered.fill(key, (), errors);
                    Ok(())
                }
                "chars" => found.chars.read(key, attr::text(key, input).and_then(|text| characters(&text)), errors),
                "width" => {
                    input.parse::<Token![=]>()?;
                    found.width.read(key, width(input), errors)
                }
                "fold" => found.fold.read(key, attr::text(key, input).and_then(|text| fold(&text)), errors),
                _ => found.krate.read(key, attr::path(key, input), errors),
            });
        }
        found
    }

    /// Refuses options where they mean nothing.
    fn check(&self, owner: &str, is_struct: bool, errors: &mut Errors) {
        if let (Some(span), true) = (self.case.span(), is_struct) {
            errors.at(
                span,
                format_args!("`{owner}` is a struct, and `rename_all` is for the texts of an enum's variants"),
            );
        }
        let of_text = [("chars", self.chars.span()), ("width", self.width.span()), ("ordered", self.ordered.span())];
        let of_structs = [("text", self.text.span()), ("fold", self.fold.span())];
        if !is_struct {
            for (option, span) in of_structs.into_iter().chain(of_text) {
                if let Some(span) = span {
                    errors.at(
                        span,
                        format_args!("`{option}` is for a struct around one value, such as `struct {owner}(String);`"),
                    );
                }
            }
            return;
        }
        for (option, span) in of_text {
            if let (Some(span), None) = (span, self.text.span()) {
                errors.at(
                    span,
                    format_args!(
                        "`{option}` says what the texts of a foreign type are like, so it needs `text` beside it: \
                        `#[key_part(text, ..)]`"
                    ),
                );
            }
        }
        if let (Some(span), Some(_)) = (self.ordered.span(), self.fold.span()) {
            errors.at(
                span,
                format_args!(
                    "`{owner}` folds the case of its texts, so they do not sort as the values; leave out `ordered`"
                ),
            );
        }
    }

    fn written(self) -> Written {
        let text = self.text.span().map(|_| TextOptions {
            ordered: self.ordered.span().is_some(),
            chars: self.chars.take(),
            width: self.width.take(),
        });
        Written { text, fold: self.fold.take() }
    }
}

/// Returns all characters of a list, which may hold ranges such as `a-z`.
fn characters(text: &LitStr) -> syn::Result<String> {
    let chars: Vec<char> = text.value().chars().collect();
    if let Some(other) = chars.iter().find(|char| !char.is_ascii()) {
        let message = format!("`chars` lists characters of ASCII, and `{other}` is none; leave `chars` out");
        return Err(syn::Error::new(text.span(), message));
    }
    let mut all = String::new();
    let mut next = 0;
    while let Some(&char) = chars.get(next) {
        match (chars.get(next + 1), chars.get(next + 2)) {
            (Some('-'), Some(&last)) if char.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => {
                if char > last {
                    let message = format!("`chars` has the range `{char}-{last}`, which holds nothing");
                    return Err(syn::Error::new(text.span(), message));
                }
                all.extend(char..=last);
                next += 3;
            }
            _ => {
                all.push(char);
                next += 1;
            }
        }
    }
    Ok(all)
}

fn width(input: syn::parse::ParseStream) -> syn::Result<u16> {
    let wrong = |span| syn::Error::new(span, "`width` is the number of characters of every text: write `width = 27`");
    let number: LitInt = input.parse().map_err(|error| wrong(error.span()))?;
    match number.base10_parse() {
        Ok(width @ 1..) => Ok(width),
        _ => Err(wrong(number.span())),
    }
}

fn fold(text: &LitStr) -> syn::Result<Fold> {
    match text.value().as_str() {
        "upper" => Ok(Fold::Upper),
        "lower" => Ok(Fold::Lower),
        other => Err(syn::Error::new(
            text.span(),
            format_args!("there is no case `{other}` to fold to; write `fold = \"upper\"` or `fold = \"lower\"`"),
        )),
    }
}

fn parse_struct(input: &DeriveInput, fields: &Fields, owner: &str, written: Written, errors: &mut Errors) -> Shape {
    for attr in fields.iter().flat_map(|field| with_name(&field.attrs)) {
        errors.on(attr.path(), format_args!("`{owner}` is the value that it wraps, so the field has no options"));
    }
    let what = match fields {
        Fields::Unnamed(unnamed) => match newtype(unnamed, owner, errors) {
            Some(newtype) => return Shape::Newtype(newtype, written),
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
    let options: Vec<_> = data.variants.iter().map(|variant| VariantOptions::parse(variant, errors)).collect();
    if options.iter().any(|options| options.template.span().is_some()) {
        return forms::parse(data, &options, case, owner, errors);
    }
    let mut variants: Vec<Variant> = Vec::new();
    let mut texts = Texts::new(owner, "key_part", "writes");
    for (variant, options) in data.variants.iter().zip(&options) {
        let plain = names::plain(&variant.ident);
        if let Some(span) = options.other.span() {
            let contradiction = options.rename.span().or(options.aliases.first().map(LitStr::span));
            texts.keep(variant, span, contradiction, errors);
            continue;
        }
        if !matches!(variant.fields, Fields::Unit) {
            errors.on(
                &variant.fields,
                format_args!(
                    "`{owner}::{plain}` holds something, and a key part is one text; say which one, as in \
                    `#[key_part(template = \"{}#{{0}}\")]`, or use variants without fields",
                    plain.to_uppercase()
                ),
            );
        }
        let (text, span) = options.text(variant, case);
        let aliases = options.aliases.iter().map(|alias| (alias.value(), alias.span()));
        texts.claim(&plain, std::iter::once((text.clone(), span)).chain(aliases), errors);
        let aliases = options.aliases.iter().map(LitStr::value).collect();
        variants.push(Variant { ident: variant.ident.clone(), text, aliases });
    }
    Shape::Enum(variants, texts.other)
}

fn refuse(span: Span, owner: &str, what: &str, errors: &mut Errors) -> Shape {
    errors.at(
        span,
        format_args!(
            "`{owner}` {what}, and a key part is one value: derive `KeyPart` for `struct {owner}(String);` \
            or for an enum, or name several parts in the template"
        ),
    );
    Shape::Unreadable
}
