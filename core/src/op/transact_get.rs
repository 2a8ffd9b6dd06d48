//! Reading several items as they are at one moment.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Detailed, Lenient, Pending, Readable};
use crate::backend::{ResponseMeta, TransactGetItems};
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
        let found = run(self.plan, K::read, false);
        Box::pin(async move { found.await.map(|(found, meta)| Detailed::new(found.value, meta)) })
    }

    /// Reads what can be read: an item that is no such entity, since another program or version wrote it, does not stand in the way
    /// of the others.
    pub fn lenient(self) -> Lenient<Self> {
        Lenient(self)
    }

    pub(super) fn read_readable(self) -> Pending<Result<Readable<K::Found>, Error>> {
        let found = run(self.plan, K::read, true);
        Box::pin(async move { Ok(found.await?.0) })
    }

    /// Returns the request that would be sent.
    pub fn request(self) -> Result<TransactGetItems, Error> {
        Ok(self.plan.ready()?.request)
    }
}

async fn run<Entities>(
    plan: Plan,
    read: fn(&mut Found) -> Entities,
    lenient: bool,
) -> Result<(Readable<Entities>, ResponseMeta), Error> {
    let (mut found, meta) = plan.run().await?;
    found.trouble.unreadable = lenient.then(Vec::new);
    let entities = read(&mut found);
    match found.trouble.error {
        None => Ok((Readable::from((entities, found.trouble.unreadable.unwrap_or_default(), 0)), meta)),
        Some(error) => Err(error),
    }
}

impl<T, Entities, K: KeyList<T, Entities>> IntoFuture for TransactGet<T, K, Entities> {
    /// The entities in the places of their keys; `None` where there is none.
    type Output = Result<K::Found, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let found = run(self.plan, K::read, false);
        Box::pin(async move { Ok(found.await?.0.value) })
    }
}
