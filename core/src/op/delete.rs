//! Deleting items.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::store::StoreInner;
use super::transact_op::Planned;
use super::{Detailed, Failed, Key, Pending, codec};
use crate::backend::{DeleteItem, DeleteItemOutput, ReturnConsumed, ReturnValues, TransactWrite};
use crate::entity::{Cond, Entity};
use crate::error::Error;
use crate::expr::{Condition, Path};
use crate::reach::AnyUse;
use crate::schema::EntitySchema;

/// Deletes one entity by its key; await it. See [`Store::delete`](super::Store::delete).
#[must_use = "a write does nothing unless awaited"]
pub struct Delete<E> {
    plan: Plan,
    entity: PhantomData<fn() -> E>,
}

struct Plan {
    store: Arc<StoreInner>,
    request: Result<DeleteItem, Error>,
    entity: &'static EntitySchema,
}

impl Plan {
    fn also(&mut self, condition: Result<Condition, Error>) {
        let Ok(request) = &mut self.request else { return };
        match condition {
            Ok(condition) => {
                Condition::narrow(&mut request.condition, condition);
                request.return_old_on_failure = true;
            }
            Err(error) => self.request = Err(error),
        }
    }

    async fn run(self) -> Result<DeleteItemOutput, Error> {
        let request = self.request?;
        let key = request.key.clone();
        let (store, entity) = (&self.store, self.entity);
        let result = store.write("DeleteItem", entity, request, |backend, request| backend.delete_item(request)).await;
        result.map_err(|error| codec::about(error, self.entity, &key))
    }
}

impl<E: Entity> Delete<E> {
    pub(crate) fn new(store: Arc<StoreInner>, key: Key<E>) -> Self {
        let request = key.into_item().map(|key| DeleteItem::new(Arc::clone(&store.table), key));
        Self { plan: Plan { store, request, entity: E::SCHEMA }, entity: PhantomData }
    }

    /// Only where this holds for the item that is there.
    pub fn when(mut self, condition: impl FnOnce(E::Fields<AnyUse>) -> Cond<E>) -> Self {
        self.plan.also(condition(E::fields()).into_tree());
        self
    }

    /// Only where there is an item; otherwise deleting nothing succeeds.
    pub fn existing(mut self) -> Self {
        self.plan.also(Ok(Condition::Exists(Path::attribute(E::SCHEMA.layout.hash.name))));
        self
    }

    /// The same delete; returns the entity that was deleted.
    #[must_use]
    pub fn returning_old(mut self) -> Pending<Result<Option<E>, Failed<E>>> {
        if let Ok(request) = &mut self.plan.request {
            request.return_values = ReturnValues::AllOld;
        }
        Box::pin(async move {
            let output = self.plan.run().await.map_err(Failed::new)?;
            output.attributes.as_ref().map(codec::entity_of).transpose().map_err(Failed::new)
        })
    }

    /// The same delete, with what it consumed.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<()>, Failed<E>>> {
        if let Ok(request) = &mut self.plan.request {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        Box::pin(async move {
            let output = self.plan.run().await.map_err(Failed::new)?;
            Ok(Detailed::new((), output.meta))
        })
    }

    pub(super) fn into_planned(self) -> Planned {
        let plan = self.plan;
        let write = plan.request.map(|request| {
            let mut write = TransactWrite::delete(request.table, request.key);
            write.condition = request.condition;
            write.return_old_on_failure = request.return_old_on_failure;
            write
        });
        Planned { entity: plan.entity, backend: Some(Arc::clone(&plan.store.backend)), write, version: 0 }
    }

    /// The request that would be sent.
    pub fn request(self) -> Result<DeleteItem, Error> {
        self.plan.request
    }
}

impl<E: Entity> IntoFuture for Delete<E> {
    type Output = Result<(), Failed<E>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            self.plan.run().await.map_err(Failed::new)?;
            Ok(())
        })
    }
}
