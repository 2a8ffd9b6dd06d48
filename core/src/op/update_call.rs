//! The call that changes an item.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Detailed, Failed, Pending};
use crate::backend::{ReturnConsumed, ReturnValues, UpdateItem, UpdateItemOutput};
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::plan::store::StoreInner;
use crate::plan::transact::PlannedWrite;
use crate::plan::update::{UpdatePlan, planned, run};
use crate::plan::upsert::NewEntity;
use crate::typed::reach::{AnyUse, FieldRules, FilterBy, OldOf};
use crate::typed::{Attr, Cond, Entity, Place, codec};
use crate::value::{Attribute, Item};

/// Changes one entity; await it. See [`Store::update`](super::Store::update).
///
/// Where there is no entity with this key, it fails with [`ErrorKind::ConditionFailed`] and creates nothing, unless
/// [`or_new`](Self::or_new) says what to create. `Old` is what there was before: `E`, or `Option<E>` after `or_new`.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let stock = shop.update(Stock::at("tea").add(|s| s.left, 3)).when(|s| s.left.lt(9)).returning_new().await?;
/// assert_eq!(stock.left, 5);
/// let missing = shop.update(Stock::at("mill").add(|s| s.left, 3)).await.unwrap_err();
/// assert!(missing.is_condition_failed());
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a write does nothing unless awaited"]
pub struct UpdateCall<E, Old = E> {
    store: Arc<StoreInner>,
    plan: UpdatePlan,
    types: PhantomData<fn() -> (E, Old)>,
}

impl<E: Entity> UpdateCall<E> {
    pub(crate) fn new(store: Arc<StoreInner>, plan: UpdatePlan) -> Self {
        Self { store, plan, types: PhantomData }
    }

    /// Creates this entity where there is none with its key, and then changes it: an upsert, in one request.
    ///
    /// An item that exists is changed as before, and what it lacks is taken from the entity: attributes, and operands that the
    /// update reads, such as the number that [`add`](super::Update::add) counts from. An index key that it lacks is written only
    /// where all that decides it, parts and `only_if`, is as in the entity; otherwise the update fails with
    /// [`ErrorKind::ConditionFailed`], since the index key would be stale ([`touch`](super::Update::touch) fills an index). A condition of [`when`](Self::when) is asked of
    /// an item that exists. The version of an optimistic lock starts at 1.
    ///
    /// [`returning_old`](Self::returning_old) tells the two outcomes apart: `None` where the entity was created. Fails with
    /// [`ErrorKind::InvalidRequest`], before any request, where the entity has another key, where the update changes a place
    /// inside an attribute, or members of a set that is not empty in the entity: DynamoDB cannot do that to what it creates.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// let mill = Stock { sku: "mill".into(), left: 0 };
    /// let count = || shop.update(Stock::at("mill").add(|s| s.left, 1)).or_new(&mill);
    /// assert_eq!(count().returning_old().await?, None, "it was created");
    /// assert_eq!(count().returning(|s| s.left).await?, 2);
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    #[doc(alias("upsert", "or_insert", "or_create", "create"))]
    pub fn or_new(self, entity: &E) -> UpdateCall<E, Option<E>> {
        let mut plan = self.plan;
        match codec::item_of(entity, entity.version()) {
            Ok(item) => plan.or_new(NewEntity::new(E::SCHEMA, item)),
            Err(error) => plan.refuse(error),
        }
        UpdateCall { store: self.store, plan, types: PhantomData }
    }
}

impl<E: Entity, Old: OldOf<E>> UpdateCall<E, Old> {
    /// Updates only where this holds for the item as it is before.
    #[doc(alias("condition", "condition_expression", "only_if"))]
    pub fn when(mut self, condition: impl FnOnce(E::Fields<AnyUse>) -> Cond<E>) -> Self {
        match condition(E::fields()).into_tree() {
            Ok(condition) => self.plan.also(condition),
            Err(error) => self.plan.refuse(error),
        }
        self
    }

    /// Updates, and returns the entity as it is afterwards.
    #[must_use]
    #[doc(alias("return_values", "return_new"))]
    pub fn returning_new(self) -> Pending<Result<E, Failed<E>>> {
        Box::pin(async move {
            let output = self.run(ReturnValues::AllNew, ReturnConsumed::None).await?;
            <E as OldOf<E>>::old(output.attributes.as_ref()).map_err(Failed::new)
        })
    }

    /// Updates, and returns the entity as it was before: an `Option` of it after [`or_new`](UpdateCall::or_new), `None` where it
    /// was created.
    #[must_use]
    #[doc(alias("return_old"))]
    pub fn returning_old(self) -> Pending<Result<Old, Failed<E>>> {
        Box::pin(async move {
            let output = self.run(ReturnValues::AllOld, ReturnConsumed::None).await?;
            Old::old(output.attributes.as_ref()).map_err(Failed::new)
        })
    }

    /// Updates, and returns one attribute as it is afterwards, or a place inside one.
    ///
    /// Only that attribute travels where the update changes it. Fails with [`ErrorKind::Decode`], after the update, where its
    /// value cannot be read.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// let left = shop.update(Stock::at("tea").add(|s| s.left, -1)).returning(|s| s.left).await?;
    /// assert_eq!(left, 1);
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    #[must_use]
    pub fn returning<P>(self, place: impl FnOnce(E::Fields<AnyUse>) -> P) -> Pending<Result<P::Type, Failed<E>>>
    where
        P: Place,
        P::Type: Attribute + Send + 'static,
        P::Attr: Attr<Entity = E>,
        <<P::Attr as Attr>::Rules as FieldRules>::Filter: FilterBy<P::Attr, AnyUse>,
    {
        let path = place(E::fields()).into_path();
        Box::pin(async move {
            let key = self.plan.key_text();
            let values = if self.plan.changes(&path) { ReturnValues::UpdatedNew } else { ReturnValues::AllNew };
            let output = self.run(values, ReturnConsumed::None).await?;
            let item = output.attributes.unwrap_or_else(Item::empty);
            codec::value_at(&item, &path).map_err(|error| {
                let error = Error::decode(E::SCHEMA.describe(), error).with_item(item).applied();
                Failed::new(match key {
                    Some(key) => error.with_key(key),
                    None => error,
                })
            })
        })
    }

    async fn run(self, values: ReturnValues, consumed: ReturnConsumed) -> Result<UpdateItemOutput, Failed<E>> {
        run(self.store, self.plan, values, consumed).await.map_err(Failed::new)
    }

    /// Updates, and returns what the call consumed.
    #[must_use]
    #[doc(alias("return_consumed_capacity"))]
    pub fn detailed(self) -> Pending<Result<Detailed<()>, Failed<E>>> {
        Box::pin(async move {
            let output = self.run(ReturnValues::None, ReturnConsumed::Indexes).await?;
            Ok(Detailed::new((), output.meta))
        })
    }

    pub(super) fn into_planned(self) -> PlannedWrite {
        planned(Some(&self.store), self.plan)
    }

    /// Returns the request that would be sent.
    pub fn request(self) -> Result<UpdateItem, Error> {
        self.plan.finish(Arc::clone(&self.store.table))
    }
}

impl<E: Entity, Old: OldOf<E>> IntoFuture for UpdateCall<E, Old> {
    type Output = Result<(), Failed<E>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            self.run(ReturnValues::None, ReturnConsumed::None).await?;
            Ok(())
        })
    }
}
