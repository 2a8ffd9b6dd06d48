//! The rules that the compiler enforces, as traits whose texts are its messages.
//!
//! `part` holds which types can be in keys, `query` what a query can reach, `value` which values fit which attributes, `update` what an update may change. The
//! user's types are parameters of the traits; the states in between have plain names.

mod part;
mod query;
mod update;
mod value;

pub use part::{StoredKeyType, TextKeyType};
pub use query::{
    Advance, AllowsScan, Anywhere, Carried, CarriesWhole, Consistent, CursorFor, Eventual, FilterBy, Holds, InKeyOnly,
    LaidOutAs, Parts, QueryPlan, Ranged, Strong,
};
pub use update::{
    AnyUse, CanAdd, CanGive, CanRemove, CanSet, Defaulted, FieldRules, Fixed, Give, Given, InKeyPart, InPlace,
    IndexPart, KeepsKeys, LockVersion, MayBeMissing, Missing, Open, OrGiven, Plain, PrimaryKey, Ruled, SetTo, Slot,
    Untracked,
};
pub use value::{
    Addable, Adds, Comparable, ElementOf, EntryOf, Holding, IntoOperand, Listed, Mapped, Ordered, Prefix, SetOf, Texts,
    ValueOf,
};
