//! From tokens to the model. The attributes end here.

use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, LitStr, Path, Token, bracketed, parse_quote, token};

use super::derived::Derived;
use super::model::{Half, Index, Key, KeySpec, Model, Names, Native, Text};
use crate::attr::{self, Slot};
use crate::errors::Errors;
use crate::field::{Field, Owner};
use crate::names::{self, Case};
use crate::places::{self, Helper, Place};
use crate::table_half::TableHalf;
use crate::template::{Style, Template};

impl Model {
    pub(crate) fn parse(input: &DeriveInput, errors: &mut Errors) -> Self {
        places::check(HELPERS, input, errors);
        let options = Options::parse(&input.attrs, &names::plain(&input.ident), errors);
        check_attr(input, &options, errors);
        let case = options.case.get().copied();
        let owner = names::plain(&input.ident);
        let style = options.style(&owner, errors);
        let key = parse_key(input, &style, errors);
        let indexes = with_name(&input.attrs, "index").filter_map(|attr| Index::parse(attr, &owner, &style, errors));
        let indexes: Vec<Index> = indexes.collect();
        let fields = parse_fields(input, case, errors);
        let tag = options.tag.take().map_or(Text { value: owner.clone(), span: input.ident.span() }, Text::from);
        let named =
            |slot: Slot<Ident>, default: &str| slot.take().unwrap_or_else(|| names::ident(default, input.ident.span()));
        let module = named(options.module, &names::snake_case(&owner));
        let derived = members(&fields, options.parts, &key, &indexes, &module);
        Self {
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            generic: !input.generics.params.is_empty(),
            krate: options.krate.take().unwrap_or_else(|| parse_quote!(::monotable)),
            table: options.table,
            tag,
            tag_aliases: options.tag_alias.into_iter().map(Text::from).collect(),
            style,
            scan: options.scan.span(),
            names: Names {
                module,
                key: named(options.key, "key"),
                at: named(options.at, "at"),
                of: named(options.of, "of"),
                edit: named(options.edit, "edit"),
            },
            derived,
            fields,
            key,
            indexes,
        }
    }
}

/// `#[entity(..)]`.
#[derive(Default)]
struct Options {
    table: Slot<Path>,
    tag: Slot<LitStr>,
    tag_alias: Vec<LitStr>,
    keys: Slot<LitStr>,
    delimiter: Slot<LitStr>,
    module: Slot<Ident>,
    key: Slot<Ident>,
    at: Slot<Ident>,
    of: Slot<Ident>,
    edit: Slot<Ident>,
    parts: Vec<Derived>,
    scan: Slot<()>,
    case: Slot<Case>,
    krate: Slot<Path>,
}

const OPTIONS: &[&str] = &[
    "table",
    "tag",
    "tag_alias",
    "rename_all",
    "keys",
    "delimiter",
    "module",
    "key",
    "at",
    "of",
    "edit",
    "part",
    "scan",
    "crate",
];

const HELPERS: &[Helper] = &[
    Helper {
        name: "entity",
        places: &[Place::Item],
        instead: "it stands on the struct, as in `#[entity(table = Shop)]`; the options of a field are in `#[attr(..)]`",
    },
    Helper {
        name: "key",
        places: &[Place::Item],
        instead: "it stands on the struct and names fields, as in `#[key(pk = \"ORDER#{id}\", sk = \"ORDER\")]`",
    },
    Helper {
        name: "index",
        places: &[Place::Item],
        instead: "it stands on the struct and names fields, as in `#[index(by_status: ByStatus, pk = [status])]`",
    },
    // On the struct it is looked at below: it may belong to another derive.
    Helper {
        name: "attr",
        places: &[Place::Item, Place::Field],
        instead: "an entity is a struct with named fields, and its options stand on those",
    },
];

