//! Rules for batches and transactions.

use crate::error::Error;
use crate::plan::item;
use crate::plan::transact_get::Found;
use crate::schema::EntitySchema;
use crate::typed::codec;
use crate::typed::reach::Holds;
use crate::typed::sealed::Sealed;
use crate::typed::{Entity, KeyFor, Op, Table};
use crate::value::Item;

/// The version of the entity `E`, none, lets a batch put it.
#[diagnostic::on_unimplemented(
    message = "`{E}` has an optimistic lock, and a batch puts without conditions",
    label = "`{E}` cannot be put in a batch",
    note = "put it by itself with `put`, or several with `transact`: both count its version and refuse what is out of date"
)]
pub trait PutBlindly<E>: Sealed {}

#[diagnostic::do_not_recommend]
impl<E> PutBlindly<E> for () {}

/// An operation that a transaction in the table `T` takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation of a transaction",
    label = "give what a store's `put`, `update`, `delete` or `check` returns, and do not end it",
    note = "an update from `at` or `edit` is one by itself, and reads are for `transact_get`"
)]
pub trait IntoOp<T>: Sealed + Sized {
    /// Its result: the new version of an entity that is put with an optimistic lock, else nothing.
    type Done: Send + 'static;
    /// Why it failed, with the old item.
    type Failed: Send + 'static;

    /// Returns the operation without its entity.
    fn into_op(self) -> Op<T>;

    #[doc(hidden)]
    fn done(version: u64) -> Self::Done;

    #[doc(hidden)]
    fn failed(error: Error) -> Self::Failed;
}

/// Operations for one transaction in the table `T`: a tuple of up to 16, a vector or an array.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of operations for a transaction",
    label = "give a tuple of up to 16 operations, a vector or an array",
    note = "a tuple of one is written with a comma: `(operation,)`; more than 16 of several kinds go into a `Vec<Op<{T}>>`, and what an iterator makes is collected into a vector"
)]
pub trait Ops<T>: Sealed {
    /// Their results, in their places.
    type Done: Send + 'static;
    /// Why they failed, in their places; `None` for one that did not stand in the way.
    type Reasons: Send + 'static;

    /// Returns the operations without their entities.
    fn into_ops(self) -> Vec<Op<T>>;

    #[doc(hidden)]
    fn done(versions: Vec<u64>) -> Self::Done;

    #[doc(hidden)]
    fn reasons(errors: Vec<Option<Error>>) -> Self::Reasons;
}

impl<T: Table, O: IntoOp<T>> Ops<T> for Vec<O> {
    type Done = Vec<O::Done>;
    type Reasons = Vec<Option<O::Failed>>;

    fn into_ops(self) -> Vec<Op<T>> {
        self.into_iter().map(O::into_op).collect()
    }

    fn done(versions: Vec<u64>) -> Self::Done {
        versions.into_iter().map(O::done).collect()
    }

    fn reasons(errors: Vec<Option<Error>>) -> Self::Reasons {
        errors.into_iter().map(|error| error.map(O::failed)).collect()
    }
}

impl<T: Table, O: IntoOp<T>, const N: usize> Ops<T> for [O; N] {
    type Done = [O::Done; N];
    type Reasons = [Option<O::Failed>; N];

    fn into_ops(self) -> Vec<Op<T>> {
        self.into_iter().map(O::into_op).collect()
    }

    fn done(versions: Vec<u64>) -> Self::Done {
        std::array::from_fn(|place| O::done(versions.get(place).copied().unwrap_or_default()))
    }

    fn reasons(errors: Vec<Option<Error>>) -> Self::Reasons {
        let mut errors = errors.into_iter();
        std::array::from_fn(|_| errors.next().flatten().map(O::failed))
    }
}

/// Whole primary keys of `Entities`, for one read in the table `T`: a tuple of up to 16 for a tuple of entities, an array of keys
/// of one entity for an array, a vector or a slice for a vector.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of whole primary keys",
    label = "give a tuple of up to 16 keys, or a vector or an array of keys of one entity",
    note = "a tuple of one is written with a comma: `(key,)`; keys that an iterator makes are collected into a vector"
)]
pub trait KeyList<T, Entities>: Sealed {
    /// The entities in the places of their keys; `None` where there is none.
    type Found: Send + 'static;

    #[doc(hidden)]
    fn into_keys(self) -> Vec<(&'static EntitySchema, Result<Item, Error>)>;

    #[doc(hidden)]
    fn read(found: &mut Found) -> Self::Found;
}

fn key<K: KeyFor<E>, E: Entity>(key: K) -> (&'static EntitySchema, Result<Item, Error>) {
    (E::SCHEMA, key.into_key().into_item())
}

/// Reads the next entity; `None` where there is none.
fn next<E: Entity>(found: &mut Found) -> Option<E> {
    let (place, (key, Some(item))) = found.next()? else { return None };
    match codec::entity_of(&item) {
        Ok(entity) => Some(entity),
        Err(error) => {
            found.trouble.keep(item::about(error, E::SCHEMA, &key), item, place);
            None
        }
    }
}

/// Reads all entities that are left.
fn rest<E: Entity>(found: &mut Found) -> Vec<Option<E>> {
    (0..found.left()).map(|_| next(found)).collect()
}

impl<T: Holds<E>, K: KeyFor<E>, E: Entity> KeyList<T, Vec<E>> for Vec<K> {
    type Found = Vec<Option<E>>;

