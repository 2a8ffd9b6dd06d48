//! Attributes and operands of an update, joined by `+` and `-` and given to `set_to`.

use std::marker::PhantomData;
use std::ops::{Add, Sub};

use super::operand::SumOfThree;
use super::reach::{AnyUse, Computes, Counts, FieldRules, FilterBy, SameType, Term};
use super::{Attr, Computed, Field, NestedField, Place, Sum};
use crate::expr::{SetOperand, SetValue};
use crate::value::EncodeError;

macro_rules! sums {
    ($($operator:ident $method:ident $join:ident [$($parameter:ident),*] $left:ty, $entity:ty, $value:ty, $operand:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($parameter,)* Right> $operator<Right> for $left
        where
            A: Attr,
            Right: Term<$entity, $value>,
        {
            type Output = Sum<$entity, $value>;

            fn $method(self, right: Right) -> Self::Output {
                Sum::of(SetValue::$join, $operand(self), right.term())
            }
        }
    )*};
}

fn at<P: Place>(place: P) -> Result<SetOperand, EncodeError> {
    Ok(SetOperand::Path(place.into_path()))
}

sums! {
    Add add Plus [A, Use] Field<A, Use>, A::Entity, A::Value, at;
    Sub sub Minus [A, Use] Field<A, Use>, A::Entity, A::Value, at;
    Add add Plus [A, T, Use, Whole] NestedField<A, T, Use, Whole>, A::Entity, T, at;
    Sub sub Minus [A, T, Use, Whole] NestedField<A, T, Use, Whole>, A::Entity, T, at;
    Add add Plus [A, T] Computed<A, T>, A::Entity, T, Computed::into_operand;
    Sub sub Minus [A, T] Computed<A, T>, A::Entity, T, Computed::into_operand;
}

impl<E, T, Right> Add<Right> for Sum<E, T> {
    type Output = SumOfThree<E, T>;

    fn add(self, _: Right) -> SumOfThree<E, T> {
        SumOfThree(PhantomData)
    }
}

impl<E, T, Right> Sub<Right> for Sum<E, T> {
    type Output = SumOfThree<E, T>;

    fn sub(self, _: Right) -> SumOfThree<E, T> {
        SumOfThree(PhantomData)
    }
}

macro_rules! places {
    ($([$($parameter:ident),*] $place:ty, $value:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<B: Attr, T, $($parameter),*> Term<B::Entity, T> for $place
        where
            $value: SameType<T>,
            <B::Rules as FieldRules>::Filter: FilterBy<B, AnyUse>,
        {
            fn term(self) -> Result<SetOperand, EncodeError> {
                Ok(SetOperand::Path(self.into_path()))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<A: Attr<Entity = B::Entity>, B: Attr, T, $($parameter),*> Computes<A, T> for $place
        where
            $value: SameType<T>,
            <B::Rules as FieldRules>::Filter: FilterBy<B, AnyUse>,
        {
            fn into_set_value(self) -> Result<SetValue, EncodeError> {
                Ok(SetValue::Operand(SetOperand::Path(self.into_path())))
            }
        }
    )*};
}

places! {
    [Use] Field<B, Use>, B::Value;
    [V, Use, Whole] NestedField<B, V, Use, Whole>, V;
}

#[diagnostic::do_not_recommend]
impl<B: Attr, V: SameType<T>, T> Term<B::Entity, T> for Computed<B, V> {
    fn term(self) -> Result<SetOperand, EncodeError> {
        self.into_operand()
    }
}

#[diagnostic::do_not_recommend]
impl<A: Attr<Entity = B::Entity>, B: Attr, V: SameType<T>, T> Computes<A, T> for Computed<B, V> {
    fn into_set_value(self) -> Result<SetValue, EncodeError> {
        self.into_operand().map(SetValue::Operand)
    }
}

// Looked at here and not where the sum is made: of an operator, rustc says that it is missing and drops our words. Recommended,
// so that those of `Counts` are shown.
impl<A: Attr, V: Counts<A> + SameType<T>, T> Computes<A, T> for Sum<A::Entity, V> {
    fn into_set_value(self) -> Result<SetValue, EncodeError> {
        self.into_value()
    }
}
