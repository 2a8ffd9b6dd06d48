//! Writing whole items.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::store::StoreInner;
use super::transact_op::Planned;
use super::{Detailed, Failed, Pending, codec};
use crate::backend::{PutItem, PutItemOutput, ReturnConsumed, ReturnValues, TransactWrite};
use crate::entity::{Cond, Entity, VersionOf};
use crate::error::{Error, ErrorKind};
use crate::expr::{Comparator, Condition, Operand, Path};
use crate::reach::AnyUse;
use crate::schema::EntitySchema;
use crate::value::{Item, Number, PackedValue, Value};

/// Writes one entity; await it. See [`Store::put`](super::Store::put).
#[must_use = "a write does nothing unless awaited"]
pub struct Put<E> {
    plan: Plan,
    entity: PhantomData<fn() -> E>,
}

struct Plan {
    store: Arc<StoreInner>,
    request: Result<PutItem, Error>,
    entity: &'static EntitySchema,
    version: u64,
}

impl Plan {
    fn new(store: Arc<StoreInner>, entity: &'static EntitySchema, item: Result<Item, Error>, version: u64) -> Self {
        let request = item.map(|item| {
            let mut request = PutItem::new(Arc::clone(&store.table), item);
            if let Some(attribute) = entity.version {
                request.condition = Some(version_is(attribute, version - 1, entity));
                request.return_old_on_failure = true;
            }
            request
        });
        Self { store, request, entity, version }
    }

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

    async fn run(self) -> Result<PutItemOutput, Error> {
        let request = self.request?;
        let item = request.item.clone();
        let (store, entity) = (&self.store, self.entity);
        let result = store.write("PutItem", entity, request, |backend, request| backend.put_item(request)).await;
        result.map_err(|error| codec::about(error, self.entity, &item))
    }
}

/// The condition of an optimistic lock; version 0 says that there is no item yet.
pub(super) fn version_is(attribute: &'static str, version: u64, entity: &'static EntitySchema) -> Condition {
    if version == 0 {
        return Condition::NotExists(Path::attribute(entity.layout.hash.name));
    }
    let version = PackedValue::from(&Value::N(Number::from(version)));
    Condition::Compare(Operand::Path(Path::attribute(attribute)), Comparator::Eq, Operand::Value(version))
}

impl<E: Entity> Put<E> {
    pub(crate) fn new(store: Arc<StoreInner>, entity: &E) -> Self {
        let plan = match entity.version().checked_add(1) {
            Some(version) => Plan::new(store, E::SCHEMA, codec::item_of(entity, version), version),
            None => {
                let error = Error::new(ErrorKind::InvalidRequest, "the version has reached its end");
                Plan::new(store, E::SCHEMA, Err(error.with_entity(E::SCHEMA.describe())), 1)
            }
        };
        Self { plan, entity: PhantomData }
    }

    /// Only where no item has this key.
    pub fn only_new(mut self) -> Self {
        self.plan.also(Ok(Condition::NotExists(Path::attribute(E::SCHEMA.layout.hash.name))));
        self
    }

    /// Only where an item has this key.
    pub fn replace(mut self) -> Self {
        self.plan.also(Ok(Condition::Exists(Path::attribute(E::SCHEMA.layout.hash.name))));
        self
    }

    /// Only where this holds for the item that is there.
    pub fn when(mut self, condition: impl FnOnce(E::Fields<AnyUse>) -> Cond<E>) -> Self {
        self.plan.also(condition(E::fields()).into_tree());
        self
    }

    /// The same write; returns the entity that was replaced.
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

    /// The same write, with what it consumed.
    #[must_use]
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

    pub(super) fn into_planned(self) -> Planned {
        let plan = self.plan;
        let write = plan.request.map(|request| {
            let mut write = TransactWrite::put(request.table, request.item);
            write.condition = request.condition;
            write.return_old_on_failure = request.return_old_on_failure;
            write
        });
        Planned { entity: plan.entity, backend: Some(Arc::clone(&plan.store.backend)), write, version: plan.version }
    }

    /// The request that would be sent.
    pub fn request(self) -> Result<PutItem, Error> {
        self.plan.request
    }
}

impl<E: Entity> IntoFuture for Put<E> {
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
