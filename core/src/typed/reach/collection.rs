//! Rules for collections.

use crate::plan::Holder;
use crate::schema::{CollectionSchema, MemberKind};
use crate::typed::collection::{Member, Parts, Several, Single};
use crate::typed::{Collection, Entity};

use super::query::{Holds, QueryPlan};

/// `Self` can be a member of a collection of the table `T`: an entity of it, or a collection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a member of a collection of the table `{T}`",
    label = "neither an entity of `{T}` nor a collection",
    note = "an entity is named in the enum `{T}`; a struct of several kinds of items has `#[derive(monotable::Collection)]` with the same `table`",
    note = "a member is one of them alone, in an `Option` or in a `Vec`"
)]
pub trait MemberOf<T>: Member {}

#[diagnostic::do_not_recommend]
impl<T: Holds<E>, E: Entity> MemberOf<T> for E {}

/// The access pattern `Self`, with as many parts of its sort key as the collection `C` needs, loads it from the table `T`.
#[diagnostic::on_unimplemented(
    message = "`{C}` is not loaded by `{Self}` from the table `{T}`",
    label = "another access pattern, or too few or too many parts of its sort key",
    note = "a collection has `#[derive(monotable::Collection)]`, and its `by` names the access pattern; where the item that it reaches is a member, all parts of its sort key are given, otherwise none"
)]
pub trait Loads<C, T>: QueryPlan {
    /// The members of the collection while they are read.
    type Parts: Parts<Whole = C>;
    /// The collection as data.
    const SCHEMA: &'static CollectionSchema;
}

#[diagnostic::do_not_recommend]
impl<Plan: QueryPlan, C: LoadedBy<Plan, T>, T> Loads<C, T> for Plan {
    type Parts = C::Parts;
    const SCHEMA: &'static CollectionSchema = C::SCHEMA;
}

/// The collection `Self` is read from the table `T` by the access pattern `Plan`.
pub trait LoadedBy<Plan: QueryPlan, T>: Collection {}
/// A member of a collection: what it is made of, and how its slot takes items.
pub struct Access<S> {
    /// What it is made of.
    pub kind: MemberKind,
    /// Returns the slot as what takes items.
    pub holder: fn(&mut S) -> &mut dyn Holder,
}

/// Returns the access to a member of which there is one. What is no member is one error, here.
#[must_use]
pub const fn one_member<T, M: MemberOf<T>>() -> Access<Single<M>> {
    Access { kind: M::KIND, holder: |slot| slot }
}

/// Returns the access to a member of which there are many.
#[must_use]
pub const fn many_members<T, M: MemberOf<T>>() -> Access<Several<M>> {
    Access { kind: M::KIND, holder: |slot| slot }
}
