//! From tokens to the model. The attributes end here.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DataEnum, DeriveInput, Fields, Ident, LitInt, LitStr, Path, Token, bracketed, parse_quote, token,
};

use super::model::{
    Entities, Half, Index, IndexKeys, KeyAttribute, Kind, Layout, LayoutSource, Member, Model, Named, Projection, Tag,
};
use crate::attr::{self, Slot};
use crate::errors::Errors;
use crate::names;
use crate::places::{self, Helper, Place};
use crate::table_half::TableHalf;

impl Model {
    pub(crate) fn parse(input: &DeriveInput, errors: &mut Errors) -> Self {
        places::check(HELPERS, input, errors);
        let ident = &input.ident;
        if let Some(first) = input.generics.params.first() {
            errors.at(
                first.span(),
                format_args!("`{ident}` is a table, so it cannot be generic: it stands for one table in DynamoDB"),
            );
        }
        let entities = parse_entities(input, errors);
        let options = Options::parse(&input.attrs, errors);
        let mut indexes: Vec<_> = input.attrs.iter().filter_map(|attr| parse_index(ident, attr, errors)).collect();
        options.check_shape(input, entities.is_some(), errors);
        let layout = match options.layout.get() {
            Some(path) => {
                options.check_given(ident, path, &input.attrs, errors);
                LayoutSource::Given(path.clone())
            }
            None => {
                let unit = matches!(&input.data, Data::Struct(data) if matches!(data.fields, Fields::Unit));
                let shaped = entities.is_some() || unit;
                if shaped && options.pk.span().is_none() && options.layout.span().is_none() {
                    errors.at(
                        ident.span(),
                        format_args!(
                            "`{ident}` does not say which attribute is its partition \
                                                          key; write `#[table(pk = \"PK\", sk = \"SK\")]`"
                        ),
                    );
                }
                let (pk, sk) = (options.pk.take(), options.sk.take());
                indexes.iter_mut().for_each(|index| index.take_keys(pk.as_ref(), sk.as_ref()));
                LayoutSource::Own(Layout {
                    pk,
                    sk,
                    ttl: options.ttl.take(),
                    tag: options.tag.take().unwrap_or_default(),
                    indexes,
                    max_gsis: options.max_gsis.take(),
                })
            }
        };
        Self {
            ident: ident.clone(),
            vis: input.vis.clone(),
            generic: !input.generics.params.is_empty(),
            krate: options.krate.take().unwrap_or_else(|| parse_quote!(::monotable)),
            layout,
            entities,
            scan: options.scan.span(),
        }
    }
}

/// `#[table(..)]`.
#[derive(Default)]
struct Options {
    pk: Slot<KeyAttribute>,
    sk: Slot<KeyAttribute>,
    ttl: Slot<Named>,
    tag: Slot<Tag>,
    layout: Slot<Path>,
    scan: Slot<()>,
    max_gsis: Slot<(usize, Span)>,
    krate: Slot<Path>,
}

const HELPERS: &[Helper] = &[
    Helper {
        name: "table",
        places: &[Place::Item, Place::Variant],
        instead: "it stands on the enum, and on a variant as `#[table(other)]`",
    },
    Helper {
        name: "gsi",
        places: &[Place::Item],
        instead: "indexes stand on the table, as in `#[gsi(ByStatus, pk = [status])]`",
    },
    Helper {
        name: "lsi",
        places: &[Place::Item],
        instead: "indexes stand on the table, as in `#[lsi(ByDate, sk = [date])]`",
    },
    Helper {
        name: "inverted",
        places: &[Place::Item],
        instead: "indexes stand on the table, as in `#[inverted(Reverse)]`",
    },
];

const OPTIONS: &[&str] = &["pk", "sk", "ttl", "tag", "layout", "scan", "max_gsis", "crate"];

