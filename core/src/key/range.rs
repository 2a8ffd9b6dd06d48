//! Conditions on one part of a key.

use std::borrow::{Borrow, Cow};
use std::ops::{Bound, Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};
use std::sync::Arc;

use super::{FixedWidth, KeyValue, OrderedPart, Reverse, TextPart};

/// The condition on one part, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PartRange<V> {
    /// This value.
    Value(V),
    /// From here to there.
    Range(Bound<V>, Bound<V>),
    /// Texts that start with this one.
    StartsWith(String),
}

/// One value for a key part of type `T`: a `T`, a `&T`, and a `&str` for a text.
#[diagnostic::on_unimplemented(message = "`{Self}` is no value for a key part of type `{T}`", label = "expected `{T}`")]
pub trait PartValue<T>: Sized {
    /// The type that holds the value.
    type Held: Borrow<T>;

    /// Returns the value.
    fn hold(self) -> Self::Held;
}

/// A condition on a key part of type `T`: one value, any of Rust's ranges, [`after`] and [`starts_with`], or an `Option` of
/// one of those, where `None` is no condition. `A` names the field of the part in the compiler's messages.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition on the key part `{A}`, which is a `{T}`",
    label = "expected a `{T}` or a range of them",
    note = "write a value, `a..b`, `a..=b`, `a..`, `..b`, `..=b` or `after(a)`; `starts_with(..)` is for texts, ranges are for types that sort in a key as their values do"
)]
pub trait IntoPartRange<T, A = ()>: Sized {
    /// The type that holds the bounds.
    type Held: Borrow<T>;

    /// [`One`] value, after which the next part can follow, or [`Many`].
    type Shape: RangeShape;

    /// Returns the condition as data.
    fn into_range(self) -> PartRange<Self::Held>;
}

/// [`One`] or [`Many`].
pub trait RangeShape: sealed::Sealed {}

/// A condition that one value meets: the next part can follow.
#[derive(Clone, Copy, Debug)]
pub enum One {}

/// A condition that several values meet: no part can follow.
#[derive(Clone, Copy, Debug)]
pub enum Many {}

impl RangeShape for One {}
impl RangeShape for Many {}

/// Everything behind a value; made by [`after`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After<V>(pub V);

/// Texts that start with a text; made by [`starts_with`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartsWith(pub String);

/// Returns the range of everything behind a value, without the value: `.placed_at(after(last_seen))`.
pub fn after<V>(value: V) -> After<V> {
    After(value)
}

/// Texts that start with a text: `.sku(starts_with("BOOK-"))`.
pub fn starts_with(text: impl Into<String>) -> StartsWith {
    StartsWith(text.into())
}

#[diagnostic::do_not_recommend]
impl<T: KeyValue> PartValue<T> for T {
    type Held = T;

    fn hold(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: KeyValue> PartValue<T> for &'a T {
    type Held = &'a T;

    fn hold(self) -> &'a T {
        self
    }
}

/// A part that is stored in reverse is asked for by its own value.
#[diagnostic::do_not_recommend]
impl<T: FixedWidth> PartValue<Reverse<T>> for T {
    type Held = Reverse<T>;

