//! Reading many items by their keys.

use std::collections::HashMap;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::failed::is_its_error;
use super::{Detailed, Lenient, Lists, Longer, Pending, Readable};
use crate::backend::{BatchGetItem, ResponseMeta};
use crate::error::{Error, ErrorKind};
use crate::plan::batch_get::{MAX_KEYS, Outcome, Plan, Trouble};
use crate::plan::store::StoreInner;
use crate::typed::reach::Holds;
use crate::typed::{Entity, KeyFor, Table};

/// Reads entities by their keys, as many as there are; await it. See [`Store::batch_get`](super::Store::batch_get).
///
/// The results stand in the order of the keys, `None` for a key that has no item. Keys may repeat. Each item is read on its
/// own: writes that happen meanwhile are seen in some and not in others.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let read = shop.batch_get((0..150).map(Order::key)).and([Stock::key("tea")]).consistent().detailed().await?;
/// let (orders, stock) = read.value;
/// assert_eq!((orders.len(), stock.len()), (150, 1));
/// assert_eq!(read.consumed.map(|consumed| consumed.units), Some(151.0));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a read does nothing unless awaited"]
pub struct BatchGet<T, L> {
    plan: Plan,
    types: PhantomData<fn() -> (T, L)>,
}

impl<T: Table, A: Entity> BatchGet<T, (A,)> {
    pub(crate) fn new(store: Arc<StoreInner>, keys: impl IntoIterator<Item = impl KeyFor<A>>) -> Self {
        let mut plan = Plan {
            store,
            lists: Vec::new(),
            keys: Vec::new(),
            places: HashMap::new(),
            consistent: false,
            capacity: false,
            error: None,
        };
        keys_of(&mut plan, keys);
        Self { plan, types: PhantomData }
    }
}

impl<T: Table, L: Lists> BatchGet<T, L> {
    /// Reads entities of another kind in the same calls. The result is a tuple, with a list for each kind; up to eight.
    #[doc(alias("and_get", "with"))]
    pub fn and<E: Entity>(mut self, keys: impl IntoIterator<Item = impl KeyFor<E>>) -> BatchGet<T, L::Lists>
    where
        T: Holds<E>,
        L: Longer<E>,
    {
        keys_of(&mut self.plan, keys);
        BatchGet { plan: self.plan, types: PhantomData }
    }

    /// Sees every write that completed before the read; costs twice as much.
    #[doc(alias("consistent_read"))]
    pub fn consistent(mut self) -> Self {
        self.plan.consistent = true;
        self
    }

    /// Reads, and returns with the result what all calls consumed and the id of the last one.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<L::Read>, Unread<L>>> {
        self.plan.capacity = true;
        let read = read::<L>(self.plan, false);
        Box::pin(async move { read.await.map(|(read, meta)| Detailed::new(read.value, meta)) })
    }

    /// Reads what can be read: an item that is no such entity, since another program or version wrote it, does not stand in the way
    /// of the others. Where an error is left, what was read is in it as without this.
    pub fn lenient(self) -> Lenient<Self> {
        Lenient(self)
    }

    pub(super) fn read_readable(self) -> Pending<Result<Readable<L::Read>, Unread<L>>> {
        let read = read::<L>(self.plan, true);
        Box::pin(async move { Ok(read.await?.0) })
    }

    /// Returns the requests that would be sent, as long as nothing is left unprocessed.
    pub fn requests(self) -> Result<Vec<BatchGetItem>, Error> {
        match self.plan.error {
            Some(error) => Err(error),
            None => Ok(self.plan.keys.chunks(MAX_KEYS).map(|keys| self.plan.request(keys.iter())).collect()),
        }
    }
}

fn keys_of<E: Entity>(plan: &mut Plan, keys: impl IntoIterator<Item = impl KeyFor<E>>) {
    plan.add(E::SCHEMA, keys.into_iter().map(|key| key.into_key().into_item()).collect());
}

async fn read<L: Lists>(mut plan: Plan, lenient: bool) -> Result<(Readable<L::Read>, ResponseMeta), Unread<L>> {
    let Outcome { answers, meta, error } = plan.read().await;
    let mut trouble = Trouble { error, unreadable: lenient.then(Vec::new) };
    let (read, left) = L::read(plan.sort(&answers), &mut trouble);
    match trouble.error {
        None => Ok((Readable::from((read, trouble.unreadable.unwrap_or_default(), 0)), meta)),
        Some(error) => Err(Unread { error, read, left }),
    }
}

impl<T: Table, L: Lists> IntoFuture for BatchGet<T, L> {
    /// A list in the order of the keys; of several kinds of entities a tuple of lists.
    type Output = Result<L::Read, Unread<L>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let read = read::<L>(self.plan, false);
        Box::pin(async move { Ok(read.await?.0.value) })
    }
}

/// Why a batch did not read everything, what it has read, and which keys are left.
///
/// `?` turns it into an [`Error`].
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let orders = match shop.batch_get((0..150).map(Order::key)).await {
///     Ok(orders) => orders,
///     Err(failed) if failed.is_retryable() => {
///         println!("{failed}; the first of them is {:?}", failed.left().first());
///         let (some, left) = failed.into_parts();
///         some.into_iter().chain(shop.batch_get(left).await?).collect()
///     }
///     Err(failed) => return Err(failed.into()),
/// };
/// assert_eq!(orders.into_iter().flatten().count(), 1);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "it holds the keys that were not read"]
pub struct Unread<L: Lists> {
    error: Error,
    read: L::Read,
    left: L::Left,
}

impl<L: Lists> Unread<L> {
    /// Returns what kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Returns whether the rest may be read a moment later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// Returns what was read, in the order of the keys. `None` stands for items that are not there, and for those that
    /// [`left`](Self::left) names.
    #[must_use]
    pub fn read(&self) -> &L::Read {
        &self.read
    }

    /// Returns the keys of which nothing is known: they were not read, or what was read is no such entity.
    #[must_use]
    pub fn left(&self) -> &L::Left {
        &self.left
    }

    /// Returns what was read, and the keys that are left.
    #[must_use]
    pub fn into_parts(self) -> (L::Read, L::Left) {
        (self.read, self.left)
    }

    /// Returns the error.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }
}

is_its_error!([L: Lists] Unread<L>);
