//! Which values fit which attributes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::codec::{Attribute, Binary};
use crate::entity::NestedField;
use crate::key::Reverse;
use crate::time::Timestamp;
use crate::value::{Number, PackedValue, Value};

/// Something that a `T` can be compared with or set to: a `T`, a `&T`, and `&str` for texts.
pub trait IntoOperand<T> {
    /// The packed value.
    fn into_operand(self) -> Result<PackedValue, crate::EncodeError>;
}

impl<T: Attribute> IntoOperand<T> for T {
    fn into_operand(self) -> Result<PackedValue, crate::EncodeError> {
        PackedValue::of(&self)
    }
}

impl<T: Attribute> IntoOperand<T> for &T {
    fn into_operand(self) -> Result<PackedValue, crate::EncodeError> {
        PackedValue::of(self)
    }
}

macro_rules! text_operands {
    ($($text:ty),*) => {$(
        impl IntoOperand<$text> for &str {
            fn into_operand(self) -> Result<PackedValue, crate::EncodeError> {
                Ok(PackedValue::text(self))
            }
        }
    )*};
}

text_operands!(String, Box<str>, Arc<str>, Cow<'static, str>);

/// A value that can stand beside the attribute `A`, which holds a `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for `{A}`, which is a `{T}`",
    label = "give a `{T}` or a `&{T}`"
)]
pub trait ValueOf<A, T> {
    /// The packed value.
    fn operand(self) -> Result<PackedValue, crate::EncodeError>;
}

#[diagnostic::do_not_recommend]
impl<A, T, V: IntoOperand<T>> ValueOf<A, T> for V {
    fn operand(self) -> Result<PackedValue, crate::EncodeError> {
        self.into_operand()
    }
}

/// Types of attributes whose values can be compared with each other: the same type.
#[diagnostic::on_unimplemented(
    message = "an attribute that is a `{Self}` cannot be compared with one that is a `{T}`",
    label = "both attributes must have one type"
)]
pub trait Comparable<T> {}

#[diagnostic::do_not_recommend]
impl<T> Comparable<T> for T {}

/// Types with an order in DynamoDB, for the attribute `A`: texts, numbers and binaries. `derive(KeyPart)` and, for newtypes,
/// `derive(Attribute)` implement it; write `impl<A> Ordered<A> for MyType {}` for a type of your own.
#[diagnostic::on_unimplemented(
    message = "`{A}` is a `{Self}`, which DynamoDB cannot put in order",
    label = "compare it with `eq` or `ne`",
    note = "texts, numbers and binaries have an order"
)]
pub trait Ordered<A> {}

/// Types that are stored as text, for the attribute `A`; see [`Ordered`] for how a type of your own becomes one.
#[diagnostic::on_unimplemented(
    message = "`{A}` is a `{Self}`, which is not a text to start with something",
    label = "`starts_with` is for texts and binaries"
)]
pub trait Texts<A> {}

/// Types that can hold others, for the attribute `A`: texts, sets and lists.
#[diagnostic::on_unimplemented(
    message = "`{A}` is a `{Self}`, which cannot contain anything",
    label = "`contains` is for texts, sets and lists"
)]
pub trait Holding<A> {
    /// What it can contain.
    type Part;
}

/// Lists, for the attribute `A`.
#[diagnostic::on_unimplemented(
    message = "`{A}` is a `{Self}`, which is not a list",
    label = "`at` and `append` are for lists"
)]
pub trait Listed<A> {
    /// What the list holds.
    type Element;
}

/// Maps, for the attribute `A`.
#[diagnostic::on_unimplemented(message = "`{A}` is a `{Self}`, which is not a map", label = "`entry` is for maps")]
pub trait Mapped<A> {
    /// What the map holds.
    type Entry;
}

/// What can be added to the attribute `A`, a `T`: a number to a number, a set to a set.
#[diagnostic::on_unimplemented(
    message = "`{A}` is a `{T}`, to which `{Self}` cannot be added",
    label = "`add` is for numbers and sets",
    note = "use `set` for any other attribute; a newtype over a number is one too"
)]
pub trait Adds<A, T> {
    /// The packed amount; `None` where there is nothing to add.
    fn amount(self) -> Result<Option<PackedValue>, crate::EncodeError>;
}

/// Sets, for the attribute `A`.
#[diagnostic::on_unimplemented(
    message = "`{A}` is a `{Self}`, which is not a set",
    label = "`delete` takes members out of a set"
)]
pub trait SetOf<A> {}

