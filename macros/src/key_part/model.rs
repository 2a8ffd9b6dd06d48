//! The declaration that `#[derive(KeyPart)]` read, with nothing left of the attributes.

use syn::{Generics, Ident, Path};

use crate::attribute::Newtype;

/// A type that can be part of a key.
pub(crate) struct Model {
    pub ident: Ident,
    pub generics: Generics,
    /// The path of `monotable`.
    pub krate: Path,
    pub shape: Shape,
}

/// How the type becomes text.
#[allow(clippy::large_enum_variant, reason = "one for each derive or variant")]
pub(crate) enum Shape {
    /// As the value that it wraps.
    Newtype(Newtype),
    /// As the text of the variant.
    Enum(Vec<Variant>),
    /// It cannot be part of a key, which has been reported.
    Unreadable,
}

/// A variant without a payload.
pub(crate) struct Variant {
    pub ident: Ident,
    pub text: String,
}

/// Returns whether the texts sort in the order in which the variants are declared.
pub(crate) fn sorted(variants: &[Variant]) -> bool {
    variants.is_sorted_by(|a, b| a.text < b.text)
}
