//! A field of a struct or of a variant: its attribute in the table and its `#[attr(..)]` options.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{GenericArgument, Ident, LitStr, Path, PathArguments, Token, Type, Visibility};

use crate::attr::{self, Slot};
use crate::errors::Errors;
use crate::names::{self, Case};

/// One field.
pub(crate) struct Field {
    pub ident: Ident,
    pub vis: Visibility,
    pub ty: Type,
    /// Name of the attribute in the table.
    pub name: String,
    /// Where the name comes from: `rename`, or the field.
    pub name_span: Span,
    pub options: FieldOptions,
}

/// The options of `#[attr(..)]`.
#[derive(Default)]
pub(crate) struct FieldOptions {
    pub rename: Slot<LitStr>,
    pub default: Slot<Fallback>,
    pub aliases: Vec<LitStr>,
    pub null: Slot<()>,
    pub rest: Slot<()>,
    pub serde: Slot<()>,
    pub in_key: Slot<()>,
    pub version: Slot<()>,
    /// Of a variant.
    pub other: Slot<()>,
    pub skip: Slot<()>,
}

/// The value that stands in for an attribute that an item does not have.
pub(crate) enum Fallback {
    /// `Default::default()`.
    Trait,
    /// A function of the user.
    Path(Path),
}

/// Whose field it is, which says which options it takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Entity,
    /// A type that is stored in one attribute.
    Nested,
    /// A type that is stored in one attribute, and is an entity too: options that say where the entity keeps a field say nothing here.
    NestedEntity,
}

const ENTITY_FIELD: &[&str] = &["rename", "default", "alias", "null", "rest", "serde", "in_key", "version", "skip"];
const NESTED_FIELD: &[&str] = &["rename", "default", "alias", "null", "serde", "skip"];

impl Field {
    /// Reads a named field. `case` renames what has no name of its own.
    pub(crate) fn parse(field: &syn::Field, owner: Owner, case: Option<Case>, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident.clone()?;
        let known = if owner == Owner::Nested { NESTED_FIELD } else { ENTITY_FIELD };
        let mut options = FieldOptions::parse(&field.attrs, known, errors);
        if owner == Owner::NestedEntity {
            options =
                FieldOptions { rest: Slot::default(), in_key: Slot::default(), version: Slot::default(), ..options };
        }
        check_phantom(field, errors);
        let (name, name_span) = match options.rename.get() {
            Some(rename) => (rename.value(), rename.span()),
            None => {
                let plain = names::plain(&ident);
                (case.map_or_else(|| plain.clone(), |case| case.apply(&plain)), ident.span())
            }
        };
        check_options(&ident, &field.ty, &options, errors);
        Some(Self { ident, vis: field.vis.clone(), ty: field.ty.clone(), name, name_span, options })
    }

    pub(crate) fn is_rest(&self) -> bool {
        self.options.rest.span().is_some()
    }

    pub(crate) fn is_serde(&self) -> bool {
        self.options.serde.span().is_some()
    }

    pub(crate) fn is_in_key(&self) -> bool {
        self.options.in_key.span().is_some()
    }

    pub(crate) fn is_version(&self) -> bool {
        self.options.version.span().is_some()
    }

    /// Returns whether the field has an attribute with its own name.
    pub(crate) fn is_stored(&self) -> bool {
        !self.is_rest() && !self.is_in_key() && !self.is_left_out()
    }

    /// Returns whether items never hold anything of the field.
    pub(crate) fn is_left_out(&self) -> bool {
        self.is_skipped() || is_phantom(&self.ty)
    }

    pub(crate) fn is_skipped(&self) -> bool {
        self.options.skip.span().is_some()
    }

    /// The type inside `Option<..>`.
    pub(crate) fn optional(&self) -> Option<&Type> {
        option_of(&self.ty)
    }
}