/// The place of an element of a list.
pub type ElementOf<A, L, Use> = NestedField<A, <L as Listed<A>>::Element, Use, Option<<L as Listed<A>>::Element>>;

/// The place of an entry of a map.
pub type EntryOf<A, M, Use> = NestedField<A, <M as Mapped<A>>::Entry, Use, Option<<M as Mapped<A>>::Entry>>;

macro_rules! texts {
    ($($text:ty),*) => {$(
        impl<A> Ordered<A> for $text {}
        impl<A> Texts<A> for $text {}
        impl<A> Holding<A> for $text {
            type Part = $text;
        }
    )*};
}

texts!(String, Box<str>, Arc<str>, Cow<'static, str>, Binary);

/// Whole numbers: any can be added to any, so that `-1` can be added to a `u32`.
pub trait WholeNumber: Attribute {}

impl<A, T: WholeNumber, V: WholeNumber> Adds<A, T> for V {
    fn amount(self) -> Result<Option<PackedValue>, crate::EncodeError> {
        PackedValue::of(&self).map(Some)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl<A> Ordered<A> for $number {}
        impl WholeNumber for $number {}
    )*};
}

numbers!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

macro_rules! fractions {
    ($($number:ty),*) => {$(
        impl<A> Ordered<A> for $number {}
        impl<A> Adds<A, $number> for $number {
            fn amount(self) -> Result<Option<PackedValue>, crate::EncodeError> {
                PackedValue::of(&self).map(Some)
            }
        }
    )*};
}

fractions!(f32, f64, Number);

fn members<T: Attribute>(set: &T) -> Result<Option<PackedValue>, crate::EncodeError> {
    if set.is_absent() { Ok(None) } else { PackedValue::of(set).map(Some) }
}

impl<A, T, H> Adds<A, HashSet<T, H>> for HashSet<T, H>
where
    HashSet<T, H>: Attribute,
{
    fn amount(self) -> Result<Option<PackedValue>, crate::EncodeError> {
        members(&self)
    }
}

impl<A, T, H> Adds<A, HashSet<T, H>> for &HashSet<T, H>
where
    HashSet<T, H>: Attribute,
{
    fn amount(self) -> Result<Option<PackedValue>, crate::EncodeError> {
        members(self)
    }
}

impl<A, T> Adds<A, BTreeSet<T>> for &BTreeSet<T>
where
    BTreeSet<T>: Attribute,
{
    fn amount(self) -> Result<Option<PackedValue>, crate::EncodeError> {
        members(self)
    }
}

impl<A, T> Adds<A, BTreeSet<T>> for BTreeSet<T>
where
    BTreeSet<T>: Attribute,
{
    fn amount(self) -> Result<Option<PackedValue>, crate::EncodeError> {
        members(&self)
    }
}

impl<A> Ordered<A> for char {}
impl<A> Ordered<A> for Timestamp {}
impl<A, T: Ordered<A>> Ordered<A> for Reverse<T> {}

impl<A, T, H> Holding<A> for HashSet<T, H> {
    type Part = T;
}

impl<A, T> Holding<A> for BTreeSet<T> {
    type Part = T;
}

impl<A, T> Holding<A> for Vec<T> {
    type Part = T;
}

impl<A, T, H> SetOf<A> for HashSet<T, H> {}
impl<A, T> SetOf<A> for BTreeSet<T> {}

impl<A, T> Listed<A> for Vec<T> {
    type Element = T;
}

impl<A, T, const N: usize> Listed<A> for [T; N] {
    type Element = T;
}

impl<A, K, T, H> Mapped<A> for HashMap<K, T, H> {
    type Entry = T;
}

impl<A, K, T> Mapped<A> for BTreeMap<K, T> {
    type Entry = T;
}

/// A value whose type is not known at compile time can be anything; DynamoDB judges.
mod dynamic {
    use super::{Adds, Holding, Listed, Mapped, Ordered, Texts, Value};

    impl<A> Ordered<A> for Value {}
    impl<A> Texts<A> for Value {}
    impl<A> Holding<A> for Value {
        type Part = Value;
    }
    impl<A> Adds<A, Value> for Value {
        fn amount(self) -> Result<Option<super::PackedValue>, crate::EncodeError> {
            super::PackedValue::of(&self).map(Some)
        }
    }
    impl<A> Listed<A> for Value {
        type Element = Value;
    }
    impl<A> Mapped<A> for Value {
        type Entry = Value;
    }
}
