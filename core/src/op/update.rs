//! Changing attributes of items that exist.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Detailed, Failed, Pending};
use crate::backend::{ReturnConsumed, ReturnValues, UpdateItem};
use crate::error::{Error, ErrorKind};
use crate::expr::{SetOperand, SetValue};
use crate::key::KeyError;
use crate::plan::IndexParts;
use crate::plan::condition::is;
use crate::plan::store::StoreInner;
use crate::plan::transact::PlannedWrite;
use crate::plan::update::{UpdatePlan, list_of, planned, run};
use crate::typed::reach::{
    AnyUse, CanAdd, CanGive, CanRemove, CanSet, Extends, FieldRules, Fills, Give, Grows, Shrinks, Takes, is_optional,
};
use crate::typed::{Attr, Cond, Entity, Place, codec};
use crate::value::{Attribute, Item, PackedValue, Value};

/// Changes to one entity that exists, from `E::at(..)` or `entity.edit()`; give it to [`Store::update`](super::Store::update).
///
/// Setting a part of a composed index key writes that key again in the same request. The other parts of such a key must then
/// be set too, be supplied by [`given`](Update::given), or be known from a loaded entity: otherwise the update does not
/// compile. `States` keeps track of them.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let sold = Stock::at("tea").add(|s| s.left, -1);
/// shop.update(sold).when(|s| s.left.ge(1)).await?;
///
/// let order = shop.get(Order::key(1)).await?.expect("it is there");
/// shop.update(order.edit().set(|o| o.paid, true)).await?;
/// assert_eq!(shop.get(Order::key(1)).await?.map(|order| order.paid), Some(true));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "an update does nothing until a store takes it"]
pub struct Update<E, States> {
    plan: UpdatePlan,
    types: PhantomData<fn() -> (E, States)>,
}

impl<E: Entity, States> Update<E, States> {
    /// Creates an update of the entity with this key; `known` renders the parts of the key that index keys are composed of too.
    #[doc(hidden)]
    pub fn at(key: Result<Item, KeyError>, known: impl FnOnce(&mut IndexParts)) -> Self {
        let mut plan = UpdatePlan::new(E::SCHEMA, key);
        known(&mut plan.parts);
        Self { plan, types: PhantomData }
    }

    /// Creates an update of a loaded entity; `known` renders every part that index keys are composed of.
    #[doc(hidden)]
    pub fn edit(entity: &E, known: impl FnOnce(&mut IndexParts)) -> Self {
        let mut update = Self::at(entity.primary_key(), known);
        update.plan.version = E::SCHEMA.version.map(|_| entity.version());
        update
    }

    /// Sets an attribute, or a place inside one, to what a put would write there: `None` removes it, unless it is stored as null.
    /// An element of a list and an entry of a map are removed by [`remove`](Self::remove).
    pub fn set<P, V>(
        mut self,
        place: impl FnOnce(E::Fields<AnyUse>) -> P,
        value: V,
    ) -> Update<E, <States as Give<<<P::Attr as Attr>::Rules as FieldRules>::Slot>>::After>
    where
        P: Place + Takes<V, P::Attr, P::Value, P::Type>,
        P::Attr: Attr<Entity = E>,
        P::Value: Attribute,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: CanSet<P::Attr>,
        States: Give<<<P::Attr as Attr>::Rules as FieldRules>::Slot>,
    {
        let place = place(E::fields());
        let null = place.keeps_null();
        let plan = &mut self.plan;
        plan.parts.set_now();
        let packed = P::with(value, |value| {
            P::render(value, &mut plan.parts);
            let stored = value.filter(|value| !value.is_absent() || is_optional::<P::Value, P::Type>());
            stored.map(PackedValue::of).transpose()
        });
        if P::STORED {
            plan.set(
                place.into_path(),
                packed.map(|packed| packed.or_else(|| null.then(|| PackedValue::from(&Value::Null)))),
            );
        }
        Update { plan: self.plan, types: PhantomData }
    }

    /// Supplies the value that a part of an index key has, so that another part of it can be set. The update then happens only
    /// where the attribute still has it.
    pub fn given<P, V>(
        mut self,
        place: impl FnOnce(E::Fields<AnyUse>) -> P,
        value: V,
    ) -> Update<E, <States as Give<<<P::Attr as Attr>::Rules as FieldRules>::Slot>>::After>
    where
        P: Place + Takes<V, P::Attr, P::Value, P::Type>,
        P::Attr: Attr<Entity = E>,
        P::Value: Attribute,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: CanGive<P::Attr>,
        States: Give<<<P::Attr as Attr>::Rules as FieldRules>::Slot>,
    {
        let path = place(E::fields()).into_path();
        let plan = &mut self.plan;
        plan.parts.fixed_now();
        let packed = P::with(value, |value| {
            P::render(value, &mut plan.parts);
            value.map(PackedValue::of).transpose()
        });
        match packed {
            Ok(value) => plan.also(is(path, value)),
            Err(error) => plan.fail(error),
        }
        Update { plan: self.plan, types: PhantomData }
    }