impl FieldOptions {
    pub(crate) fn parse(attrs: &[syn::Attribute], known: &[&str], errors: &mut Errors) -> Self {
        let mut found = Self::default();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("attr")) {
            attr::options(attr, known, errors, attr::no_head, |key, input, errors| {
                match key.to_string().as_str() {
                    "rename" => found.rename.read(key, attr::text(key, input), errors)?,
                    "alias" => found.aliases.extend(attr::texts(key, input)?),
                    "default" if input.peek(Token![=]) => {
                        found.default.read(key, attr::path(key, input).map(Fallback::Path), errors)?;
                    }
                    "default" => found.default.fill(key, Fallback::Trait, errors),
                    "null" => found.null.fill(key, (), errors),
                    "rest" => found.rest.fill(key, (), errors),
                    "serde" => found.serde.fill(key, (), errors),
                    "in_key" => found.in_key.fill(key, (), errors),
                    "other" => found.other.fill(key, (), errors),
                    "skip" => found.skip.fill(key, (), errors),
                    _ => found.version.fill(key, (), errors),
                }
                Ok(())
            });
        }
        found
    }

    /// The options that are there, with their places.
    fn given(&self) -> Vec<(&'static str, Span)> {
        let slots = [
            ("rename", self.rename.span()),
            ("default", self.default.span()),
            ("alias", self.aliases.first().map(LitStr::span)),
            ("null", self.null.span()),
            ("rest", self.rest.span()),
            ("serde", self.serde.span()),
            ("in_key", self.in_key.span()),
            ("version", self.version.span()),
            ("skip", self.skip.span()),
        ];
        slots.into_iter().filter_map(|(name, span)| span.map(|span| (name, span))).collect()
    }
}

/// Refuses options where nothing is stored.
pub(crate) fn check_phantom(field: &syn::Field, errors: &mut Errors) {
    if !is_phantom(&field.ty) {
        return;
    }
    for attr in field.attrs.iter().filter(|attr| attr.path().is_ident("attr")) {
        let name = field.ident.as_ref().map_or_else(|| "this field".to_owned(), |ident| format!("`{ident}`"));
        errors
            .on(attr.path(), format_args!("`#[attr]` means nothing here: {name} holds nothing to store; leave it out"));
    }
}

/// Options that say different things about one field.
fn check_options(ident: &Ident, ty: &Type, options: &FieldOptions, errors: &mut Errors) {
    let given = options.given();
    for (winner, allowed, why) in [
        ("rest", &[][..], "it holds every attribute that the other fields do not name"),
        ("in_key", &[][..], "the field has no attribute of its own, the key alone holds it"),
        ("version", &["rename", "alias", "default"][..], "the store counts it"),
        ("skip", &["default"][..], "items hold nothing of it"),
    ] {
        if !given.iter().any(|(name, _)| *name == winner) {
            continue;
        }
        for (other, span) in given.iter().filter(|(name, _)| *name != winner && !allowed.contains(name)) {
            errors.at(*span, format_args!("`{ident}` is `{winner}`, so it cannot be `{other}`: {why}"));
        }
        if winner != "version" {
            return;
        }
    }
    if let Some(span) = options.version.span()
        && !is_u64(ty)
    {
        errors.at(span, format_args!("`{ident}` is the version, so its type is `u64`"));
    }
    if let Some(span) = options.null.span()
        && option_of(ty).is_none()
        && options.serde.span().is_none()
        && options.version.span().is_none()
    {
        errors.at(
            span,
            format_args!("`{ident}` is not an `Option`, so `null` has nothing to say: it stores `None` as null"),
        );
    }
    if options.serde.span().is_none() && options.skip.span().is_none() && !given.iter().any(|(name, _)| *name == "rest")
    {
        check_stored(ident, ty, errors);
    }
}

/// Types that would be stored as something else than they look like, wherever they stand in the field's type.
pub(crate) fn check_stored(ident: &dyn std::fmt::Display, ty: &Type, errors: &mut Errors) {
    if let Some(bytes) = bytes_of(ty) {
        errors.on(
            ty,
            format_args!(
                "`{ident}` is a `{bytes}`, which would be stored as a list of numbers; use \
                `monotable::Binary` for bytes"
            ),
        );
        return;
    }
    check_nested_option(ident, ty, errors);
    for inner in inner_types(ty) {
        check_stored(ident, inner, errors);
    }
}

/// An item has one way to say that nothing is there.
fn check_nested_option(ident: &dyn std::fmt::Display, ty: &Type, errors: &mut Errors) {
    let mut inner = option_of(ty);
    while let Some(one) = inner {
        if option_of(one).is_some() {
            errors.on(
                ty,
                format_args!(
                    "`{ident}` is an `Option` in an `Option`, and an item cannot tell `Some(None)` from `None`; use one \
                    `Option`, or an enum of the three cases"
                ),
            );
            return;
        }
        inner = last_segment(one)
            .filter(|(name, args)| ["Box", "Rc", "Arc"].iter().any(|pointer| *name == pointer) && args.len() == 1)
            .map(|(_, args)| args[0]);
    }
}

