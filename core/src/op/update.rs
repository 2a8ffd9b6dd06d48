//! Changing attributes of items that exist.

use std::marker::PhantomData;

use crate::expr::{SetOperand, SetValue};
use crate::key::KeyError;
use crate::plan::IndexParts;
use crate::plan::condition::Held;
use crate::plan::update::{End, UpdatePlan, list_of};
use crate::typed::reach::{
    AnyUse, CanAdd, CanGive, CanRemove, CanSet, ChangedAt, Checked, Computes, Extends, FieldRules, Fills, Give, Grows,
    SetSome, Shrinks, Takes, is_optional,
};
use crate::typed::{Attr, Entity, Place};
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
        update.plan.edits(entity.version());
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
        <<P::Attr as Attr>::Rules as FieldRules>::Change: ChangedAt<P::Attr, P::Depth>,
        States: Give<<<P::Attr as Attr>::Rules as FieldRules>::Slot>,
    {
        set(&mut self.plan, place(E::fields()), value);
        Update { plan: self.plan, types: PhantomData }
    }

    /// Sets an attribute where there is a value for it, and leaves it alone otherwise: for handlers that change what a request
    /// names.
    ///
    /// The type of the update stays as it is, so that it can be built in steps; an update in [`checked`](Self::checked) takes
    /// every attribute that way.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// struct Patch {
    ///     left: Option<i64>,
    /// }
    /// let patch = Patch { left: Some(7) };
    /// let stock = shop.update(Stock::at("tea").set_some(|s| s.left, patch.left)).returning_new().await?;
    /// assert_eq!(stock.left, 7);
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    #[doc(alias("patch"))]
    pub fn set_some<P, V>(mut self, place: impl FnOnce(E::Fields<AnyUse>) -> P, value: Option<V>) -> Self
    where
        P: Place + Takes<V, P::Attr, P::Value, P::Type>,
        P::Attr: Attr<Entity = E>,
        P::Value: Attribute,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: CanSet<P::Attr>,
        <<P::Attr as Attr>::Rules as FieldRules>::Slot: SetSome<States, P::Attr>,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: ChangedAt<P::Attr, P::Depth>,
    {
        if let Some(value) = value {
            set(&mut self.plan, place(E::fields()), value);
        }
        self
    }

    /// Sets an attribute to what DynamoDB computes from attributes of the item as it was before: another attribute, one with a
    /// fallback ([`or`](crate::Field::or)), the sum or difference of two operands, or two lists one behind the other
    /// ([`concat`](crate::Field::concat)).
    ///
    /// An attribute that the item does not have, and that has no fallback, is an
    /// [`ErrorKind::Validation`](crate::ErrorKind::Validation). See [Incrementing and decrementing numeric
    /// attributes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// let doubled = Stock::at("tea").set_to(|s| s.left, |s| s.left + s.left);
    /// assert_eq!(shop.update(doubled).returning_new().await?.left, 4);
    /// let fewer = Stock::at("tea").set_to(|s| s.left, |s| s.left.or(10) - 1);
    /// assert_eq!(shop.update(fewer).returning_new().await?.left, 3);
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    pub fn set_to<P, C>(
        mut self,
        place: impl FnOnce(E::Fields<AnyUse>) -> P,
        value: impl FnOnce(E::Fields<AnyUse>) -> C,
    ) -> Self
    where
        P: Place,
        P::Attr: Attr<Entity = E>,
        C: Computes<P::Attr, P::Value>,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: CanAdd<P::Attr>,
    {
        let path = place(E::fields()).into_path();
        match value(E::fields()).into_set_value() {
            Ok(value) => self.plan.update.set.push((path, value)),
            Err(error) => self.plan.fail(error),
        }
        self
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
        <<P::Attr as Attr>::Rules as FieldRules>::Change: ChangedAt<P::Attr, P::Depth>,
        States: Give<<<P::Attr as Attr>::Rules as FieldRules>::Slot>,
    {
        let _ = place(E::fields());
        let plan = &mut self.plan;
        plan.parts.fixed_now();
        let packed = P::with(value, |value| {
            P::render(value, &mut plan.parts);
            value.map(PackedValue::of).transpose()
        });
        match packed {
            Ok(value) => plan.given(Held { attribute: P::Attr::NAME, value, or_none: false }),
            Err(error) => plan.fail(error),
        }
        Update { plan: self.plan, types: PhantomData }
    }

    /// Sets an attribute that the item does not have yet; one that is there stays: `if_not_exists`.
    #[doc(alias("if_not_exists", "set_if_not_exists"))]
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
    #[doc(alias("unset", "clear"))]
    pub fn remove<P>(
        mut self,
        place: impl FnOnce(E::Fields<AnyUse>) -> P,
    ) -> Update<E, <States as Give<<<P::Attr as Attr>::Rules as FieldRules>::Slot>>::After>
    where
        P: Place,
        P::Attr: Attr<Entity = E>,
        <<P::Attr as Attr>::Rules as FieldRules>::Absence: CanRemove<P::Attr, P::Type>,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: ChangedAt<P::Attr, P::Depth>,
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
    #[doc(alias("increment", "inc", "incr"))]
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
    #[doc(alias("list_append", "push"))]
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
        self.plan.extend(place(E::fields()).into_path(), End::Back, list_of(elements.into_iter().map(P::element)));
        self
    }

    /// Puts elements before those of a list that is there, in their order, or starts one.
    #[doc(alias("push_front"))]
    pub fn prepend<P, V>(
        mut self,
        place: impl FnOnce(E::Fields<AnyUse>) -> P,
        elements: impl IntoIterator<Item = V>,
    ) -> Self
    where
        P: Place + Extends<V, P::Attr, P::Value>,
        P::Attr: Attr<Entity = E>,
        <<P::Attr as Attr>::Rules as FieldRules>::Change: CanAdd<P::Attr>,
    {
        self.plan.extend(place(E::fields()).into_path(), End::Front, list_of(elements.into_iter().map(P::element)));
        self
    }

    /// Takes members out of a set; the set goes with its last member.
    #[doc(alias("delete_from"))]
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

    /// Writes every composed index key again from the parts that the update knows, though none of them is set: this fills an
    /// index that was declared after the item was written.
    ///
    /// A loaded entity knows all parts; an update of it that changes nothing does this by itself. From a key alone, parts that
    /// are not in it must be [`given`](Self::given); otherwise the update fails with
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) before any request.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// let order = shop.get(Order::key(1)).await?.expect("it is there");
    /// shop.update(order.edit().set(|o| o.paid, true).touch()).await?;
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    pub fn touch(mut self) -> Self {
        self.plan.parts.touch();
        self
    }

    /// Looks at index keys when the request is built instead of when the program is compiled.
    ///
    /// The type of the update then no longer says which parts it knows, so that it can be built in steps, as a handler does
    /// that sets what a request names. An update that sets a part of an index key and does not know another one fails with
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), which names that one, before any request.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// let mut update = Stock::at("tea").checked();
    /// if let Some(left) = Some(5) {
    ///     update = update.set(|s| s.left, left);
    /// }
    /// shop.update(update).await?;
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    pub fn checked(self) -> Update<E, Checked> {
        Update { plan: self.plan, types: PhantomData }
    }

    pub(crate) fn into_plan(self) -> UpdatePlan {
        self.plan
    }
}

fn set<P, V>(plan: &mut UpdatePlan, place: P, value: V)
where
    P: Place + Takes<V, P::Attr, P::Value, P::Type>,
    P::Value: Attribute,
{
    let null = place.keeps_null();
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
}
