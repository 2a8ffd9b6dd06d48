//! Changing attributes of items that exist.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::store::StoreInner;
use super::transact_op::{Planned, unchanged};
use super::update_request::UpdatePlan;
use super::{Detailed, Failed, Pending, codec};
use crate::backend::{ReturnConsumed, ReturnValues, TransactWrite, UpdateItem, UpdateItemOutput};
use crate::entity::{Cond, Entity};
use crate::error::{Error, ErrorKind};
use crate::reach::AnyUse;

/// Changes one entity; await it. See [`Store::update`](super::Store::update).
///
/// Where there is no entity with this key, it fails with [`ErrorKind::ConditionFailed`] and creates nothing.
#[must_use = "a write does nothing unless awaited"]
pub struct UpdateCall<E> {
    store: Arc<StoreInner>,
    plan: UpdatePlan,
    values: ReturnValues,
    consumed: ReturnConsumed,
    entity: PhantomData<fn() -> E>,
}

async fn run(
    store: Arc<StoreInner>,
    plan: UpdatePlan,
    values: ReturnValues,
    consumed: ReturnConsumed,
) -> Result<UpdateItemOutput, Error> {
    let entity = plan.entity();
    let mut request = plan.finish(Arc::clone(&store.table))?;
    request.return_values = values;
    request.return_consumed = consumed;
    let key = request.key.clone();
    let result = store.write("UpdateItem", entity, request, |backend, request| backend.update_item(request)).await;
    result.map_err(|error| codec::about(error, entity, &key))
}

/// The same update in a transaction; of the store that runs the transaction where there is none.
pub(super) fn planned(store: Option<&StoreInner>, plan: UpdatePlan) -> Planned {
    let entity = plan.entity();
    let table = store.map_or_else(|| Arc::from(""), |store| Arc::clone(&store.table));
    let write = plan.finish(table).and_then(|request| {
        if request.update.is_empty() {
            return Err(unchanged().with_entity(entity.describe()));
        }
        let mut write = TransactWrite::update(request.table, request.key, request.update);
        write.condition = request.condition;
        write.return_old_on_failure = request.return_old_on_failure;
        Ok(write)
    });
    Planned { entity, backend: store.map(|store| Arc::clone(&store.backend)), write, version: 0 }
}

impl<E: Entity> UpdateCall<E> {
    pub(crate) fn new(store: Arc<StoreInner>, plan: UpdatePlan) -> Self {
        Self { store, plan, values: ReturnValues::None, consumed: ReturnConsumed::None, entity: PhantomData }
    }

    /// Only where this holds for the item as it is before.
    pub fn when(mut self, condition: impl FnOnce(E::Fields<AnyUse>) -> Cond<E>) -> Self {
        self.plan.also_typed(condition(E::fields()));
        self
    }

    /// The same update; returns the entity as it is afterwards.
    #[must_use]
    pub fn returning_new(self) -> Pending<Result<E, Failed<E>>> {
        self.returning(ReturnValues::AllNew)
    }

    /// The same update; returns the entity as it was before.
    #[must_use]
    pub fn returning_old(self) -> Pending<Result<E, Failed<E>>> {
        self.returning(ReturnValues::AllOld)
    }

    fn returning(self, values: ReturnValues) -> Pending<Result<E, Failed<E>>> {
        Box::pin(async move {
            let output = run(self.store, self.plan, values, self.consumed).await.map_err(Failed::new)?;
            match &output.attributes {
                Some(item) => codec::entity_of(item).map_err(Failed::new),
                None => {
                    let error = Error::new(ErrorKind::Service, "the update came back without the item that it changed");
                    Err(Failed::new(error.with_entity(E::SCHEMA.describe())))
                }
            }
        })
    }

    /// The same update, with what it consumed.
    #[must_use]
    pub fn detailed(self) -> Pending<Result<Detailed<()>, Failed<E>>> {
        Box::pin(async move {
            let output = run(self.store, self.plan, self.values, ReturnConsumed::Indexes).await.map_err(Failed::new)?;
            Ok(Detailed::new((), output.meta))
        })
    }

    pub(super) fn into_planned(self) -> Planned {
        planned(Some(&self.store), self.plan)
    }

    /// The request that would be sent.
    pub fn request(self) -> Result<UpdateItem, Error> {
        self.plan.finish(Arc::clone(&self.store.table))
    }
}

impl<E: Entity> IntoFuture for UpdateCall<E> {
    type Output = Result<(), Failed<E>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            run(self.store, self.plan, self.values, self.consumed).await.map_err(Failed::new)?;
            Ok(())
        })
    }
}
