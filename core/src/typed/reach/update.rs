//! Rules for updates.

use std::collections::{BTreeSet, HashSet};
use std::marker::PhantomData;

use super::rules::{
    Defaulted, Fixed, InKeyPart, InPlace, IndexPart, LockVersion, Missing, PrimaryKey, Slot, Untracked,
};
use crate::error::{Error, ErrorKind};
use crate::key::FromText;
use crate::typed::sealed::Sealed;
use crate::typed::{Entity, codec};
use crate::value::Item;

/// The attribute `A` can be set.
#[diagnostic::on_unimplemented(
    message = "`{A}` cannot be set by an update: it is a field of kind `{Self}`",
    label = "leave `{A}` out",
    note = "an item keeps its primary key: put it under the new key and delete the old one",
    note = "the version of an optimistic lock counts by itself, and a field that goes through serde is written by `put`"
)]
pub trait CanSet<A>: Sealed {}

#[diagnostic::do_not_recommend]
impl<A> CanSet<A> for InPlace {}

#[diagnostic::do_not_recommend]
impl<A> CanSet<A> for IndexPart {}

/// The attribute `A` can be changed in place, without knowing its value.
#[diagnostic::on_unimplemented(
    message = "`{A}` cannot be changed in place: it is a field of kind `{Self}`",
    label = "`add`, `append`, `prepend`, `delete`, `set_to` and `set_if_missing` are for attributes outside of keys",
    note = "a part of an index key takes `.set(..)` with its new value; the version of an optimistic lock counts by itself"
)]
pub trait CanAdd<A>: Sealed {}

#[diagnostic::do_not_recommend]
impl<A> CanAdd<A> for InPlace {}

/// The attribute `A` has a stored value that a condition can ask for.
#[diagnostic::on_unimplemented(
    message = "`given` cannot supply `{A}`: it is a field of kind `{Self}`",
    label = "use `.set(..)`, or start from a loaded entity with `edit()`",
    note = "the parts of the primary key are known already, and a field that is `in_key` has no attribute to ask for"
)]
pub trait CanGive<A>: Sealed {}

#[diagnostic::do_not_recommend]
impl<A> CanGive<A> for IndexPart {}

#[diagnostic::do_not_recommend]
impl<A> CanGive<A> for InPlace {}

#[diagnostic::do_not_recommend]
impl<A> CanSet<A> for InKeyPart {}

/// The attribute `A`, a `T`, can be removed.
#[diagnostic::on_unimplemented(
    message = "`{A}` is required and cannot be removed",
    label = "the entity could not be read without it",
    note = "make the field an `Option`, or give it `#[attr(default)]`; what is part of the primary key stays"
)]
pub trait CanRemove<A, T>: Sealed {}

#[diagnostic::do_not_recommend]
impl<A, T> CanRemove<A, T> for Defaulted {}

#[diagnostic::do_not_recommend]
impl<A, T: MayBeMissing> CanRemove<A, T> for Missing {}

/// Types of attributes that an item can be without, and that are removed when they are set to `None`.
pub trait MayBeMissing: Sealed {}

impl<T> Sealed for Option<T> {}
impl<T, H> Sealed for HashSet<T, H> {}
impl<T> Sealed for BTreeSet<T> {}

impl<T> MayBeMissing for Option<T> {}

impl<T, H> MayBeMissing for HashSet<T, H> {}

impl<T> MayBeMissing for BTreeSet<T> {}

/// An element of a list or an entry of a map, a `T`: it is removed with `remove`, and set to nothing but a `T`, since a place in the
/// middle of a list stays when its value is `None`.
pub struct Member<T>(PhantomData<fn() -> T>);

#[diagnostic::do_not_recommend]
impl<A, T> CanRemove<A, Member<T>> for Missing {}

/// A change that reaches the attribute `A` as a whole, or a place inside it where no key is computed from the whole.
#[diagnostic::on_unimplemented(
    message = "a place inside `{A}` cannot be changed alone: keys of indexes are computed from `{A}`",
    label = "set the whole of `{A}`",
    note = "then the keys are written again in the same request"
)]
pub trait ChangedAt<A, Depth> {}

#[diagnostic::do_not_recommend]
impl<A> ChangedAt<A, Entire> for IndexPart {}

#[diagnostic::do_not_recommend]
impl<A> ChangedAt<A, Entire> for InKeyPart {}

#[diagnostic::do_not_recommend]
impl<A, Depth> ChangedAt<A, Depth> for InPlace {}

// What cannot be changed at all has words of its own.
#[diagnostic::do_not_recommend]
impl<A, Depth> ChangedAt<A, Depth> for PrimaryKey {}

#[diagnostic::do_not_recommend]
impl<A, Depth> ChangedAt<A, Depth> for LockVersion {}

#[diagnostic::do_not_recommend]
impl<A, Depth> ChangedAt<A, Depth> for Fixed {}

/// The depth of a place that is a whole attribute.
pub struct Entire(PhantomData<()>);

/// The depth of a place inside an attribute.
pub struct Inside(PhantomData<()>);

/// A value that the attribute `A`, a `T`, can be set to: a value, or an `Option` of one where the attribute may be missing.
pub trait SetTo<A, T, Whole> {
    /// Passes the value on; `None` is what a put stores for it.
    fn with<R>(self, take: impl FnOnce(Option<&T>) -> R) -> R;
}

