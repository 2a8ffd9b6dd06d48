//! Which values fit which attributes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::key::{FromText, Reverse};
use crate::time::Timestamp;
use crate::ttl::Ttl;
use crate::typed::sealed::Sealed;
use crate::value::{Attribute, Binary, Number, PackedValue, Value};

/// Something that a `T` can be compared with or set to: a `T`, a `&T`, `&str` for texts, and
/// arrays and slices for lists and sets.
pub trait IntoOperand<T> {
    /// Packs the value.
    fn into_operand(self) -> Result<PackedValue, crate::EncodeError>;
    /// Returns whether items leave the value out.
    fn is_absent(&self) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl<T: Attribute> IntoOperand<T> for T {
    fn into_operand(self) -> Result<PackedValue, crate::EncodeError> {
        PackedValue::of(&self)
    }

    fn is_absent(&self) -> bool {
        Attribute::is_absent(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Attribute> IntoOperand<T> for &T {
    fn into_operand(self) -> Result<PackedValue, crate::EncodeError> {
        PackedValue::of(self)
    }

    fn is_absent(&self) -> bool {
        Attribute::is_absent(*self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromText + Attribute> IntoOperand<T> for &str {
    fn into_operand(self) -> Result<PackedValue, crate::EncodeError> {
        PackedValue::of(&T::from_text(self))
    }
}

/// A value that can stand beside the attribute `A`, which holds a `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for `{A}`, which is a `{T}`",
    label = "give a `{T}` or a `&{T}`",
    note = "whether there is a value at all is what `exists()` and `not_exists()` ask"
)]
pub trait ValueOf<A, T> {
    /// Packs the value.
    fn operand(self) -> Result<PackedValue, crate::EncodeError>;
    /// Packs the value; `None` where a place declared as `Whole` leaves it out: an empty set.
    fn stored<Whole>(self) -> Result<Option<PackedValue>, crate::EncodeError>;
}

#[diagnostic::do_not_recommend]
impl<A, T, V: IntoOperand<T>> ValueOf<A, T> for V {
    fn operand(self) -> Result<PackedValue, crate::EncodeError> {
        self.into_operand()
    }

    fn stored<Whole>(self) -> Result<Option<PackedValue>, crate::EncodeError> {
        if self.is_absent() && !is_optional::<T, Whole>() { Ok(None) } else { self.into_operand().map(Some) }
    }
}

/// Returns whether a place that holds a `T` is declared as `Option<T>`, the only `Whole` beside `T` itself. There an empty set
/// is null, since nothing is `None`.
pub(crate) fn is_optional<T, Whole>() -> bool {
    // types are equal here if their names are: an `Option` has a longer one than what it holds
    std::any::type_name::<T>() != std::any::type_name::<Whole>()
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
    /// The type of its parts.
    type Part;
}

/// Lists, for the attribute `A`.
#[diagnostic::on_unimplemented(
    message = "`{A}` is a `{Self}`, which is not a list",
    label = "`at` and `append` are for lists"
)]
pub trait Listed<A> {
    /// The type of its elements.
    type Element;
}

/// Maps, for the attribute `A`.
#[diagnostic::on_unimplemented(message = "`{A}` is a `{Self}`, which is not a map", label = "`entry` is for maps")]
pub trait Mapped<A> {
    /// The type of its entries.
    type Entry;
}

/// A value that can be added to the attribute `A`, a `T`: a number to a number, a set to a set.
pub trait Adds<A, T> {
    /// Packs the amount; `None` where there is nothing to add.
    fn packed_amount(self) -> Result<Option<PackedValue>, crate::EncodeError>
    where
        T: Attribute;
}

/// Types that ADD can change, for the attribute `A`: numbers and sets. Newtypes that are derived follow what they hold.
pub trait Addable<A>: Attribute {}

/// Sets, for the attribute `A`.
pub trait SetOf<A>: Attribute {}

macro_rules! texts {
    ($($text:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<A> Ordered<A> for $text {}
        #[diagnostic::do_not_recommend]
        impl<A> Texts<A> for $text {}
        #[diagnostic::do_not_recommend]
        impl<A> Holding<A> for $text {
            type Part = $text;
        }
    )*};
}

texts!(String, Box<str>, Arc<str>, Cow<'static, str>, Binary);

// Without bounds: what `add` changes is known only after its closure, and an impl for any type makes rustc wait for that.
#[diagnostic::do_not_recommend]
impl<A, T> Adds<A, T> for T {
    fn packed_amount(self) -> Result<Option<PackedValue>, crate::EncodeError>
    where
        T: Attribute,
    {
        amount_of(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<A, T> Adds<A, T> for &T {
    fn packed_amount(self) -> Result<Option<PackedValue>, crate::EncodeError>
    where
        T: Attribute,
    {
        amount_of(self)
    }
}

pub(super) fn amount_of<T: Attribute>(amount: &T) -> Result<Option<PackedValue>, crate::EncodeError> {
    if amount.is_absent() { Ok(None) } else { PackedValue::of(amount).map(Some) }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<A> Ordered<A> for $number {}
        #[diagnostic::do_not_recommend]
        impl<A> Addable<A> for $number {}
    )*};
}

numbers!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64, Number);

/// Any whole number can be added to any: `-1` to a `u32`.
macro_rules! mixed_amounts {
    ($($amount:ty => $($number:ty)*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl<A> Adds<A, $number> for $amount {
            fn packed_amount(self) -> Result<Option<PackedValue>, crate::EncodeError> {
                amount_of(&self)
            }
        }
    )*)*};
}

mixed_amounts! {
    u8 => u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize Number;
    u16 => u8 u32 u64 u128 usize i8 i16 i32 i64 i128 isize Number;
    u32 => u8 u16 u64 u128 usize i8 i16 i32 i64 i128 isize Number;
    u64 => u8 u16 u32 u128 usize i8 i16 i32 i64 i128 isize Number;
    usize => u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 isize Number;
    i8 => u8 u16 u32 u64 u128 usize i16 i32 i64 i128 isize Number;
    i16 => u8 u16 u32 u64 u128 usize i8 i32 i64 i128 isize Number;
    i32 => u8 u16 u32 u64 u128 usize i8 i16 i64 i128 isize Number;
    i64 => u8 u16 u32 u64 u128 usize i8 i16 i32 i128 isize Number;
    isize => u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 Number;
}

#[diagnostic::do_not_recommend]
impl<A, T, H> Addable<A> for HashSet<T, H> where HashSet<T, H>: Attribute {}
#[diagnostic::do_not_recommend]
impl<A, T> Addable<A> for BTreeSet<T> where BTreeSet<T>: Attribute {}

/// The start of a text or binary.
#[diagnostic::on_unimplemented(message = "`{Self}` is not the start of a text", label = "give a `&str`")]
pub trait Prefix: Sealed {
    /// Packs the prefix.
    fn packed_prefix(self) -> PackedValue;
}

macro_rules! text_prefixes {
    ($($text:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Prefix for $text {
            fn packed_prefix(self) -> PackedValue {
                PackedValue::text(self)
            }
        }
    )*};
}

text_prefixes!(&str, String, &String);

#[diagnostic::do_not_recommend]
impl Prefix for &Binary {
    fn packed_prefix(self) -> PackedValue {
        PackedValue::from(&Value::B(self.0.clone()))
    }
}

#[diagnostic::do_not_recommend]
impl<A> Ordered<A> for char {}
#[diagnostic::do_not_recommend]
impl<A> Ordered<A> for Timestamp {}
impl<A> Ordered<A> for Ttl {}
impl<A> Addable<A> for Ttl {}
#[diagnostic::do_not_recommend]
impl<A, T: Ordered<A>> Ordered<A> for Reverse<T> {}

#[diagnostic::do_not_recommend]
impl<A, T, H> Holding<A> for HashSet<T, H> {
    type Part = T;
}

#[diagnostic::do_not_recommend]
impl<A, T> Holding<A> for BTreeSet<T> {
    type Part = T;
}

#[diagnostic::do_not_recommend]
impl<A, T> Holding<A> for Vec<T> {
    type Part = T;
}

#[diagnostic::do_not_recommend]
impl<A, T, H> SetOf<A> for HashSet<T, H> where HashSet<T, H>: Attribute {}
#[diagnostic::do_not_recommend]
impl<A, T> SetOf<A> for BTreeSet<T> where BTreeSet<T>: Attribute {}

#[diagnostic::do_not_recommend]
impl<A, T> Listed<A> for Vec<T> {
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl<A, T, const N: usize> Listed<A> for [T; N] {
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl<A, K, T, H> Mapped<A> for HashMap<K, T, H> {
    type Entry = T;
}

#[diagnostic::do_not_recommend]
impl<A, K, T> Mapped<A> for BTreeMap<K, T> {
    type Entry = T;
}

/// Conditions and updates treat a type that wraps another as they treat the other.
mod wrapped {
    use super::{Addable, Attribute, Holding, Listed, Mapped, Ordered, SetOf, Texts};
    use crate::codec::Wraps;

    #[diagnostic::do_not_recommend]
    impl<A, T: Wraps<Inner: Ordered<A>>> Ordered<A> for T {}
    #[diagnostic::do_not_recommend]
    impl<A, T: Wraps<Inner: Texts<A>>> Texts<A> for T {}
    #[diagnostic::do_not_recommend]
    impl<A, T: Wraps<Inner: Addable<A>> + Attribute> Addable<A> for T {}
    #[diagnostic::do_not_recommend]
    impl<A, T: Wraps<Inner: SetOf<A>> + Attribute> SetOf<A> for T {}
    #[diagnostic::do_not_recommend]
    impl<A, T: Wraps<Inner: Holding<A>>> Holding<A> for T {
        type Part = <T::Inner as Holding<A>>::Part;
    }
    #[diagnostic::do_not_recommend]
    impl<A, T: Wraps<Inner: Listed<A>>> Listed<A> for T {
        type Element = <T::Inner as Listed<A>>::Element;
    }
    #[diagnostic::do_not_recommend]
    impl<A, T: Wraps<Inner: Mapped<A>>> Mapped<A> for T {
        type Entry = <T::Inner as Mapped<A>>::Entry;
    }
}

/// A value whose type is not known at compile time can be anything; DynamoDB judges.
mod dynamic {
    use super::{Addable, Holding, Listed, Mapped, Ordered, Texts, Value};

    #[diagnostic::do_not_recommend]
    impl<A> Ordered<A> for Value {}
    #[diagnostic::do_not_recommend]
    impl<A> Texts<A> for Value {}
    #[diagnostic::do_not_recommend]
    impl<A> Holding<A> for Value {
        type Part = Value;
    }
    #[diagnostic::do_not_recommend]
    impl<A> Addable<A> for Value {}
    #[diagnostic::do_not_recommend]
    impl<A> Listed<A> for Value {
        type Element = Value;
    }
    #[diagnostic::do_not_recommend]
    impl<A> Mapped<A> for Value {
        type Entry = Value;
    }
}
