//! The declaration that `#[derive(KeyPart)]` read, with nothing left of the attributes.

use syn::{Generics, Ident, Member, Path, Type};

use crate::attribute::Newtype;
use crate::names;
use crate::template::Template;
use crate::variants::Other;

/// A type that can be part of a key.
pub(crate) struct Model {
    pub ident: Ident,
    pub generics: Generics,
    /// The path of `monotable`.
    pub krate: Path,
    /// True if it is printed and parsed as it stands in a key.
    pub display: bool,
    pub shape: Shape,
}

/// How the type becomes text.
#[allow(clippy::large_enum_variant, reason = "one for each derive or variant")]
pub(crate) enum Shape {
    /// As the value that it wraps.
    Newtype(Newtype, Written),
    /// As the text of the variant; and the variant for unknown texts.
    Enum(Vec<Variant>, Option<Other>),
    /// As the template of the variant.
    Forms(Vec<Form>),
    /// It cannot be part of a key, which has been reported.
    Unreadable,
}

/// How a wrapped value becomes text.
#[derive(Default)]
pub(crate) struct Written {
    /// Through `Display` and `FromStr`, not as a key part of its own.
    pub text: Option<TextOptions>,
    /// The case that keys have it in.
    pub fold: Option<Fold>,
}

/// Facts about the texts of a foreign type.
pub(crate) struct TextOptions {
    /// All characters that they can hold, if that is known.
    pub chars: Option<String>,
    /// How many characters all of them have, if they do.
    pub width: Option<u16>,
    /// True if they sort as the values do.
    pub ordered: bool,
}

#[derive(Clone, Copy)]
pub(crate) enum Fold {
    Upper,
    Lower,
}

/// A variant with a template.
pub(crate) struct Form {
    pub ident: Ident,
    pub template: Template,
    /// The values that it holds, in the order of its declaration.
    pub fields: Vec<FormField>,
}

/// A value that a variant holds.
pub(crate) struct FormField {
    pub member: Member,
    pub ty: Type,
}

impl FormField {
    /// Its name in the template.
    pub(crate) fn name(&self) -> String {
        match &self.member {
            Member::Named(ident) => names::plain(ident),
            Member::Unnamed(index) => index.index.to_string(),
        }
    }
}

/// A variant without a payload.
pub(crate) struct Variant {
    pub ident: Ident,
    pub text: String,
    /// Texts that are read as this variant from an attribute.
    pub aliases: Vec<String>,
}

/// Returns whether the texts sort in the order in which the variants are declared.
pub(crate) fn sorted(variants: &[Variant]) -> bool {
    variants.is_sorted_by(|a, b| a.text < b.text)
}
