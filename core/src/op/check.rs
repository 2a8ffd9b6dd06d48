//! Conditions on items that a transaction leaves alone.

use std::marker::PhantomData;
use std::sync::Arc;

use crate::backend::TransactWrite;
use crate::error::Error;
use crate::expr::{Condition, Path};
use crate::plan::asked::Asked;
use crate::plan::store::StoreInner;
use crate::plan::transact::PlannedWrite;
use crate::typed::reach::AnyUse;
use crate::typed::{Cond, Entity, Key};
use crate::value::Item;

/// Requires something of an entity that a transaction leaves alone. See [`Store::check`](super::Store::check).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let ship = |number| shop.check(Order::key(number)).when(|o| o.paid.eq(true));
/// let failed = shop.transact((ship(1), Stock::at("tea").add(|s| s.left, -1))).await.unwrap_err();
///
/// let (order, _) = failed.into_reasons();
/// assert_eq!(order.and_then(|failed| failed.into_old()), Some(Order { number: 1, paid: false }));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a check does nothing until a transaction takes it"]
pub struct Check<E> {
    store: Arc<StoreInner>,
    key: Result<Item, Error>,
    missing: bool,
    condition: Option<Condition>,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Check<E> {
    pub(crate) fn new(store: Arc<StoreInner>, key: Key<E>) -> Self {
        Self { store, key: key.into_item(), missing: false, condition: None, entity: PhantomData }
    }

    /// Demands that this holds for the item, too.
    pub fn when(mut self, condition: impl FnOnce(E::Fields<AnyUse>) -> Cond<E>) -> Self {
        match condition(E::fields()).into_tree() {
            Ok(condition) => Condition::narrow(&mut self.condition, condition),
            Err(error) => self.key = Err(error),
        }
        self
    }

    /// Requires that there is no such entity.
    pub fn missing(mut self) -> Self {
        self.missing = true;
        self
    }

    pub(super) fn into_planned(self) -> PlannedWrite {
        let (store, missing, asked) = (self.store, self.missing, self.condition);
        let write = self.key.map(|key| {
            let hash = Path::attribute(E::SCHEMA.layout.hash.name);
            let presence = if missing { Condition::NotExists(hash) } else { Condition::Exists(hash) };
            let condition = match asked {
                Some(asked) => presence.and(asked),
                None => presence,
            };
            let mut write = TransactWrite::check(Arc::clone(&store.table), key, condition);
            write.return_old_on_failure = true;
            write
        });
        let asked = Asked { missing: self.missing, version: None };
        PlannedWrite { entity: E::SCHEMA, backend: Some(Arc::clone(&store.backend)), write, version: 0, asked }
    }
}
