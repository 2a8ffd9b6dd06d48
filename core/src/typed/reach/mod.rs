//! The rules that the compiler enforces, as traits whose texts are its messages.
//!
//! `rules` says what may be done with an attribute; `part` holds which types can be in keys, `query` what a query can reach and
//! `collection` what it can read into one struct, `value` which values fit which attributes, `elements` arrays and slices among
//! them, and `place` where they go, `update` what an update may change and `computed` what it computes, `transact` what batches and
//! transactions take. The user's types are parameters of the traits; the states in between have plain names.

mod collection;
mod computed;
mod elements;
mod part;
mod place;
mod query;
mod rest;
mod rules;
mod transact;
mod update;
mod value;

pub use collection::{Access, LoadedBy, Loads, MemberOf, many_members, one_member};
pub use computed::{Computes, Counts, SameType, Term};
pub use part::{HasMember, MemberPart, StoredKeyType, Switches, TextKeyType, only_if};
pub use place::{Extends, Fills, Grows, Shrinks, Takes};
pub use query::{
    Advance, AllowsScan, Carried, CarriesEverything, CarriesWhole, Consistent, CursorFor, Eventual, Everything,
    FilterBy, FilteredBy, HasEverything, Holds, KeysOnly, LaidOutAs, Paged, PartitionOf, PartsGiven, QueryPlan, Ranged,
    Reaches, Strong, Whole, Yields, in_layout,
};
pub use rest::RestOfItem;
pub use rules::{
    AnyUse, Anywhere, Defaulted, FieldRules, Fixed, InKeyOnly, InKeyPart, InPlace, IndexPart, LockVersion, Missing,
    Plain, PrimaryKey, Ruled, Slot, Untracked,
};
pub use transact::{IntoOp, KeyList, Ops, PutBlindly};
pub use update::{
    CanAdd, CanGive, CanRemove, CanSet, ChangedAt, Checked, Entire, Give, Given, Inside, KeepsKeys, KnownBeside,
    MayBeMissing, Member, OldOf, Open, OrGiven, SetSome, SetTo,
};
pub(crate) use value::is_optional;
pub use value::{
    Addable, Adds, Comparable, Holding, IntoOperand, Listed, Mapped, Ordered, Prefix, SetOf, Texts, ValueOf,
};
