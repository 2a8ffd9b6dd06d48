//! The rules that the compiler enforces, as traits whose texts are its messages.
//!
//! `part` holds which types can be in keys, `query` what a query can reach, `value` which values fit which attributes and `place` where they go, `update` what an update may change, `transact` what batches and transactions take. The
//! user's types are parameters of the traits; the states in between have plain names.

mod part;
mod place;
mod query;
mod transact;
mod update;
mod value;

pub use part::{StoredKeyType, TextKeyType};
pub use place::{Extends, Fills, Grows, Shrinks, Takes};
pub use query::{
    Advance, AllowsScan, Anywhere, Carried, CarriesWhole, Consistent, CursorFor, Eventual, FilterBy, Holds, InKeyOnly,
    LaidOutAs, PartsGiven, QueryPlan, Ranged, Reaches, Strong, in_layout,
};
pub use transact::{IntoOp, KeyList, Ops, PutBlindly};
pub use update::{
    AnyUse, CanAdd, CanGive, CanRemove, CanSet, Defaulted, FieldRules, Fixed, Give, Given, InKeyPart, InPlace,
    IndexPart, KeepsKeys, KnownBeside, LockVersion, MayBeMissing, Missing, Open, OrGiven, Plain, PrimaryKey, Ruled,
    SetTo, Slot, Untracked,
};
pub use value::{
    Addable, Adds, Comparable, Holding, IntoOperand, Listed, Mapped, Ordered, Prefix, SetOf, Texts, ValueOf,
};