    fn into_keys(self) -> Vec<(&'static EntitySchema, Result<Item, Error>)> {
        self.into_iter().map(key).collect()
    }

    fn read(found: &mut Found) -> Self::Found {
        rest(found)
    }
}

impl<'k, T: Holds<E>, K, E: Entity> KeyList<T, Vec<E>> for &'k Vec<K>
where
    &'k K: KeyFor<E>,
{
    type Found = Vec<Option<E>>;

    fn into_keys(self) -> Vec<(&'static EntitySchema, Result<Item, Error>)> {
        self.iter().map(key).collect()
    }

    fn read(found: &mut Found) -> Self::Found {
        rest(found)
    }
}

impl<'k, T: Holds<E>, K, E: Entity> KeyList<T, Vec<E>> for &'k [K]
where
    &'k K: KeyFor<E>,
{
    type Found = Vec<Option<E>>;

    fn into_keys(self) -> Vec<(&'static EntitySchema, Result<Item, Error>)> {
        self.iter().map(key).collect()
    }

    fn read(found: &mut Found) -> Self::Found {
        rest(found)
    }
}

impl<T: Holds<E>, K: KeyFor<E>, E: Entity, const N: usize> KeyList<T, [E; N]> for [K; N] {
    type Found = [Option<E>; N];

    fn into_keys(self) -> Vec<(&'static EntitySchema, Result<Item, Error>)> {
        self.into_iter().map(key).collect()
    }

    fn read(found: &mut Found) -> Self::Found {
        let mut entities = rest(found).into_iter();
        std::array::from_fn(|_| entities.next().flatten())
    }
}

macro_rules! tuples {
    ($(($($op:ident $entity:ident),*))*) => {$(
        #[allow(non_snake_case, reason = "named after the type parameters")]
        impl<T: Table, $($op: IntoOp<T>),*> Ops<T> for ($($op,)*) {
            type Done = ($($op::Done,)*);
            type Reasons = ($(Option<$op::Failed>,)*);

            fn into_ops(self) -> Vec<Op<T>> {
                let ($($op,)*) = self;
                vec![$($op.into_op()),*]
            }

            fn done(versions: Vec<u64>) -> Self::Done {
                let mut versions = versions.into_iter();
                ($($op::done(versions.next().unwrap_or_default()),)*)
            }

            fn reasons(errors: Vec<Option<Error>>) -> Self::Reasons {
                let mut errors = errors.into_iter();
                ($(errors.next().flatten().map($op::failed),)*)
            }
        }

        #[allow(non_snake_case, reason = "named after the type parameters")]
        impl<T: $(Holds<$entity> +)* Table, $($op: KeyFor<$entity>, $entity: Entity),*> KeyList<T, ($($entity,)*)>
            for ($($op,)*)
        {
            type Found = ($(Option<$entity>,)*);

            fn into_keys(self) -> Vec<(&'static EntitySchema, Result<Item, Error>)> {
                let ($($op,)*) = self;
                vec![$(key::<$op, $entity>($op)),*]
            }

            fn read(found: &mut Found) -> Self::Found {
                ($(next::<$entity>(found),)*)
            }
        }
    )*};
}

tuples! {
    (A E1)
    (A E1, B E2)
    (A E1, B E2, C E3)
    (A E1, B E2, C E3, D E4)
    (A E1, B E2, C E3, D E4, F E5)
    (A E1, B E2, C E3, D E4, F E5, G E6)
    (A E1, B E2, C E3, D E4, F E5, G E6, H E7)
    (A E1, B E2, C E3, D E4, F E5, G E6, H E7, I E8)
    (A E1, B E2, C E3, D E4, F E5, G E6, H E7, I E8, J E9)
    (A E1, B E2, C E3, D E4, F E5, G E6, H E7, I E8, J E9, K E10)
    (A E1, B E2, C E3, D E4, F E5, G E6, H E7, I E8, J E9, K E10, L E11)
    (A E1, B E2, C E3, D E4, F E5, G E6, H E7, I E8, J E9, K E10, L E11, M E12)
    (A E1, B E2, C E3, D E4, F E5, G E6, H E7, I E8, J E9, K E10, L E11, M E12, N E13)
    (A E1, B E2, C E3, D E4, F E5, G E6, H E7, I E8, J E9, K E10, L E11, M E12, N E13, O E14)
    (A E1, B E2, C E3, D E4, F E5, G E6, H E7, I E8, J E9, K E10, L E11, M E12, N E13, O E14, P E15)
    (A E1, B E2, C E3, D E4, F E5, G E6, H E7, I E8, J E9, K E10, L E11, M E12, N E13, O E14, P E15, Q E16)
}
