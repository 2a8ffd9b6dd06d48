//! The declaration that `#[derive(Collection)]` read, with nothing left of the attributes.

use syn::{Data, DeriveInput, Fields, Ident, LitInt, Path, Token, Type, Visibility, parse_quote};

use crate::attr::{self, Slot};
use crate::errors::Errors;
use crate::field::{option_of, vec_of};
use crate::names;
use crate::places::{self, Helper, Place};

/// A struct that is read from one partition.
pub(crate) struct Model {
    pub ident: Ident,
    pub vis: Visibility,
    /// The path of `monotable`.
    pub krate: Path,
    /// The table that it is read from.
    pub table: Slot<Path>,
    /// The type of the access pattern that gives the partition.
    pub by: Slot<Path>,
    pub members: Vec<Member>,
    /// True if it is generic, which a collection cannot be.
    pub generic: bool,
}

/// A field of a collection.
pub(crate) struct Member {
    pub ident: Ident,
    /// The type of one, without `Option` or `Vec`.
    pub ty: Type,
    pub count: Count,
    /// The number of the newest ones that are read.
    pub last: Option<u32>,
}

/// How many there can be of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    One,
    Optional,
    Many,
}

impl Model {
    pub(crate) fn parse(input: &DeriveInput, errors: &mut Errors) -> Self {
        places::check(HELPERS, input, errors);
        let mut model = Self {
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            krate: parse_quote!(::monotable),
            table: Slot::default(),
            by: Slot::default(),
            members: Vec::new(),
            generic: !input.generics.params.is_empty(),
        };
        let owner = names::plain(&input.ident);
        if model.generic {
            errors.on(
                &input.generics,
                format_args!("`{owner}` is generic, and a collection is one type, with one set of members"),
            );
        }
        model.options(input, errors);
        for (slot, key, what) in [
            (model.table.span(), "table = Shop", "the table that it is read from"),
            (
                model.by.span(),
                "by = customer::Of",
                "the access pattern that gives the partition, in the module of its entity",
            ),
        ] {
            if slot.is_none() {
                errors.at(input.ident.span(), format_args!("`{owner}` lacks {what}: write `#[collection({key})]`"));
            }
        }
        match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) if !fields.named.is_empty() => {
                    model.members = fields.named.iter().filter_map(|field| Member::parse(field, errors)).collect();
                }
                _ => errors.at(
                    input.ident.span(),
                    format_args!("`{owner}` has no named fields, and each member of a collection is one"),
                ),
            },
            _ => errors.at(
                input.ident.span(),
                format_args!("`{owner}` is no struct, and a collection is one, with a field for each member"),
            ),
        }
        for member in model.members.iter().filter(|member| is_itself(&member.ty, &input.ident)) {
            errors.on(
                &member.ty,
                format_args!(
                    "`{owner}` is a member of itself, and one key has so many parts as its template; give each level of the \
                    tree a struct of its own"
                ),
            );
        }
        if model.members.len() > MOST {
            errors.at(input.ident.span(), format_args!("`{owner}` has more than {MOST} members"));
        }
        model
    }

    fn options(&mut self, input: &DeriveInput, errors: &mut Errors) {
        let mut krate = Slot::default();
        for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("collection")) {
            attr::options(attr, &["table", "by", "crate"], errors, attr::no_head, |key, input, errors| {
                match key.to_string().as_str() {
                    "table" => self.table.read(key, attr::path(key, input), errors),
                    "by" => self.by.read(key, attr::path(key, input), errors),
                    _ => krate.read(key, attr::path(key, input), errors),
                }
            });
        }
        if let Some(krate) = krate.take() {
            self.krate = krate;
        }
    }
}

impl Member {
    fn parse(field: &syn::Field, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident.clone()?;
        let mut last = Slot::default();
        for attr in field.attrs.iter().filter(|attr| attr.path().is_ident("collection")) {
            attr::options(attr, &["last"], errors, attr::no_head, |key, input, errors| {
                input.parse::<Token![=]>()?;
                let number = input
                    .parse::<LitInt>()
                    .map_err(|error| syn::Error::new(error.span(), "`last` takes a number: write `last = 10`"));
                last.read(key, number, errors)
            });
        }
        let (ty, count) = match (option_of(&field.ty), vec_of(&field.ty)) {
            (Some(inner), _) => (inner, Count::Optional),
            (None, Some(inner)) => (inner, Count::Many),
            (None, None) => (&field.ty, Count::One),
        };
        let last = last.take().and_then(|number: LitInt| match (number.base10_parse::<u32>(), count) {
            (_, Count::One | Count::Optional) => {
                errors.at(number.span(), format_args!("`{ident}` is no `Vec`, and `last` bounds how many there are"));
                None
            }
            (Ok(1..), Count::Many) => number.base10_parse().ok(),
            _ => {
                errors.at(number.span(), "`last` takes a number from 1 to 4294967295");
                None
            }
        });
        Some(Self { ident, ty: ty.clone(), count, last })
    }
}

fn is_itself(ty: &Type, owner: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(owner) || path.path.is_ident("Self"))
}

const HELPERS: &[Helper] = &[Helper {
    name: "collection",
    places: &[Place::Item, Place::Field],
    instead: "it stands on the struct, as in `#[collection(table = Shop, by = customer::Of)]`, and on its fields",
}];

/// Members that a path can name.
const MOST: usize = 255;
