//! The declaration that `#[derive(Attribute)]` read, with nothing left of the attributes.

use syn::{Generics, Ident, Member, Path, Type, Visibility};

use crate::field::Field;
use crate::variants::Other;

/// A type that is stored as one attribute value.
pub(crate) struct Model {
    pub ident: Ident,
    pub vis: Visibility,
    pub generics: Generics,
    /// The path of `monotable`.
    pub krate: Path,
    pub shape: Shape,
}

/// How the type is stored.
#[allow(clippy::large_enum_variant, reason = "one for each derive or variant")]
pub(crate) enum Shape {
    /// A struct: a map with a member per field.
    Map(Vec<Field>),
    /// A tuple struct around one value: as that value.
    Newtype(Newtype),
    /// An enum: its variant's text, or a map with the variant as its only member; and the variant for unknown texts.
    Enum(Vec<Variant>, Option<Other>),
    /// It cannot be stored, which has been reported.
    Unreadable,
}

/// The one field that counts, and those that hold nothing.
pub(crate) struct Newtype {
    pub field: Member,
    pub ty: Type,
    pub serde: bool,
    /// `PhantomData` beside it.
    pub phantoms: Vec<Member>,
}

/// A variant of an enum.
pub(crate) struct Variant {
    pub ident: Ident,
    /// The value that is stored for it.
    pub text: String,
    /// Texts that are read as this variant too.
    pub aliases: Vec<String>,
    pub payload: Payload,
}

/// The payload of a variant.
#[allow(clippy::large_enum_variant, reason = "one for each derive or variant")]
pub(crate) enum Payload {
    Nothing,
    One { ty: Type, serde: bool },
    Map(Vec<Field>),
}

impl Shape {
    /// The types that are stored by their own `Attribute`, for the bounds of generic parameters.
    pub(crate) fn stored_types(&self) -> Vec<&Type> {
        match self {
            Self::Map(fields) => stored(fields).collect(),
            Self::Newtype(newtype) if !newtype.serde => vec![&newtype.ty],
            Self::Newtype(_) | Self::Unreadable => Vec::new(),
            Self::Enum(variants, _) => variants.iter().flat_map(|variant| variant.payload.stored_types()).collect(),
        }
    }
}

impl Payload {
    fn stored_types(&self) -> Vec<&Type> {
        match self {
            Self::One { ty, serde: false } => vec![ty],
            Self::Map(fields) => stored(fields).collect(),
            Self::One { .. } | Self::Nothing => Vec::new(),
        }
    }
}

fn stored(fields: &[Field]) -> impl Iterator<Item = &Type> {
    fields.iter().filter(|field| field.is_stored() && !field.is_serde()).map(|field| &field.ty)
}
