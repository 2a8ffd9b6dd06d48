//! Reading several items as they are at one moment.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Detailed, Pending};
use crate::backend::TransactGetItems;
use crate::error::Error;
use crate::plan::store::StoreInner;
use crate::plan::transact_get::Found;
use crate::plan::transact_get::Plan;
use crate::typed::reach::KeyList;

/// Reads several items as they are at one moment; await it. See [`Store::transact_get`](super::Store::transact_get).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let [first, second] = shop.transact_get([Order::key(1), Order::key(2)]).await?;
/// assert_eq!((first.map(|order| order.paid), second), (Some(false), None));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a read does nothing unless awaited"]
pub struct TransactGet<T, K, Entities> {
    plan: Plan,
    types: PhantomData<fn() -> (T, K, Entities)>,
}

impl<T, Entities, K: KeyList<T, Entities>> TransactGet<T, K, Entities> {
    pub(crate) fn new(store: Arc<StoreInner>, keys: K) -> Self {
        Self { plan: Plan { store, keys: keys.into_keys(), capacity: false }, types: PhantomData }
    }

    /// Reads, and returns with the result what the call consumed.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<K::Found>, Error>> {
        self.plan.capacity = true;
        Box::pin(run(self.plan, K::read))
    }

    /// Returns the request that would be sent.
    pub fn request(self) -> Result<TransactGetItems, Error> {
        Ok(self.plan.ready()?.request)
    }
}

async fn run<Entities>(plan: Plan, read: fn(Found) -> Result<Entities, Error>) -> Result<Detailed<Entities>, Error> {
    let (found, meta) = plan.run().await?;
    Ok(Detailed::new(read(found)?, meta))
}

impl<T, Entities, K: KeyList<T, Entities>> IntoFuture for TransactGet<T, K, Entities> {
    /// The entities in the places of their keys; `None` where there is none.
    type Output = Result<K::Found, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let found = run(self.plan, K::read);
        Box::pin(async move { Ok(found.await?.value) })
    }
}