    /// Sets an attribute that the item does not have yet; one that is there stays: `if_not_exists`.
    pub fn set_if_missing<P, V>(mut self, place: impl FnOnce(E::Fields<AnyUse>) -> P, value: V) -> Self
    where
        P: Place + Fills<V, P::Attr, P::Value>,
        P::Attr: Attr<Entity = E>,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: CanAdd<P::Attr>,
    {
        let path = place(E::fields()).into_path();
        match P::operand(value) {
            Ok(value) => {
                let missing = SetOperand::IfNotExists(path.clone(), Box::new(SetOperand::Value(value)));
                self.plan.update.set.push((path, SetValue::Operand(missing)));
            }
            Err(error) => self.plan.fail(error),
        }
        self
    }

    /// Removes an attribute that the item can be without, an element of a list, or an entry of a map.
    pub fn remove<P>(
        mut self,
        place: impl FnOnce(E::Fields<AnyUse>) -> P,
    ) -> Update<E, <States as Give<<<P::Attr as Attr>::Rules as FieldRules>::Slot>>::After>
    where
        P: Place,
        P::Attr: Attr<Entity = E>,
        <<P::Attr as Attr>::Rules as FieldRules>::Absence: CanRemove<P::Attr, P::Type>,
        States: Give<<<P::Attr as Attr>::Rules as FieldRules>::Slot>,
    {
        let place = place(E::fields());
        self.plan.parts.set_now();
        P::render(None, &mut self.plan.parts);
        if P::STORED {
            self.plan.update.remove.push(place.into_path());
        }
        Update { plan: self.plan, types: PhantomData }
    }

    /// Adds to a number, or adds members to a set. A missing number counts as 0, a missing set as empty.
    pub fn add<P, V>(mut self, place: impl FnOnce(E::Fields<AnyUse>) -> P, amount: V) -> Self
    where
        P: Place + Grows<V, P::Attr, P::Value>,
        P::Attr: Attr<Entity = E>,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: CanAdd<P::Attr>,
    {
        let path = place(E::fields()).into_path();
        match P::amount(amount) {
            Ok(Some(amount)) => self.plan.update.add.push((path, amount)),
            Ok(None) => {}
            Err(error) => self.plan.fail(error),
        }
        self
    }

    /// Appends elements to a list that is there, or starts one.
    pub fn append<P, V>(
        mut self,
        place: impl FnOnce(E::Fields<AnyUse>) -> P,
        elements: impl IntoIterator<Item = V>,
    ) -> Self
    where
        P: Place + Extends<V, P::Attr, P::Value>,
        P::Attr: Attr<Entity = E>,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: CanAdd<P::Attr>,
    {
        let path = place(E::fields()).into_path();
        match list_of(elements.into_iter().map(P::element)) {
            Ok(Some(elements)) => self.plan.append(path, elements),
            Ok(None) => {}
            Err(error) => self.plan.fail(error),
        }
        self
    }

    /// Takes members out of a set; the set goes with its last member.
    pub fn delete<P, V>(mut self, place: impl FnOnce(E::Fields<AnyUse>) -> P, members: V) -> Self
    where
        P: Place + Shrinks<V, P::Attr, P::Value>,
        P::Attr: Attr<Entity = E>,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: CanAdd<P::Attr>,
    {
        let path = place(E::fields()).into_path();
        match P::members(members) {
            Ok(Some(members)) => self.plan.update.delete.push((path, members)),
            Ok(None) => {}
            Err(error) => self.plan.fail(error),
        }
        self
    }

    pub(crate) fn into_plan(self) -> UpdatePlan {
        self.plan
    }
}

/// Changes one entity; await it. See [`Store::update`](super::Store::update).
///
/// Where there is no entity with this key, it fails with [`ErrorKind::ConditionFailed`] and creates nothing.
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
pub struct UpdateCall<E> {
    store: Arc<StoreInner>,
    plan: UpdatePlan,
    values: ReturnValues,
    consumed: ReturnConsumed,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> UpdateCall<E> {
    pub(crate) fn new(store: Arc<StoreInner>, plan: UpdatePlan) -> Self {
        Self { store, plan, values: ReturnValues::None, consumed: ReturnConsumed::None, entity: PhantomData }
    }

    /// Updates only where this holds for the item as it is before.
    pub fn when(mut self, condition: impl FnOnce(E::Fields<AnyUse>) -> Cond<E>) -> Self {
        match condition(E::fields()).into_tree() {
            Ok(condition) => self.plan.also(condition),
            Err(error) => self.plan.refuse(error),
        }
        self
    }

    /// Updates, and returns the entity as it is afterwards.
    #[must_use]
    pub fn returning_new(self) -> Pending<Result<E, Failed<E>>> {
        self.returning(ReturnValues::AllNew)
    }

    /// Updates, and returns the entity as it was before.
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

    /// Updates, and returns what the call consumed.
    #[must_use]
    pub fn detailed(self) -> Pending<Result<Detailed<()>, Failed<E>>> {
        Box::pin(async move {
            let output = run(self.store, self.plan, self.values, ReturnConsumed::Indexes).await.map_err(Failed::new)?;
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
