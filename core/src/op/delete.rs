//! Deleting items.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Detailed, Failed, Pending};
use crate::backend::{DeleteItem, ReturnConsumed, ReturnValues, TransactWrite};
use crate::error::Error;
use crate::expr::{Condition, Path};
use crate::plan::asked::Asked;
use crate::plan::delete::Plan;
use crate::plan::store::StoreInner;
use crate::plan::transact::PlannedWrite;
use crate::typed::reach::AnyUse;
use crate::typed::{Cond, Entity, Key, Storable};

/// Deletes one entity by its key; await it. See [`Store::delete`](super::Store::delete).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let order = shop.delete(Order::key(1)).when(|o| o.paid.eq(false)).returning_old().await?;
/// assert_eq!(order, Some(Order { number: 1, paid: false }));
/// shop.delete(Order::key(1)).await?; // deleting what is not there succeeds
/// assert!(shop.delete(Order::key(1)).existing().await.is_err());
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a write does nothing unless awaited"]
pub struct Delete<E> {
    plan: Plan,
    entity: PhantomData<fn() -> E>,
}

impl<E: Storable> Delete<E> {
    pub(crate) fn new(store: Arc<StoreInner>, key: Key<E>) -> Self {
        let entity = key.schema();
        let request = key.into_item().map(|key| DeleteItem::new(Arc::clone(&store.table), key));
        Self { plan: Plan { store, request, entity }, entity: PhantomData }
    }

    /// Writes only where this holds for the item that is there.
    #[doc(alias("condition", "condition_expression", "only_if"))]
    pub fn when(mut self, condition: impl FnOnce(E::Fields<AnyUse>) -> Cond<E>) -> Self
    where
        E: Entity,
    {
        self.plan.also(condition(E::fields()).into_tree());
        self
    }

    /// Fails where there is no item; otherwise deleting nothing succeeds.
    #[doc(alias("must_exist", "if_exists"))]
    pub fn existing(mut self) -> Self {
        self.plan.also(Ok(Condition::Exists(Path::attribute(self.plan.entity.layout.hash.name))));
        self
    }

    /// Deletes, and returns the entity that was deleted.
    #[must_use]
    #[doc(alias("return_values", "return_old"))]
    pub fn returning_old(mut self) -> Pending<Result<Option<E>, Failed<E>>> {
        if let Ok(request) = &mut self.plan.request {
            request.return_values = ReturnValues::AllOld;
        }
        Box::pin(async move {
            let output = self.plan.run().await.map_err(Failed::new)?;
            output.attributes.as_ref().map(E::found).transpose().map_err(|error| Failed::new(error.applied()))
        })
    }

    /// Deletes, and returns what the call consumed.
    #[must_use]
    #[doc(alias("return_consumed_capacity"))]
    pub fn detailed(mut self) -> Pending<Result<Detailed<()>, Failed<E>>> {
        if let Ok(request) = &mut self.plan.request {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        Box::pin(async move {
            let output = self.plan.run().await.map_err(Failed::new)?;
            Ok(Detailed::new((), output.meta))
        })
    }

    pub(super) fn into_planned(self) -> PlannedWrite {
        let plan = self.plan;
        let write = plan.request.map(|request| {
            let mut write = TransactWrite::delete(request.table, request.key);
            write.condition = request.condition;
            write.return_old_on_failure = request.return_old_on_failure;
            write
        });
        PlannedWrite {
            entity: plan.entity,
            backend: Some(Arc::clone(&plan.store.backend)),
            write,
            version: 0,
            asked: Asked::default(),
        }
    }

    /// Returns the request that would be sent.
    pub fn request(self) -> Result<DeleteItem, Error> {
        self.plan.request
    }
}

impl<E: Storable> IntoFuture for Delete<E> {
    type Output = Result<(), Failed<E>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            self.plan.run().await.map_err(Failed::new)?;
            Ok(())
        })
    }
}
