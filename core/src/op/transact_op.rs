//! The operations of transactions.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Check, Delete, Failed, Put, Update, UpdateCall, codec};
use crate::backend::{Backend, TransactAction, TransactWrite};
use crate::entity::{Entity, Table, VersionOf};
use crate::error::{Error, ErrorKind};
use crate::reach::{Holds, IntoOp, KeepsKeys};
use crate::schema::EntitySchema;
use crate::value::Item;

/// An operation of a transaction in the table `T`, whatever its entity: for transactions whose operations are only known when
/// they run. `From` makes one of every operation that a transaction takes.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// use monotable::Op;
///
/// let order = Order { number: 2, paid: false };
/// let mut ops: Vec<Op<Shop>> = vec![shop.put(&order).only_new().into()];
/// ops.extend(["tea"].map(|sku| Op::from(Stock::at(sku).add(|s| s.left, -1))));
/// shop.transact(ops).await?;
///
/// let failed = shop.transact(vec![Op::<Shop>::from(shop.put(&order).only_new())]).await.unwrap_err();
/// let old = failed.into_reasons().remove(0).and_then(|failed| failed.into_old());
/// assert!(matches!(old, Some(Shop::Order(found)) if found == order));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "an operation does nothing until a transaction takes it"]
pub struct Op<T> {
    pub(super) planned: Planned,
    table: PhantomData<fn() -> T>,
}

/// An operation without its types.
pub(super) struct Planned {
    pub(super) entity: &'static EntitySchema,
    /// Where the operation was made, if a store made it; else it is one of the store that runs the transaction.
    pub(super) backend: Option<Arc<dyn Backend>>,
    pub(super) write: Result<TransactWrite, Error>,
    /// What a put stores as version.
    pub(super) version: u64,
}

impl<T> Op<T> {
    pub(super) fn new(planned: Planned) -> Self {
        Self { planned, table: PhantomData }
    }
}

impl Planned {
    /// The primary key of its item.
    pub(super) fn key(entity: &EntitySchema, write: &TransactWrite) -> Item {
        match &write.action {
            TransactAction::Put { item } => codec::key_of(entity.layout, item),
            TransactAction::Update { key, .. } | TransactAction::Delete { key } | TransactAction::Check { key } => {
                key.clone()
            }
        }
    }
}

impl<T: Holds<E>, E: Entity> From<Put<E>> for Op<T> {
    fn from(put: Put<E>) -> Self {
        Self::new(put.into_planned())
    }
}

impl<T: Holds<E>, E: Entity> From<Delete<E>> for Op<T> {
    fn from(delete: Delete<E>) -> Self {
        Self::new(delete.into_planned())
    }
}

impl<T: Holds<E>, E: Entity> From<UpdateCall<E>> for Op<T> {
    fn from(update: UpdateCall<E>) -> Self {
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
        Self::new(super::update::planned(None, update.into_plan()))
    }
}

/// A put yields the new version where the entity has an optimistic lock.
impl<T: Holds<E>, E: Entity> IntoOp<T> for Put<E> {
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
    [E: Entity] Delete<E>,
    [E: Entity] UpdateCall<E>,
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
        Failed::in_table(error)
    }
}

impl<T> fmt::Debug for Op<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Op").field("entity", &self.planned.entity.name).finish_non_exhaustive()
    }
}

/// An operation whose action is nothing that DynamoDB takes.
#[cold]
pub(super) fn unchanged() -> Error {
    Error::new(ErrorKind::InvalidRequest, "the update changes nothing; a transaction asks for conditions with `check`")
}
