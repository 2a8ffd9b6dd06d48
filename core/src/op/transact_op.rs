//! The operations of transactions.

use super::{Check, Delete, Failed, Put, Update, UpdateCall};
use crate::error::Error;
use crate::plan::update::planned;
use crate::typed::VersionOf;
use crate::typed::reach::{Holds, IntoOp, KeepsKeys, OldOf};
use crate::typed::sealed::Sealed;
use crate::typed::{Entity, Op, Storable, Table};

impl<T: Holds<E>, E: Storable> From<Put<E>> for Op<T> {
    fn from(put: Put<E>) -> Self {
        Self::new(put.into_planned())
    }
}

impl<T: Holds<E>, E: Storable> From<Delete<E>> for Op<T> {
    fn from(delete: Delete<E>) -> Self {
        Self::new(delete.into_planned())
    }
}

impl<T: Holds<E>, E: Entity, Old: OldOf<E>> From<UpdateCall<E, Old>> for Op<T> {
    fn from(update: UpdateCall<E, Old>) -> Self {
        Self::new(update.into_planned())
    }
}

impl<T: Holds<E>, E: Entity> From<Check<E>> for Op<T> {
    fn from(check: Check<E>) -> Self {
        Self::new(check.into_planned())
    }
}

impl<T: Holds<E>, E: Entity + KeepsKeys<States>, States> From<Update<E, States>> for Op<T> {
    fn from(update: Update<E, States>) -> Self {
        Self::new(planned(None, update.into_plan()))
    }
}

impl<E> Sealed for Put<E> {}
impl<E> Sealed for Delete<E> {}
impl<E, Old> Sealed for UpdateCall<E, Old> {}
impl<E> Sealed for Check<E> {}
impl<E, States> Sealed for Update<E, States> {}
impl<T> Sealed for Op<T> {}

/// A put yields the new version where the entity has an optimistic lock.
impl<T: Holds<E>, E: Storable> IntoOp<T> for Put<E> {
    type Done = E::Version;
    type Failed = Failed<E>;

    fn into_op(self) -> Op<T> {
        self.into()
    }

    fn done(version: u64) -> E::Version {
        E::Version::stored(version)
    }

    fn failed(error: Error) -> Failed<E> {
        Failed::new(error)
    }
}

macro_rules! operations {
    ($([$($generics:tt)*] $operation:ty,)*) => {$(
        impl<T: Holds<E>, $($generics)*> IntoOp<T> for $operation {
            type Done = ();
            type Failed = Failed<E>;

            fn into_op(self) -> Op<T> {
                self.into()
            }

            fn done(_: u64) {}

            fn failed(error: Error) -> Failed<E> {
                Failed::new(error)
            }
        }
    )*};
}

operations! {
    [E: Storable] Delete<E>,
    [E: Entity, Old: OldOf<E>] UpdateCall<E, Old>,
    [E: Entity] Check<E>,
    [E: Entity + KeepsKeys<States>, States] Update<E, States>,
}

/// The old item is the variant of the table that it is.
impl<T: Table> IntoOp<T> for Op<T> {
    type Done = ();
    type Failed = Failed<T>;

    fn into_op(self) -> Self {
        self
    }

    fn done(_: u64) {}

    fn failed(error: Error) -> Failed<T> {
        Failed::new(error)
    }
}
