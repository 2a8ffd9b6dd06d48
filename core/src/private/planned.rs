//! Key plans inside generated query types.

use std::marker::PhantomData;

use crate::key::{IntoPartRange, KeyPart, KeyValue, PartValue};
use crate::plan::KeyPlan;
use crate::schema::EntitySchema;
use crate::typed::reach::PartsGiven;
use crate::value::Attribute;

/// A [`KeyPlan`] and the state of its sort key.
pub struct Planned<State> {
    plan: KeyPlan,
    state: PhantomData<fn() -> State>,
}

impl Planned<PartsGiven<0>> {
    /// Creates a plan for the pattern at this place.
    #[must_use]
    pub fn new(entity: &'static EntitySchema, place: usize) -> Self {
        Self { plan: KeyPlan::new(entity, place), state: PhantomData }
    }

    /// Gives the next part of a composed partition key.
    #[must_use]
    pub fn partition<T: KeyPart, V: PartValue<T>>(self, value: V) -> Self {
        Self { plan: self.plan.partition::<T, V>(value), state: PhantomData }
    }

    /// Gives the next attribute of a partition key of stored attributes.
    #[must_use]
    pub fn partition_stored<T: Attribute, V: PartValue<T>>(self, value: V) -> Self {
        Self { plan: self.plan.partition_stored::<T, V>(value), state: PhantomData }
    }
}

impl<State> Planned<State> {
    /// Sets the condition on the next part of a composed sort key.
    #[must_use]
    pub fn sort<T: KeyPart, A, R: IntoPartRange<T, A>, Next>(self, range: R) -> Planned<Next> {
        Planned { plan: self.plan.sort::<T, A, R>(range), state: PhantomData }
    }

    /// Sets the condition on the next attribute of a sort key of stored attributes.
    #[must_use]
    pub fn sort_stored<T: Attribute + KeyValue, A, R: IntoPartRange<T, A>, Next>(self, range: R) -> Planned<Next> {
        Planned { plan: self.plan.sort_stored::<T, A, R>(range), state: PhantomData }
    }

    /// Returns the plan without its state.
    #[must_use]
    pub fn into_plan(self) -> KeyPlan {
        self.plan
    }
}
