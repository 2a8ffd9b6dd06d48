//! Types that are stored as the value that they wrap.

use std::borrow::Cow;

use super::{MapKey, SetMember};
use crate::key::FromText;
use crate::value::{Attribute, SetKind};

/// A type that is stored as the value it wraps: the derives `Attribute` and `KeyPart` implement it for tuple structs around
/// one value. What the value can do in sets and maps, in conditions and in updates, the type can do too.
pub trait Wraps: Sized {
    /// The type of the value.
    type Inner;
    /// Returns the value.
    fn inner(&self) -> &Self::Inner;
    /// Returns the value, wrapped.
    fn wrap(inner: Self::Inner) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Wraps<Inner: SetMember> + Attribute> SetMember for T {
    const KIND: SetKind = <T::Inner as SetMember>::KIND;
}

#[diagnostic::do_not_recommend]
impl<T: Wraps<Inner: FromText>> FromText for T {
    fn from_text(text: &str) -> Self {
        T::wrap(T::Inner::from_text(text))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Wraps<Inner: MapKey>> MapKey for T {
    fn as_name(&self) -> Cow<'_, str> {
        self.inner().as_name()
    }

    fn from_name(name: &str) -> Option<Self> {
        T::Inner::from_name(name).map(T::wrap)
    }
}
