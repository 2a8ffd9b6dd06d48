//! Which types can be in keys.
//!
//! Generated code names a type that is used in a key only through these traits. So a type that cannot be in a key is one error,
//! at the field, instead of one for every use.

use crate::key::{KeyPart, KeyValue};
use crate::typed::sealed::Sealed;
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

/// A nested struct with a member that a key can have as a part: `{repo.owner}`. `NAME` is the hash of the member's name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no member of this name that a key could have as a part",
    label = "no such member of `{Self}`",
    note = "members are the stored fields of a struct with `#[derive(Attribute)]` that are as visible as the struct; what is \
            optional cannot be gone into"
)]
pub trait HasMember<const NAME: u64> {
    /// The member's type.
    type Member;
    /// Returns the member.
    fn member(&self) -> &Self::Member;
}

/// A part of a key that is a member of a nested struct. Derived, for the marker of the part.
pub trait MemberPart {
    /// The type of the field.
    type Root;
    /// The type of the member.
    type Member;
    /// Returns the member.
    fn get(root: &Self::Root) -> &Self::Member;
}

/// A field that decides by its value whether an item is in an index: `only_if`.
#[diagnostic::on_unimplemented(
    message = "`only_if` cannot tell from a `{Self}` whether an item is in the index",
    label = "neither a `bool` nor an `Option`",
    note = "for another question, compute the answer: `#[entity(part(is_open: bool = |o| o.status == Status::Open))]`, and `only_if = is_open`"
)]
pub trait Switches: Sealed {
    /// Returns whether the item is in the index.
    fn is_on(&self) -> bool;
}

impl Sealed for bool {}

#[diagnostic::do_not_recommend]
impl Switches for bool {
    fn is_on(&self) -> bool {
        *self
    }
}

#[diagnostic::do_not_recommend]
impl<T> Switches for Option<T> {
    fn is_on(&self) -> bool {
        self.is_some()
    }
}

/// Returns nothing where an item is not in an index.
pub fn only_if<T: Switches>(value: &T) -> Option<()> {
    value.is_on().then_some(())
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