/// `#[attr(..)]` on the struct is `derive(Attribute)`'s, where an entity is an attribute as well. What it says there does not hold
/// for the entity, so the entity must say it too, and the same: nobody can see here whether that derive is there.
fn check_attr(input: &DeriveInput, options: &Options, errors: &mut Errors) {
    for attr in with_name(&input.attrs, "attr") {
        let walked = attr.parse_nested_meta(|meta| {
            let key = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
            let problem = match key.as_str() {
                "rename_all" if options.case.span().is_some() => {
                    let text = meta.value()?.parse::<LitStr>()?;
                    let case = Case::parse(&text)?;
                    if options.case.get().is_some_and(|own| *own != case) {
                        errors.at(text.span(), "`#[entity(rename_all)]` gives another case; give both the same");
                    }
                    return Ok(());
                }
                "crate" if options.krate.span().is_some() => None,
                "rename_all" => Some("write `#[entity(rename_all = \"..\")]`"),
                "crate" => Some("write `#[entity(crate = \"..\")]`"),
                _ => Some("options of a field stand on the field, those of the entity in `#[entity(..)]`"),
            };
            if let Some(instead) = problem {
                errors.on(&meta.path, format_args!("`#[attr({key})]` means nothing on an entity; {instead}"));
            }
            // What follows is another derive's to judge.
            if meta.input.peek(Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            } else if meta.input.peek(token::Paren) {
                let inner;
                syn::parenthesized!(inner in meta.input);
                inner.parse::<proc_macro2::TokenStream>()?;
            }
            Ok(())
        });
        if let Err(error) = walked {
            errors.push(error);
        }
    }
}

impl Options {
    fn parse(attrs: &[Attribute], owner: &str, errors: &mut Errors) -> Self {
        let mut found = Self::default();
        for attr in with_name(attrs, "entity") {
            attr::options(attr, OPTIONS, errors, attr::no_head, |key, input, errors| {
                match key.to_string().as_str() {
                    "table" => found.table.read(key, attr::path(key, input), errors)?,
                    "tag" => found.tag.read(key, attr::text(key, input), errors)?,
                    "tag_alias" => found.tag_alias.extend(attr::texts(key, input)?),
                    "keys" => found.keys.read(key, attr::text(key, input), errors)?,
                    "delimiter" => found.delimiter.read(key, attr::text(key, input), errors)?,
                    "module" => found.module.read(key, attr::name(key, input), errors)?,
                    "key" => found.key.read(key, attr::name(key, input), errors)?,
                    "at" => found.at.read(key, attr::name(key, input), errors)?,
                    "of" => found.of.read(key, attr::name(key, input), errors)?,
                    "edit" => found.edit.read(key, attr::name(key, input), errors)?,
                    "part" => found.parts.push(Derived::parse(owner, input, errors)?),
                    "scan" => found.scan.fill(key, (), errors),
                    "rename_all" => {
                        let case = attr::text(key, input).and_then(|text| Case::parse(&text));
                        found.case.read(key, case, errors)?;
                    }
                    _ => found.krate.read(key, attr::path(key, input), errors)?,
                }
                Ok(())
            });
        }
        found
    }

    fn style(&self, owner: &str, errors: &mut Errors) -> Style {
        let raw = match self.keys.get() {
            None => false,
            Some(keys) => match keys.value().as_str() {
                "raw" => true,
                "escaped" => false,
                other => {
                    errors.at(
                        keys.span(),
                        format_args!(
                            "`{owner}` has keys of kind `{other}`; the kinds are `escaped`, which is the \
                            default, and `raw`"
                        ),
                    );
                    // what the templates say is most likely meant for raw keys
                    true
                }
            },
        };
        match (raw, self.delimiter.get()) {
            (true, delimiter) => Style::Raw { delimiter: delimiter.map_or_else(|| "#".to_owned(), LitStr::value) },
            (false, Some(delimiter)) => {
                errors.at(
                    delimiter.span(),
                    format_args!(
                        "`{owner}` gives a delimiter, which raw keys alone have: add `keys = \"raw\"`, or \
                        leave it out for `#`"
                    ),
                );
                Style::Escaped
            }
            (false, None) => Style::Escaped,
        }
    }
}