#[diagnostic::do_not_recommend]
impl<A, T, Whole> SetTo<A, T, Whole> for T {
    fn with<R>(self, take: impl FnOnce(Option<&T>) -> R) -> R {
        take(Some(&self))
    }
}

#[diagnostic::do_not_recommend]
impl<A, T, Whole> SetTo<A, T, Whole> for &T {
    fn with<R>(self, take: impl FnOnce(Option<&T>) -> R) -> R {
        take(Some(self))
    }
}

#[diagnostic::do_not_recommend]
impl<A, T, Whole: MayBeMissing> SetTo<A, T, Whole> for Option<T> {
    fn with<R>(self, take: impl FnOnce(Option<&T>) -> R) -> R {
        take(self.as_ref())
    }
}

#[diagnostic::do_not_recommend]
impl<A, T: FromText, Whole> SetTo<A, T, Whole> for &str {
    fn with<R>(self, take: impl FnOnce(Option<&T>) -> R) -> R {
        take(Some(&T::from_text(self)))
    }
}

/// State of a part of an index key in an update: it has a value.
pub struct Given(PhantomData<()>);

impl Sealed for Given {}

/// State of a part of an index key in an update: nothing is known of it.
pub struct Open(PhantomData<()>);

impl Sealed for Open {}

/// States of the parts of index keys, and what becomes of them when the attribute at `Place` is given.
pub trait Give<Place>: Sealed {
    /// The states afterwards.
    type After;
}

impl<States: Sealed> Give<Untracked> for States {
    type After = States;
}

/// States of an update whose index keys are looked at when its request is built: see [`Update::checked`](crate::Update::checked).
pub struct Checked(PhantomData<()>);

impl Sealed for Checked {}

impl<const PLACE: usize> Give<Slot<PLACE>> for Checked {
    type After = Self;
}

impl<E: Entity> KeepsKeys<Checked> for E {}

/// The place of the attribute `A` in an update whose states are `States`, and which sets it or leaves it alone as a value at run
/// time says.
#[diagnostic::on_unimplemented(
    message = "whether this update sets `{A}` is only known when it runs, and an index key has `{A}` beside other parts",
    label = "the index key could be stale",
    note = "write `.checked()` before this: what an index key needs is then looked at when the request is built, and what is missing is an error that names it"
)]
pub trait SetSome<States, A>: Sealed {}

#[diagnostic::do_not_recommend]
impl<States, A> SetSome<States, A> for Untracked {}

#[diagnostic::do_not_recommend]
impl<const PLACE: usize, A> SetSome<Checked, A> for Slot<PLACE> {}

macro_rules! give {
    ($(($($before:ident)*) $place:literal ($($after:ident)*);)*) => {$(
        impl<$($before,)* S, $($after,)*> Give<Slot<$place>> for ($($before,)* S, $($after,)*) {
            type After = ($($before,)* Given, $($after,)*);
        }
    )*};
}

give! {
    () 0 ();
    () 0 (B); (A) 1 ();
    () 0 (B C); (A) 1 (C); (A B) 2 ();
    () 0 (B C D); (A) 1 (C D); (A B) 2 (D); (A B C) 3 ();
    () 0 (B C D E); (A) 1 (C D E); (A B) 2 (D E); (A B C) 3 (E); (A B C D) 4 ();
    () 0 (B C D E F); (A) 1 (C D E F); (A B) 2 (D E F); (A B C) 3 (E F); (A B C D) 4 (F); (A B C D E) 5 ();
    () 0 (B C D E F G); (A) 1 (C D E F G); (A B) 2 (D E F G); (A B C) 3 (E F G); (A B C D) 4 (F G);
    (A B C D E) 5 (G); (A B C D E F) 6 ();
    () 0 (B C D E F G H); (A) 1 (C D E F G H); (A B) 2 (D E F G H); (A B C) 3 (E F G H); (A B C D) 4 (F G H);
    (A B C D E) 5 (G H); (A B C D E F) 6 (H); (A B C D E F G) 7 ();
}

/// `Given` if one of two states is.
pub trait OrGiven<Other>: Sealed {
    /// The result.
    type Either;
}

impl<Other> OrGiven<Other> for Given {
    type Either = Given;
}

impl<Other> OrGiven<Other> for Open {
    type Either = Other;
}

/// The state of one part of an index key beside what is known of the others: nothing is known of any, or it is given.
pub trait KnownBeside<Others>: Sealed {}

impl<Others> KnownBeside<Others> for Given {}

impl KnownBeside<Open> for Open {}

/// An update of this entity that leaves the parts of its index keys in these states keeps every index key right.
#[diagnostic::on_unimplemented(
    message = "an update of `{Self}` in the states `{States}` would leave an index key stale",
    label = "an index key of `{Self}` is only partly known here"
)]
pub trait KeepsKeys<States> {}

/// The entity before an update of `E`: an `E`, or an `Option` of one where the update may have created it.
pub trait OldOf<E>: Sized + Send + 'static {
    /// Reads what came back.
    fn old(item: Option<&Item>) -> Result<Self, Error>;
}

impl<E: Entity> OldOf<E> for E {
    fn old(item: Option<&Item>) -> Result<Self, Error> {
        codec::returned(item)?.ok_or_else(|| {
            let error = Error::new(ErrorKind::Service, "the update came back without the item that it changed");
            error.with_entity(E::SCHEMA.describe()).applied()
        })
    }
}

impl<E: Entity> OldOf<E> for Option<E> {
    fn old(item: Option<&Item>) -> Result<Self, Error> {
        codec::returned(item)
    }
}