impl Options {
    fn parse(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let mut found = Self::default();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("table")) {
            attr::options(attr, OPTIONS, errors, attr::no_head, |key, input, errors| {
                match key.to_string().as_str() {
                    "pk" => found.pk.read(key, key_attribute(key, input), errors)?,
                    "sk" => found.sk.read(key, key_attribute(key, input), errors)?,
                    "ttl" => found.ttl.read(key, attr::text(key, input).map(Named::from), errors)?,
                    "tag" => found.tag.read(key, tag(key, input), errors)?,
                    "layout" => found.layout.read(key, attr::path(key, input), errors)?,
                    "scan" => found.scan.fill(key, (), errors),
                    "max_gsis" => found.max_gsis.read(key, count(key, input), errors)?,
                    _ => found.krate.read(key, attr::path(key, input), errors)?,
                }
                Ok(())
            });
        }
        found
    }

    /// A layout declared apart has no entities and no layout.
    fn check_shape(&self, input: &DeriveInput, has_entities: bool, errors: &mut Errors) {
        if has_entities || !matches!(input.data, Data::Struct(_)) {
            return;
        }
        for (name, span) in [("layout", self.layout.span()), ("scan", self.scan.span())] {
            if let Some(span) = span {
                errors.at(
                    span,
                    format_args!(
                        "`{}` is a layout, without entities of its own, so it cannot have \
                                              `{name}`; say it on the enum of the table",
                        input.ident
                    ),
                );
            }
        }
    }

    /// With `layout = ..`, the rest is said there.
    fn check_given(&self, ident: &Ident, layout: &Path, attrs: &[Attribute], errors: &mut Errors) {
        let layout = quote::ToTokens::to_token_stream(layout).to_string().replace(' ', "");
        for (name, span) in [
            ("pk", self.pk.span()),
            ("sk", self.sk.span()),
            ("ttl", self.ttl.span()),
            ("tag", self.tag.span()),
            ("max_gsis", self.max_gsis.span()),
        ] {
            if let Some(span) = span {
                errors.at(span, format_args!("`{ident}` has the layout `{layout}`, so `{name}` belongs there"));
            }
        }
        for attr in attrs.iter().filter(|attr| index_kind(attr).is_some()) {
            errors.on(attr.path(), format_args!("`{ident}` has the layout `{layout}`, so its indexes belong there"));
        }
    }
}

fn parse_entities(input: &DeriveInput, errors: &mut Errors) -> Option<Entities> {
    let ident = &input.ident;
    match &input.data {
        Data::Enum(data) => Some(parse_variants(ident, data, errors)),
        Data::Struct(data) => {
            if !matches!(data.fields, Fields::Unit) {
                errors.on(
                    &data.fields,
                    format_args!(
                        "`{ident}` has fields; a table is an enum of its entities, \
                                                      `enum {ident} {{ Order(Order) }}`, and a layout declared \
                                                      apart is `struct {ident};`"
                    ),
                );
            }
            None
        }
        Data::Union(data) => {
            errors.at(
                data.union_token.span,
                format_args!(
                    "`{ident}` is a union; a table is an enum of its entities: `enum {ident} {{ Order(Order) }}`"
                ),
            );
            None
        }
    }
}

fn parse_variants(ident: &Ident, data: &DataEnum, errors: &mut Errors) -> Entities {
    let mut entities = Entities { members: Vec::new(), other: None };
    if data.variants.is_empty() {
        errors.at(
            ident.span(),
            format_args!(
                "`{ident}` holds nothing; give it a variant per entity: \
                                              `Order(Order)`, or write `struct {ident};` for a layout declared \
                                              apart"
            ),
        );
    }
    for variant in &data.variants {
        let name = &variant.ident;
        let mut other = Slot::default();
        for attr in variant.attrs.iter().filter(|attr| attr.path().is_ident("table")) {
            attr::options(attr, &["other"], errors, attr::no_head, |key, _, errors| {
                other.fill(key, (), errors);
                Ok(())
            });
        }
        let ty = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed[0].ty.clone(),
            _ => {
                let held = if other.span().is_some() { "Item" } else { "Order" };
                errors.on(variant, format_args!("`{ident}::{name}` does not hold one type; write `{name}({held})`"));
                continue;
            }
        };
        if let Some((_, guard)) = &variant.discriminant {
            errors
                .on(guard, format_args!("`{ident}::{name}` has a number, which a table has no use for; leave it out"));
        }
        let member = Member { variant: name.clone(), ty };
        match other.span() {
            None => entities.members.push(member),
            Some(span) => match &entities.other {
                Some(first) => {
                    errors.at(
                        span,
                        format_args!(
                            "`{ident}` has two variants for other items, `{}` and `{name}`; keep one",
                            first.variant
                        ),
                    );
                }
                None => entities.other = Some(member),
            },
        }
    }
    entities
}