    fn hold(self) -> Reverse<T> {
        Reverse(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: KeyValue, A> IntoPartRange<T, A> for T {
    type Held = T;
    type Shape = One;

    fn into_range(self) -> PartRange<T> {
        PartRange::Value(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: KeyValue, A> IntoPartRange<T, A> for &'a T {
    type Held = &'a T;
    type Shape = One;

    fn into_range(self) -> PartRange<&'a T> {
        PartRange::Value(self)
    }
}

/// A part that is stored in reverse is asked for by its own value.
#[diagnostic::do_not_recommend]
impl<T: FixedWidth, A> IntoPartRange<Reverse<T>, A> for T {
    type Held = Reverse<T>;
    type Shape = One;

    fn into_range(self) -> PartRange<Reverse<T>> {
        PartRange::Value(Reverse(self))
    }
}

/// Types that are made of a text whatever it says: std's, and the newtypes of them that are derived. A `&str` stands for one.
pub trait FromText: Sized {
    /// Makes the value.
    fn from_text(text: &str) -> Self;
}

macro_rules! texts {
    ($($text:ty),*) => {$(
        impl FromText for $text {
            fn from_text(text: &str) -> Self {
                Self::from(text.to_owned())
            }
        }
    )*};
}

texts!(String, Box<str>, Arc<str>, Cow<'static, str>);

#[diagnostic::do_not_recommend]
impl<T: FromText + KeyValue> PartValue<T> for &str {
    type Held = T;

    fn hold(self) -> T {
        T::from_text(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromText + KeyValue, A> IntoPartRange<T, A> for &str {
    type Held = T;
    type Shape = One;

    fn into_range(self) -> PartRange<T> {
        PartRange::Value(T::from_text(self))
    }
}

macro_rules! ranges {
    ($($range:ty, $self:ident => $low:expr, $high:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: OrderedPart, V: PartValue<T>, A> IntoPartRange<T, A> for $range {
            type Held = V::Held;
            type Shape = Many;

            fn into_range($self) -> PartRange<V::Held> {
                PartRange::Range($low.map(V::hold), $high.map(V::hold))
            }
        }
    )*};
}

ranges! {
    Range<V>, self => Bound::Included(self.start), Bound::Excluded(self.end);
    RangeFrom<V>, self => Bound::Included(self.start), Bound::Unbounded::<V>;
    RangeTo<V>, self => Bound::Unbounded::<V>, Bound::Excluded(self.end);
    RangeToInclusive<V>, self => Bound::Unbounded::<V>, Bound::Included(self.end);
    After<V>, self => Bound::Excluded(self.0), Bound::Unbounded::<V>;
    (Bound<V>, Bound<V>), self => self.0, self.1;
}

#[diagnostic::do_not_recommend]
impl<T: OrderedPart, V: PartValue<T>, A> IntoPartRange<T, A> for RangeInclusive<V> {
    type Held = V::Held;
    type Shape = Many;

    fn into_range(self) -> PartRange<V::Held> {
        let (low, high) = self.into_inner();
        PartRange::Range(Bound::Included(low.hold()), Bound::Included(high.hold()))
    }
}

#[diagnostic::do_not_recommend]
impl<T: KeyValue, A> IntoPartRange<T, A> for RangeFull {
    type Held = T;
    type Shape = Many;

    fn into_range(self) -> PartRange<T> {
        PartRange::Range(Bound::Unbounded, Bound::Unbounded)
    }
}

#[diagnostic::do_not_recommend]
impl<T: TextPart, A> IntoPartRange<T, A> for StartsWith {
    type Held = T;
    type Shape = Many;

    fn into_range(self) -> PartRange<T> {
        PartRange::StartsWith(self.0)
    }
}

/// `None` is no condition on the part, and nothing can follow an `Option`: for handlers that narrow by what a request names.
#[diagnostic::do_not_recommend]
impl<T: KeyValue, A, R: IntoPartRange<T, A>> IntoPartRange<T, A> for Option<R> {
    type Held = R::Held;
    type Shape = Many;

    fn into_range(self) -> PartRange<R::Held> {
        match self {
            Some(range) => range.into_range(),
            None => PartRange::Range(Bound::Unbounded, Bound::Unbounded),
        }
    }
}

/// Ranges that are data already.
#[diagnostic::do_not_recommend]
impl<T, V: Borrow<T>, A> IntoPartRange<T, A> for PartRange<V> {
    type Held = V;
    type Shape = Many;

    fn into_range(self) -> PartRange<V> {
        self
    }
}

/// One value for the key part `A`, which is a `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for the key part `{A}`, which is a `{T}`",
    label = "expected a `{T}` or a `&{T}`",
    note = "a key, and the partition key of a query, take one value for each part; ranges are for the parts of a sort key"
)]
pub trait ValueFor<A, T>: PartValue<T> {}

#[diagnostic::do_not_recommend]
impl<A, T, V: PartValue<T>> ValueFor<A, T> for V {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::One {}
    impl Sealed for super::Many {}
}
