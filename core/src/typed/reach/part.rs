//! Which types can be in keys.
//!
//! Generated code names a type that is used in a key only through these traits. So a type that cannot be in a key is one error,
//! at the field, instead of one for every use.

use crate::key::{KeyPart, KeyValue};
use crate::value::Attribute;

/// A type whose values can be parts of a composed key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of a key",
    label = "not a type for keys",
    note = "derive `monotable::KeyPart` for a newtype or a field-less enum, or implement it",
    note = "sets, maps and lists have no order; an optional part is an `Option` on the field itself, in a `sparse` index"
)]
pub trait TextKeyType {
    /// The type itself.
    type Part: KeyPart;
}

#[diagnostic::do_not_recommend]
impl<T: KeyPart> TextKeyType for T {
    type Part = T;
}

/// A type whose values can be a key attribute as they are stored.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key attribute",
    label = "not a type for keys",
    note = "a key attribute is a text, a number or a binary; derive `monotable::KeyPart` for a newtype or a field-less enum"
)]
pub trait StoredKeyType {
    /// The type itself.
    type Part: Attribute + KeyValue;
}

#[diagnostic::do_not_recommend]
impl<T: Attribute + KeyValue> StoredKeyType for T {
    type Part = T;
}