/// Returns which kind of index an attribute declares.
fn index_kind(attr: &Attribute) -> Option<(&'static str, &'static [&'static str])> {
    [
        ("gsi", &["pk", "sk", "name", "project"][..]),
        ("lsi", &["sk", "name", "project"][..]),
        ("inverted", &["name", "project"][..]),
    ]
    .into_iter()
    .find(|(kind, _)| attr.path().is_ident(kind))
}

fn parse_index(owner: &Ident, attr: &Attribute, errors: &mut Errors) -> Option<Index> {
    let (kind, known) = index_kind(attr)?;
    let mut pk = Slot::default();
    let mut sk = Slot::default();
    let mut name = Slot::default();
    let mut project = Slot::default();
    let head = |input: ParseStream, _: &mut Errors| {
        let wrong = |span| {
            let rest = if kind == "inverted" { "" } else { ", .." };
            syn::Error::new(
                span,
                format_args!("an index of `{owner}` begins with its name: `#[{kind}(ByStatus{rest})]`"),
            )
        };
        let ident: Ident = input.parse().map_err(|error| wrong(error.span()))?;
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(wrong(ident.span()));
        }
        Ok(ident)
    };
    let ident = attr::options(attr, known, errors, head, |key, input, errors| match key.to_string().as_str() {
        "pk" => pk.read(key, half(key, input), errors),
        "sk" => sk.read(key, half(key, input), errors),
        "name" => name.read(key, attr::text(key, input).map(Named::from), errors),
        _ => project.read(key, projection(key, input), errors),
    })?;
    let keys = index_keys(kind, &ident, pk, sk, errors);
    let name = name.take().unwrap_or_else(|| Named { name: names::plain(&ident), span: ident.span() });
    let span = ident.span();
    Some(Index { ident, name, keys, projection: project.take().unwrap_or(Projection::All), span })
}

fn index_keys(kind: &str, ident: &Ident, pk: Slot<Half>, sk: Slot<Half>, errors: &mut Errors) -> IndexKeys {
    let mut missing = |slot: &Slot<Half>, which: &str, example: &str| {
        if slot.span().is_none() {
            errors.at(ident.span(), format_args!("the index `{ident}` has no {which}; write `{example}`"));
        }
    };
    match kind {
        "gsi" => missing(
            &pk,
            "partition key",
            "pk = \"GSI1PK\"` for composed keys, `pk = [status]` for an attribute as entities store it, or \
             `#[inverted(..)]",
        ),
        "lsi" => missing(
            &sk,
            "sort key",
            "sk = \"LSI1SK\"` for composed keys, or `sk = [placed_at]` for an attribute as entities store it: \
             `#[lsi(..)]",
        ),
        _ => return IndexKeys::Inverted,
    }
    let sk_given = sk.span().is_some();
    match (kind, pk.take(), sk.take()) {
        ("gsi", Some(pk), sk) if sk.is_some() || !sk_given => IndexKeys::Global { pk, sk },
        ("lsi", _, Some(sk)) => IndexKeys::Local { sk },
        _ => IndexKeys::Unreadable,
    }
}

/// `= "PK"` or `= "id": N`.
fn key_attribute(key: &Ident, input: ParseStream) -> syn::Result<KeyAttribute> {
    let text = attr::text(key, input)?;
    Ok(KeyAttribute { name: text.value(), kind: kind(&text.value(), input)?, span: text.span() })
}

