//! Writing whole items.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Detailed, Failed, Pending};
use crate::backend::{PutItem, ReturnConsumed, ReturnValues, TransactWrite};
use crate::error::{Error, ErrorKind};
use crate::expr::{Condition, Path};
use crate::plan::put::Plan;
use crate::plan::store::StoreInner;
use crate::plan::transact::PlannedWrite;
use crate::typed::VersionOf;
use crate::typed::reach::AnyUse;
use crate::typed::{Cond, Entity, Storable};

/// Writes one entity; await it. See [`Store::put`](super::Store::put).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let order = Order { number: 2, paid: false };
/// shop.put(&order).only_new().await?;
/// assert!(shop.put(&order).only_new().await.is_err(), "it is there");
/// let old = shop.put(&Order { paid: true, ..order.clone() }).when(|o| o.paid.eq(false)).returning_old().await?;
/// assert_eq!(old, Some(order));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a write does nothing unless awaited"]
pub struct Put<E> {
    plan: Plan,
    entity: PhantomData<fn() -> E>,
}

impl<E: Storable> Put<E> {
    pub(crate) fn new(store: Arc<StoreInner>, entity: &E) -> Self {
        let (schema, stored) = entity.stored();
        let plan = match stored.lock().checked_add(1) {
            Some(version) => Plan::new(store, schema, stored.item(version), version),
            None => {
                let error = Error::new(ErrorKind::InvalidRequest, "the version has reached its end");
                Plan::new(store, schema, Err(error.with_entity(schema.describe())), 1)
            }
        };
        Self { plan, entity: PhantomData }
    }

    /// Writes only where no item has this key.
    #[doc(alias("if_not_exists", "not_exists", "create_only", "unique"))]
    pub fn only_new(mut self) -> Self {
        self.plan.asked.missing = true;
        self.plan.also(Ok(Condition::NotExists(Path::attribute(self.plan.entity.layout.hash.name))));
        self
    }

    /// Writes only where an item has this key.
    ///
    /// An entity with an optimistic lock that was loaded with version 0, since its item was there before the lock, is put back by
    /// this: without it, version 0 says that there is no item yet.
    #[doc(alias("overwrite", "upsert"))]
    pub fn replace(mut self) -> Self {
        self.plan.replace();
        self
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

    /// Writes, and returns the entity that was replaced.
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

    /// Writes, and returns with the version what the call consumed.
    #[must_use]
    #[doc(alias("return_consumed_capacity"))]
    pub fn detailed(mut self) -> Pending<Result<Detailed<E::Version>, Failed<E>>> {
        if let Ok(request) = &mut self.plan.request {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        Box::pin(async move {
            let version = E::Version::stored(self.plan.version);
            let output = self.plan.run().await.map_err(Failed::new)?;
            Ok(Detailed::new(version, output.meta))
        })
    }

    pub(super) fn into_planned(self) -> PlannedWrite {
        let Plan { entity, version, asked, .. } = self.plan;
        let backend = Some(Arc::clone(&self.plan.store.backend));
        let write = self.plan.finish().map(|request| {
            let mut write = TransactWrite::put(request.table, request.item);
            write.condition = request.condition;
            write.return_old_on_failure = request.return_old_on_failure;
            write
        });
        PlannedWrite { entity, backend, write, version, asked }
    }

    /// Returns the request that would be sent.
    pub fn request(self) -> Result<PutItem, Error> {
        self.plan.finish()
    }
}

impl<E: Storable> IntoFuture for Put<E> {
    /// The new version where the entity has an optimistic lock, `()` otherwise.
    type Output = Result<E::Version, Failed<E>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let version = E::Version::stored(self.plan.version);
            self.plan.run().await.map_err(Failed::new)?;
            Ok(version)
        })
    }
}
