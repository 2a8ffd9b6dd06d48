//! Reading one item.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Detailed, Pending};
use crate::backend::{GetItem, ReturnConsumed};
use crate::error::Error;
use crate::plan::get::Plan;
use crate::plan::store::StoreInner;
use crate::typed::{Entity, Key, codec};

/// Reads one entity by its key; await it. See [`Store::get`](super::Store::get).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let order: Option<Order> = shop.get(Order::key(1)).consistent().await?;
/// assert_eq!(order, Some(Order { number: 1, paid: false }));
/// assert_eq!(shop.get(Order::key(2)).await?, None);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a read does nothing unless awaited"]
pub struct Get<E> {
    plan: Plan,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Get<E> {
    pub(crate) fn new(store: Arc<StoreInner>, key: Key<E>) -> Self {
        let request = key.into_item().map(|key| GetItem::new(Arc::clone(&store.table), key));
        Self { plan: Plan { store, request, entity: E::SCHEMA }, entity: PhantomData }
    }

    /// Sees every write that completed before the read; costs twice as much.
    #[doc(alias("consistent_read"))]
    pub fn consistent(mut self) -> Self {
        if let Ok(request) = &mut self.plan.request {
            request.consistent = true;
        }
        self
    }

    /// Reads, and returns with the result what the call consumed.
    #[must_use]
    #[doc(alias("return_consumed_capacity"))]
    pub fn detailed(mut self) -> Pending<Result<Detailed<Option<E>>, Error>> {
        if let Ok(request) = &mut self.plan.request {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        Box::pin(async move {
            let (item, meta) = self.plan.run().await?;
            Ok(Detailed::new(item.as_ref().map(codec::entity_of).transpose()?, meta))
        })
    }

    /// Returns the request that would be sent.
    pub fn request(self) -> Result<GetItem, Error> {
        self.plan.request
    }
}

impl<E: Entity> IntoFuture for Get<E> {
    type Output = Result<Option<E>, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.plan.run().await?.0.as_ref().map(codec::entity_of).transpose() })
    }
}
