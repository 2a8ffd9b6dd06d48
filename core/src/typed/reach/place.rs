//! Which values an update can give to a place.
//!
//! The place is `Self`, not the value: rustc learns last what the closure of an update picks. With the value as `Self` it
//! would settle on the only attribute type that fits the value, and then report that the attribute is of another type.

use super::update::SetTo;
use super::value::{Addable, Adds, Listed, SetOf, ValueOf};
use crate::typed::sealed::Sealed;
use crate::typed::{Attr, Field, NestedField};
use crate::value::{Attribute, EncodeError, PackedValue};

/// A place in the attribute `A`, declared as `Whole`, that can be set to a `V`: to a `T`, and where it may be missing to an
/// `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{V}` is not a value for `{A}`, which is a `{Whole}`",
    label = "give a `{T}` or a `&{T}`",
    note = "`None` is for attributes that can be missing; `remove` says so in words"
)]
pub trait Takes<V, A, T, Whole>: Sealed {
    /// Passes the value on; `None` removes the attribute.
    fn with<R>(value: V, take: impl FnOnce(Option<&T>) -> R) -> R;
}

/// A place in the attribute `A`, a `T`, that can hold a `V`.
#[diagnostic::on_unimplemented(
    message = "`{V}` is not a value for `{A}`, which is a `{T}`",
    label = "give a `{T}` or a `&{T}`"
)]
pub trait Fills<V, A, T>: Sealed {
    /// Packs the value.
    fn operand(value: V) -> Result<PackedValue, EncodeError>;
}

/// A place in the attribute `A`, a `T`, that a `V` can be added to.
#[diagnostic::on_unimplemented(
    message = "`{V}` cannot be added to `{A}`, which is a `{T}`",
    label = "`add` adds a number to a number, and a set to a set",
    note = "`set` gives any attribute a new value, and `append` adds to lists"
)]
pub trait Grows<V, A, T>: Sealed {
    /// Packs the amount; `None` where there is nothing to add.
    fn amount(value: V) -> Result<Option<PackedValue>, EncodeError>;
}

/// A place in the attribute `A`, a `T`, that values `V` can be appended to.
#[diagnostic::on_unimplemented(
    message = "`{V}` cannot be appended to `{A}`, which is a `{T}`",
    label = "`append` takes several elements of a list",
    note = "`set` gives any attribute a new value, and `add` adds to numbers and sets"
)]
pub trait Extends<V, A, T>: Sealed {
    /// Packs the element.
    fn element(value: V) -> Result<PackedValue, EncodeError>;
}

/// A place in the attribute `A`, a `T`, that a `V` can be taken out of.
#[diagnostic::on_unimplemented(
    message = "`{V}` cannot be taken out of `{A}`, which is a `{T}`",
    label = "`delete` takes a set of members out of a set",
    note = "`remove` removes an attribute, an element of a list or an entry of a map"
)]
pub trait Shrinks<V, A, T>: Sealed {
    /// Packs the members; `None` where there are none.
    fn members(value: V) -> Result<Option<PackedValue>, EncodeError>;
}

macro_rules! places {
    ($(($place:ty, [$($parameter:ident),*], $value:ty, $whole:ty);)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<A: Attr, $($parameter,)* V: SetTo<A, $value, $whole>> Takes<V, A, $value, $whole> for $place {
            fn with<R>(value: V, take: impl FnOnce(Option<&$value>) -> R) -> R {
                value.with(take)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<A: Attr, $($parameter,)* V: ValueOf<A, $value>> Fills<V, A, $value> for $place {
            fn operand(value: V) -> Result<PackedValue, EncodeError> {
                value.operand()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<A: Attr, $($parameter,)* V: Adds<A, $value>> Grows<V, A, $value> for $place
        where
            $value: Addable<A>,
        {
            fn amount(value: V) -> Result<Option<PackedValue>, EncodeError> {
                value.packed_amount()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<A: Attr, $($parameter,)* V> Extends<V, A, $value> for $place
        where
            $value: Listed<A>,
            V: ValueOf<A, <$value as Listed<A>>::Element>,
        {
            fn element(value: V) -> Result<PackedValue, EncodeError> {
                value.operand()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<A: Attr, $($parameter,)* V: Adds<A, $value>> Shrinks<V, A, $value> for $place
        where
            $value: SetOf<A> + Attribute,
        {
            fn members(value: V) -> Result<Option<PackedValue>, EncodeError> {
                value.packed_amount()
            }
        }
    )*};
}

places! {
    (Field<A, Use>, [Use], A::Value, A::Type);
    (NestedField<A, T, Use, Whole>, [T, Use, Whole], T, Whole);
}