/// `: N`, or nothing for S.
fn kind(name: &str, input: ParseStream) -> syn::Result<Kind> {
    if !input.peek(Token![:]) {
        return Ok(Kind::S);
    }
    input.parse::<Token![:]>()?;
    let wrong = |span| syn::Error::new(span, format_args!("the key attribute `{name}` is of type `S`, `N` or `B`"));
    let ident: Ident = input.parse().map_err(|error| wrong(error.span()))?;
    match ident.to_string().as_str() {
        "S" => Ok(Kind::S),
        "N" => Ok(Kind::N),
        "B" => Ok(Kind::B),
        _ => Err(wrong(ident.span())),
    }
}

/// `= "GSI1PK"`, `= [status, order_id: N, "x"]` or `= table_pk`.
fn half(key: &Ident, input: ParseStream) -> syn::Result<Half> {
    if let Some((half, word)) = TableHalf::parse(input)? {
        return Ok(Half::Table(half, None, word.span()));
    }
    if !input.peek2(token::Bracket) {
        return key_attribute(key, input).map(Half::Composed);
    }
    input.parse::<Token![=]>()?;
    let inner;
    let bracket = bracketed!(inner in input);
    let list = attr::members(&inner, native_attribute)?;
    if list.is_empty() {
        return Err(syn::Error::new(
            bracket.span.join(),
            format_args!("`{key}` lists at least one attribute: `{key} = [status]`"),
        ));
    }
    Ok(Half::Native(list, bracket.span.join()))
}

fn native_attribute(input: ParseStream) -> syn::Result<KeyAttribute> {
    let (name, span) = if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        (text.value(), text.span())
    } else {
        let ident = Ident::parse_any(input).map_err(|error| {
            syn::Error::new(error.span(), "an attribute is a name, `status`, or a string, `\"order-status\"`")
        })?;
        (names::plain(&ident), ident.span())
    };
    let kind = kind(&name, input)?;
    Ok(KeyAttribute { name, kind, span })
}

/// `= none` or `= "_type"`.
fn tag(key: &Ident, input: ParseStream) -> syn::Result<Tag> {
    if input.peek(Token![=]) && input.peek2(Ident::peek_any) {
        input.parse::<Token![=]>()?;
        let word = Ident::parse_any(input)?;
        return match word == "none" {
            true => Ok(Tag::Off),
            false => Err(syn::Error::new(
                word.span(),
                "`tag` takes the name of an attribute, `tag = \"kind\"`, or `tag = none`",
            )),
        };
    }
    attr::text(key, input).map(|text| Tag::Named(text.into()))
}

/// `= all`, `= keys_only` or `= include("a", "b")`.
fn projection(key: &Ident, input: ParseStream) -> syn::Result<Projection> {
    input.parse::<Token![=]>()?;
    let wrong = |span| syn::Error::new(span, "`project` takes `all`, `keys_only` or `include(\"total\", ..)`");
    let word = Ident::parse_any(input).map_err(|error| wrong(error.span()))?;
    match word.to_string().as_str() {
        "all" => Ok(Projection::All),
        "keys_only" => Ok(Projection::KeysOnly),
        "include" if input.peek(token::Paren) => {
            Ok(Projection::Include(attr::texts(key, input)?.into_iter().map(Named::from).collect()))
        }
        _ => Err(wrong(word.span())),
    }
}

fn count(key: &Ident, input: ParseStream) -> syn::Result<(usize, Span)> {
    input.parse::<Token![=]>()?;
    let wrong = |span| syn::Error::new(span, format_args!("`{key}` takes a whole number: `{key} = 25`"));
    let number: LitInt = input.parse().map_err(|error| wrong(error.span()))?;
    Ok((number.base10_parse().map_err(|_| wrong(number.span()))?, number.span()))
}

impl From<LitStr> for Named {
    fn from(text: LitStr) -> Self {
        Self { name: text.value(), span: text.span() }
    }
}