fn parse_fields(input: &DeriveInput, case: Option<Case>, errors: &mut Errors) -> Vec<Field> {
    let owner = &input.ident;
    if let Some(first) = input.generics.params.first() {
        errors.at(
            first.span(),
            format_args!(
                "`{owner}` is an entity, so it cannot be generic: its items in the table have one shape, \
                which concrete types give"
            ),
        );
    }
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(data) => {
            errors.at(
                data.enum_token.span,
                format_args!(
                    "`{owner}` is an enum, and an entity is a struct with named fields; derive `Entity` \
                    for a struct per kind of item, or `Attribute` for a field"
                ),
            );
            return Vec::new();
        }
        Data::Union(data) => {
            errors.at(
                data.union_token.span,
                format_args!("`{owner}` is a union, and an entity is a struct with named fields"),
            );
            return Vec::new();
        }
    };
    match fields {
        Fields::Named(named) => {
            named.named.iter().filter_map(|field| Field::parse(field, Owner::Entity, case, errors)).collect()
        }
        Fields::Unnamed(unnamed) => {
            errors.at(
                unnamed.paren_token.span.open(),
                format_args!(
                    "`{owner}` is a tuple struct, and an entity has named fields: write `struct {owner} {{ id: .. }}`"
                ),
            );
            Vec::new()
        }
        Fields::Unit => {
            errors.at(
                owner.span(),
                format_args!(
                    "`{owner}` has no fields, and an entity has at least those of its key: write `struct \
                    {owner} {{ id: .. }}`"
                ),
            );
            Vec::new()
        }
    }
}

fn parse_key(input: &DeriveInput, style: &Style, errors: &mut Errors) -> Key {
    let owner = names::plain(&input.ident);
    let mut key = Key::default();
    for attr in with_name(&input.attrs, "key") {
        if key.span.is_some() {
            errors.on(
                attr.path(),
                format_args!(
                    "`{owner}` has a second `#[key(..)]`; an item has one key, and \
                other ways to find it are `#[index(..)]`"
                ),
            );
            continue;
        }
        key.span = Some(attr.path().span());
        let mut halves = Halves::default();
        attr::options(attr, &["pk", "sk"], errors, attr::no_head, |option, input, errors| {
            halves.fill(option, input, style, &format!("`{owner}`"), errors)
        });
        key.pk = halves.pk.take();
        key.sk = halves.sk.take();
    }
    key
}

impl Index {
    fn parse(attr: &Attribute, owner: &str, style: &Style, errors: &mut Errors) -> Option<Self> {
        let mut halves = Halves::default();
        let mut sparse = Slot::default();
        let mut only_if = Slot::default();
        let shown = std::cell::RefCell::new(format!("`{owner}`"));
        let head = |input: ParseStream, _: &mut Errors| {
            let head = head(owner, input)?;
            *shown.borrow_mut() = format!("`{owner}::{}`", names::plain(&head.0));
            Ok(head)
        };
        let (pattern, index) =
            attr::options(attr, &["pk", "sk", "sparse", "only_if"], errors, head, |option, input, errors| {
                if option == "sparse" {
                    sparse.fill(option, (), errors);
                    return Ok(());
                }
                if option == "only_if" {
                    return only_if.read(option, field_name(input), errors);
                }
                halves.fill(option, input, style, &shown.borrow(), errors)
            })?;
        let span = pattern.span();
        let key = Key { pk: halves.pk.take(), sk: halves.sk.take(), span: Some(span) };
        Some(Self { pattern, index, key, sparse: sparse.span(), only_if: only_if.take(), span })
    }
}

/// `= field`.
fn field_name(input: ParseStream) -> syn::Result<Ident> {
    input.parse::<Token![=]>()?;
    <Ident as syn::ext::IdentExt>::parse_any(input).map_err(|error| {
        syn::Error::new(
            error.span(),
            "`only_if` takes the name of a field, a `bool` or an `Option`: `only_if = unread`",
        )
    })
}

