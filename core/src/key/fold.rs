//! Texts whose case does not matter in keys, and texts of types that are no key parts themselves.

use std::fmt::Display;
use std::str::FromStr;

use super::{Fold, KeyPart, PartShape, TextPart};

impl PartShape {
    /// Returns the shape of a text of this shape whose case is folded.
    #[doc(hidden)]
    #[must_use]
    pub const fn in_case<T: Folds>(self, fold: Fold) -> Self {
        self.folded(fold)
    }
}

/// A type that has a text, which a newtype with `#[key_part(text)]` has in keys and attributes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no text to be a key part by",
    label = "needs `Display` and `FromStr`",
    note = "`#[key_part(text)]` writes the value by `Display` and reads it by `FromStr`; leave `text` out around a type that is a key part itself"
)]
pub trait TextForm {
    /// The type itself.
    type Itself: Display + FromStr;
}

#[diagnostic::do_not_recommend]
impl<T: Display + FromStr> TextForm for T {
    type Itself = T;
}

/// A text, whose case a newtype with `#[key_part(fold = "..")]` folds in keys.
#[diagnostic::on_unimplemented(
    message = "`fold` is for texts, and `{Self}` is not one",
    label = "has no case to fold",
    note = "`#[key_part(fold = \"..\")]` stands on a newtype around a text, such as a `String`"
)]
pub trait Folds: KeyPart {}

#[diagnostic::do_not_recommend]
impl<T: KeyPart + TextPart> Folds for T {}
