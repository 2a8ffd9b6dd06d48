//! Which values an update can give to a place.
//!
//! The place is `Self`, not the value: rustc learns last what the closure of an update picks. With the value as `Self` it
//! would settle on the only attribute type that fits the value, and then report that the attribute is of another type.

use super::update::SetTo;
use super::value::{Adds, Listed, SetOf, ValueOf};
use crate::EncodeError;
use crate::codec::Attribute;
use crate::entity::{Attr, Field, NestedField, Place};
use crate::value::PackedValue;

/// A place that can be set to a `V`.
pub trait Takes<V>: Place {
    /// Passes the value on; `None` removes the attribute.
    fn with<R>(value: V, take: impl FnOnce(Option<&Self::Value>) -> R) -> R;
}

/// A place that can hold a `V`.
pub trait Fills<V>: Place {
    /// The packed value.
    fn operand(value: V) -> Result<PackedValue, EncodeError>;
}

/// A place that a `V` can be added to.
pub trait Grows<V>: Place {
    /// The packed amount; `None` where there is nothing to add.
    fn amount(value: V) -> Result<Option<PackedValue>, EncodeError>
    where
        Self::Value: Attribute;
}

/// A list that a `V` can be appended to.
pub trait Extends<V>: Place {
    /// The packed element.
    fn element(value: V) -> Result<PackedValue, EncodeError>;
}

/// A set that a `V` can be taken out of.
pub trait Shrinks<V>: Place {
    /// The packed members; `None` where there are none.
    fn members(value: V) -> Result<Option<PackedValue>, EncodeError>;
}

macro_rules! places {
    ($(($place:ty, [$($parameter:ident),*], $value:ty, $whole:ty);)*) => {$(
        impl<A: Attr, $($parameter,)* V: SetTo<A, $value, $whole>> Takes<V> for $place {
            fn with<R>(value: V, take: impl FnOnce(Option<&$value>) -> R) -> R {
                value.with(take)
            }
        }

        impl<A: Attr, $($parameter,)* V: ValueOf<A, $value>> Fills<V> for $place {
            fn operand(value: V) -> Result<PackedValue, EncodeError> {
                value.operand()
            }
        }

        impl<A: Attr, $($parameter,)* V: Adds<A, $value>> Grows<V> for $place {
            fn amount(value: V) -> Result<Option<PackedValue>, EncodeError>
            where
                $value: Attribute,
            {
                value.packed_amount()
            }
        }

        impl<A: Attr, $($parameter,)* V> Extends<V> for $place
        where
            $value: Listed<A>,
            V: ValueOf<A, <$value as Listed<A>>::Element>,
        {
            fn element(value: V) -> Result<PackedValue, EncodeError> {
                value.operand()
            }
        }

        impl<A: Attr, $($parameter,)* V> Shrinks<V> for $place
        where
            $value: SetOf<A, V>,
        {
            fn members(value: V) -> Result<Option<PackedValue>, EncodeError> {
                <$value as SetOf<A, V>>::packed_members(value)
            }
        }
    )*};
}

places! {
    (Field<A, Use>, [Use], A::Value, A::Type);
    (NestedField<A, T, Use, Whole>, [T, Use, Whole], T, Whole);
}
