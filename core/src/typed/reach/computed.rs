//! Rules for values that an update computes from attributes of the item.

use super::value::{Addable, Ordered};
use crate::expr::{SetOperand, SetValue};
use crate::key::FromText;
use crate::typed::sealed::Sealed;
use crate::value::{Attribute, EncodeError, PackedValue};

/// Numbers, for the attribute `A`: `+` and `-` of an update take them.
#[diagnostic::on_unimplemented(
    message = "`{A}` is a `{Self}`, and an update adds and subtracts numbers only",
    label = "`+` and `-` are for numbers",
    note = "lists are joined by `concat`; `add` and `append` change a set or a list in place"
)]
pub trait Counts<A> {}

#[diagnostic::do_not_recommend]
impl<A, T: Addable<A> + Ordered<A>> Counts<A> for T {}

/// An operand of an update of `E` that is a `T`: an attribute of it, one with a fallback, or a value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operand of an update of `{E}` that is a `{T}`",
    label = "give an attribute that is a `{T}`, or a `{T}`",
    note = "DynamoDB adds or subtracts two operands, not more; what an attribute is where the item does not have it says `.or(..)`"
)]
pub trait Term<E, T> {
    /// Returns the operand.
    fn term(self) -> Result<SetOperand, EncodeError>;
}

#[diagnostic::do_not_recommend]
impl<E, T: Attribute> Term<E, T> for T {
    fn term(self) -> Result<SetOperand, EncodeError> {
        PackedValue::of(&self).map(SetOperand::Value)
    }
}

#[diagnostic::do_not_recommend]
impl<E, T: FromText + Attribute> Term<E, T> for &str {
    fn term(self) -> Result<SetOperand, EncodeError> {
        PackedValue::of(&T::from_text(self)).map(SetOperand::Value)
    }
}

/// Types of attributes of which one can stand for the other: the same type.
#[diagnostic::on_unimplemented(
    message = "an attribute that is a `{Self}` cannot stand where a `{T}` is meant",
    label = "both must have one type"
)]
pub trait SameType<T> {}

#[diagnostic::do_not_recommend]
impl<T> SameType<T> for T {}

/// A value that the attribute `A`, a `T`, can be set to: another attribute, one with a fallback, or the sum or difference of two operands.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something that an update can set `{A}` to, which is a `{T}`",
    label = "pick an attribute that is a `{T}`, `.or(..)` a fallback, or add or subtract two",
    note = "a value goes into `.set(|o| o.field, value)`; DynamoDB adds or subtracts two operands, not more"
)]
pub trait Computes<A, T>: Sealed {
    /// Returns the right side of the SET.
    fn into_set_value(self) -> Result<SetValue, EncodeError>;
}