/// The parts that are computed: those that are declared, and the members that keys name.
fn members(fields: &[Field], mut parts: Vec<Derived>, key: &Key, indexes: &[Index], module: &Ident) -> Vec<Derived> {
    let keys = std::iter::once(key).chain(indexes.iter().map(|index| &index.key));
    for (_, spec) in keys.flat_map(Key::halves) {
        let KeySpec::Template(template) = spec else { continue };
        for part in template.parts().filter(|part| !part.members.is_empty()) {
            if !parts.iter().any(|known| known.is_member() && known.name() == part.field) {
                parts.extend(Derived::member(part, fields, module));
            }
        }
    }
    parts
}

/// `pattern: Index`.
fn head(owner: &str, input: ParseStream) -> syn::Result<(Ident, Ident)> {
    let wrong = |span: Span| {
        syn::Error::new(
            span,
            format_args!(
                "an index of `{owner}` begins with the name of the access pattern and the index: \
                 `#[index(by_number: Gsi1, ..)]`"
            ),
        )
    };
    let pattern: Ident = input.parse().map_err(|error| wrong(error.span()))?;
    input.parse::<Token![:]>().map_err(|error| wrong(error.span()))?;
    let index: Ident = input.parse().map_err(|error| wrong(error.span()))?;
    if !input.is_empty() && !input.peek(Token![,]) {
        return Err(wrong(input.span()));
    }
    Ok((pattern, index))
}

/// `pk = .., sk = ..`.
#[derive(Default)]
struct Halves {
    pk: Slot<KeySpec>,
    sk: Slot<KeySpec>,
}

impl Halves {
    fn fill(
        &mut self,
        option: &Ident,
        input: ParseStream,
        style: &Style,
        whose: &str,
        errors: &mut Errors,
    ) -> syn::Result<()> {
        let (half, slot) = match option == "pk" {
            true => (Half::Partition, &mut self.pk),
            false => (Half::Sort, &mut self.sk),
        };
        match key_spec(half, input, style, whose, errors) {
            Ok(spec) => slot.fill(option, spec, errors),
            Err(error) => {
                slot.fill(option, KeySpec::Unreadable, errors);
                return Err(error);
            }
        }
        Ok(())
    }
}

/// `= "TEMPLATE#{part}"`, `= [field, ..]` or `= table_pk`.
fn key_spec(half: Half, input: ParseStream, style: &Style, whose: &str, errors: &mut Errors) -> syn::Result<KeySpec> {
    if let Some((own, word)) = TableHalf::parse(input)? {
        return Ok(KeySpec::Table(own, word.span()));
    }
    input.parse::<Token![=]>()?;
    let words = half.words();
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return Ok(KeySpec::Template(Template::parse(&text, style, &format!("the {words} of {whose}"), errors)));
    }
    let option = half.option();
    let wrong = |span: Span| {
        syn::Error::new(
            span,
            format_args!(
                "the {words} of {whose} is a template, `{option} = \"ORDER#{{id}}\"`, or a list of fields that are \
                 stored as they are, `{option} = [id]`"
            ),
        )
    };
    if !input.peek(token::Bracket) {
        return Err(wrong(input.span()));
    }
    let inner;
    let bracket = bracketed!(inner in input);
    let fields = attr::members(&inner, <Ident as syn::ext::IdentExt>::parse_any);
    let fields = fields.map_err(|error| wrong(error.span()))?;
    if fields.is_empty() {
        return Err(wrong(bracket.span.join()));
    }
    Ok(KeySpec::Native(Native { fields, span: bracket.span.join() }))
}

fn with_name<'a>(attrs: &'a [Attribute], name: &'a str) -> impl Iterator<Item = &'a Attribute> {
    attrs.iter().filter(move |attr| attr.path().is_ident(name))
}

impl From<LitStr> for Text {
    fn from(text: LitStr) -> Self {
        Self { value: text.value(), span: text.span() }
    }
}
