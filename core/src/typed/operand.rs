//! Operands that an update computes from attributes of the item: `|o| o.net + o.tax`.

use std::marker::PhantomData;

use super::sealed::Sealed;
use crate::expr::{Path, SetOperand, SetValue};
use crate::value::EncodeError;

/// An operand of an update: an attribute with a fallback, made by [`or`](crate::Field::or), or two lists one behind the other, made
/// by [`concat`](crate::Field::concat). See [`Update::set_to`](crate::Update::set_to).
#[must_use = "an operand does nothing until `set_to` takes it"]
pub struct Computed<A, T> {
    operand: Result<SetOperand, EncodeError>,
    types: PhantomData<fn() -> (A, T)>,
}

impl<A, T> Computed<A, T> {
    pub(crate) fn or(path: Path, fallback: Result<SetOperand, EncodeError>) -> Self {
        Self::new(fallback.map(|fallback| SetOperand::IfNotExists(path, Box::new(fallback))))
    }

    pub(crate) fn concat(first: Path, second: Result<SetOperand, EncodeError>) -> Self {
        let first = Box::new(SetOperand::Path(first));
        Self::new(second.map(|second| SetOperand::ListAppend(first, Box::new(second))))
    }

    fn new(operand: Result<SetOperand, EncodeError>) -> Self {
        Self { operand, types: PhantomData }
    }

    pub(crate) fn into_operand(self) -> Result<SetOperand, EncodeError> {
        self.operand
    }
}

/// The sum or the difference of two operands of an update. See [`Update::set_to`](crate::Update::set_to).
#[must_use = "a sum does nothing until `set_to` takes it"]
pub struct Sum<E, T> {
    value: Result<SetValue, EncodeError>,
    types: PhantomData<fn() -> (E, T)>,
}

impl<A, T> Sealed for Computed<A, T> {}

impl<E, T> Sealed for Sum<E, T> {}

impl<E, T> Sum<E, T> {
    pub(super) fn of(
        join: impl FnOnce(SetOperand, SetOperand) -> SetValue,
        left: Result<SetOperand, EncodeError>,
        right: Result<SetOperand, EncodeError>,
    ) -> Self {
        let value = left.and_then(|left| Ok(join(left, right?)));
        Self { value, types: PhantomData }
    }

    pub(crate) fn into_value(self) -> Result<SetValue, EncodeError> {
        self.value
    }
}

/// A sum of more than two operands, which DynamoDB does not have: nothing takes it.
pub struct SumOfThree<E, T>(pub(super) PhantomData<fn() -> (E, T)>);