/// How a list of bytes is written, without its length.
fn bytes_of(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Array(array) if is_ident(&array.elem, "u8") => Some("[u8; N]"),
        Type::Slice(slice) if is_ident(&slice.elem, "u8") => Some("[u8]"),
        Type::Paren(inner) => bytes_of(&inner.elem),
        Type::Group(inner) => bytes_of(&inner.elem),
        _ => {
            let (name, args) = last_segment(ty)?;
            (name == "Vec" && matches!(args.as_slice(), [one] if is_ident(one, "u8"))).then_some("Vec<u8>")
        }
    }
}

/// The types that a type is made of.
fn inner_types(ty: &Type) -> Vec<&Type> {
    match ty {
        Type::Array(array) => vec![&*array.elem],
        Type::Slice(slice) => vec![&*slice.elem],
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Paren(inner) => inner_types(&inner.elem),
        Type::Group(inner) => inner_types(&inner.elem),
        _ => last_segment(ty).map(|(_, args)| args).unwrap_or_default(),
    }
}

/// Fields that would read and write one attribute, and a second `rest`.
pub(crate) fn check_names(owner: &str, fields: &[Field], errors: &mut Errors) {
    let mut seen: Vec<(String, &Ident)> = Vec::new();
    let mut rest: Option<&Ident> = None;
    for field in fields.iter().filter(|field| field.is_stored()) {
        let own = std::iter::once((field.name.clone(), field.name_span));
        let aliases = field.options.aliases.iter().map(|alias| (alias.value(), alias.span()));
        for (name, span) in own.chain(aliases) {
            match seen.iter().find(|(other, _)| *other == name) {
                Some((_, first)) if *first == &field.ident => {
                    errors.at(span, format_args!("`{owner}::{}` is called `{name}` twice", field.ident));
                }
                Some((_, first)) => errors.at(
                    span,
                    format_args!(
                        "`{owner}` has two fields for the attribute `{name}`: `{first}` and `{}`",
                        field.ident
                    ),
                ),
                None => seen.push((name, &field.ident)),
            }
        }
    }
    for field in fields.iter().filter(|field| field.is_rest()) {
        match (rest, field.options.rest.span()) {
            (Some(first), Some(span)) => errors.at(
                span,
                format_args!("`{owner}` has two fields for the rest: `{first}` and `{}`; keep one", field.ident),
            ),
            _ => rest = Some(&field.ident),
        }
    }
}

/// "`a`, `b` and `c`".
pub(crate) fn field_list(fields: &[Field]) -> String {
    let names: Vec<_> = fields.iter().map(|field| names::plain(&field.ident)).collect();
    attr::list(&names)
}

/// The `T` of `Option<T>`. A type of the user that is called `Option` has no such argument.
pub(crate) fn option_of(ty: &Type) -> Option<&Type> {
    match last_segment(ty)? {
        (name, args) if name == "Option" => args.first().copied().filter(|_| args.len() == 1),
        _ => None,
    }
}

/// The `T` of `Vec<T>`.
pub(crate) fn vec_of(ty: &Type) -> Option<&Type> {
    match last_segment(ty)? {
        (name, args) if name == "Vec" => args.first().copied().filter(|_| args.len() == 1),
        _ => None,
    }
}

/// Returns true for a `PhantomData`, which stores nothing.
pub(crate) fn is_phantom(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|(name, _)| name == "PhantomData")
}

/// Returns whether one of these names occurs in the type.
pub(crate) fn mentions(ty: &Type, name: &Ident) -> bool {
    fn any(tokens: TokenStream, name: &Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == *name,
            TokenTree::Group(group) => any(group.stream(), name),
            _ => false,
        })
    }
    any(ty.to_token_stream(), name)
}

fn is_u64(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|(name, args)| name == "u64" && args.is_empty())
}

fn is_ident(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}

/// Name and type arguments of the last step of a path.
fn last_segment(ty: &Type) -> Option<(&Ident, Vec<&Type>)> {
    match ty {
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let args = match &last.arguments {
                PathArguments::AngleBracketed(args) => args
                    .args
                    .iter()
                    .filter_map(|arg| match arg {
                        GenericArgument::Type(ty) => Some(ty),
                        _ => None,
                    })
                    .collect(),
                _ => Vec::new(),
            };
            Some((&last.ident, args))
        }
        Type::Paren(inner) => last_segment(&inner.elem),
        // types that come out of a user's macro_rules are wrapped in invisible groups
        Type::Group(inner) => last_segment(&inner.elem),
        _ => None,
    }
}

/// Returns where the type stands.
pub(crate) fn type_span(ty: &Type) -> Span {
    ty.span()
}
