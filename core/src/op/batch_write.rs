//! Writing and deleting many items.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::failed::is_its_error;
use super::{Detailed, Pending};
use crate::backend;
use crate::backend::BatchWriteItem;
use crate::error::{Error, ErrorKind};
use crate::plan::batch_write::Plan;
use crate::plan::store::StoreInner;
use crate::typed::reach::{Holds, PutBlindly};
use crate::typed::{KeyFor, Storable, Table};

/// Writes and deletes entities of any kind, as many as there are and without conditions; await it. See
/// [`Store::batch_write`](super::Store::batch_write).
///
/// Each item is written on its own, wholly or not at all, in no particular order. What fails says what was written and what is
/// left. Where a future may be dropped on the way, [`send`](Self::send) keeps that knowledge.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let orders: Vec<Order> = (0..60).map(|number| Order { number, paid: true }).collect();
/// let mut batch = shop.batch_write().put_all(&orders).put(&Stock { sku: "mill".into(), left: 9 });
/// assert_eq!(batch.left().len(), 61);
///
/// batch.send().await?; // or `batch.await?`
/// assert_eq!((batch.written().len(), batch.left().len()), (61, 0));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a write does nothing unless awaited"]
pub struct BatchWrite<T> {
    plan: Plan,
    table: PhantomData<fn() -> T>,
}

impl<T: Table> BatchWrite<T> {
    pub(crate) fn new(store: Arc<StoreInner>) -> Self {
        Self { plan: Plan::new(store), table: PhantomData }
    }

    /// Writes an entity, replacing what has its key. One with an optimistic lock is always written on a condition, which a
    /// batch cannot have.
    pub fn put<E: Storable>(self, entity: &E) -> Self
    where
        T: Holds<E>,
        E::Version: PutBlindly<E>,
    {
        self.put_all([entity])
    }

    /// Writes entities, each replacing what has its key.
    ///
    /// A variant of the table's enum that has an optimistic lock is refused with [`ErrorKind::InvalidRequest`] when the batch is sent.
    pub fn put_all<'e, E: Storable>(mut self, entities: impl IntoIterator<Item = &'e E>) -> Self
    where
        T: Holds<E>,
        E::Version: PutBlindly<E>,
    {
        for entity in entities {
            let (schema, stored) = entity.stored();
            self.plan.put(schema, stored.item(stored.lock()));
        }
        self
    }

    /// Deletes the entity with this key; deleting what is not there succeeds.
    pub fn delete<E: Storable>(self, key: impl KeyFor<E>) -> Self
    where
        T: Holds<E>,
    {
        self.delete_all([key])
    }

    /// Deletes the entities with these keys.
    pub fn delete_all<E: Storable>(mut self, keys: impl IntoIterator<Item = impl KeyFor<E>>) -> Self
    where
        T: Holds<E>,
    {
        for key in keys {
            let key = key.into_key();
            self.plan.delete(key.schema(), key.into_item());
        }
        self
    }

    /// Sends what is left, and keeps account of it here: when the future is dropped on the way, or fails, what is known to be
    /// written is in [`written`](Self::written), and all else in [`left`](Self::left), to be sent again.
    pub async fn send(&mut self) -> Result<(), Error> {
        self.plan.send().await
    }

    /// Returns what is not known to be written.
    pub fn left(&self) -> impl ExactSizeIterator<Item = &backend::BatchWrite> {
        self.plan.left.iter().map(|write| &write.write)
    }

    /// Returns what was written.
    #[must_use]
    pub fn written(&self) -> &[backend::BatchWrite] {
        &self.plan.written
    }

    /// Writes, and returns what all calls consumed and the id of the last one.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<()>, Unwritten<T>>> {
        self.plan.capacity = true;
        Box::pin(async move {
            match self.plan.send().await {
                Ok(()) => Ok(Detailed::new((), self.plan.meta)),
                Err(error) => Err(Unwritten { error, batch: self }),
            }
        })
    }

    /// Returns the requests that would be sent, as long as nothing is left unprocessed.
    pub fn requests(self) -> Result<Vec<BatchWriteItem>, Error> {
        self.plan.check()?;
        let (mut from, mut requests) = (0, Vec::new());
        while from < self.plan.left.len() {
            let count = self.plan.next(from);
            requests.push(self.plan.request(from, count));
            from += count;
        }
        Ok(requests)
    }
}

impl<T: Table> IntoFuture for BatchWrite<T> {
    type Output = Result<(), Unwritten<T>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            match self.plan.send().await {
                Ok(()) => Ok(()),
                Err(error) => Err(Unwritten { error, batch: self }),
            }
        })
    }
}

impl<T> fmt::Debug for BatchWrite<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, written) = (self.plan.left.len(), self.plan.written.len());
        f.debug_struct("BatchWrite").field("left", &left).field("written", &written).finish_non_exhaustive()
    }
}

/// Why a batch did not write everything, what it has written, and what is left.
///
/// `?` turns it into an [`Error`].
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let orders: Vec<Order> = (0..60).map(|number| Order { number, paid: true }).collect();
/// let mut batch = shop.batch_write().put_all(&orders);
/// while let Err(failed) = batch.await {
///     if !failed.is_retryable() {
///         return Err(failed.into());
///     }
///     println!("{} orders are there, {} are left", failed.written().len(), failed.left().len());
///     batch = failed.into_left();
/// }
/// # assert_eq!(shop.get(Order::key(7)).await?, Some(orders[7].clone()));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "it holds what was not written"]
pub struct Unwritten<T> {
    error: Error,
    batch: BatchWrite<T>,
}

impl<T: Table> Unwritten<T> {
    /// Returns what kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Returns whether the rest may be written a moment later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// Returns what was written.
    #[must_use]
    pub fn written(&self) -> &[backend::BatchWrite] {
        self.batch.written()
    }

    /// Returns what is not known to be written. Of a call that did not get an answer, some of it can be.
    pub fn left(&self) -> impl ExactSizeIterator<Item = &backend::BatchWrite> {
        self.batch.left()
    }

    /// Returns a batch of what is left; await it to go on.
    pub fn into_left(self) -> BatchWrite<T> {
        self.batch
    }

    /// Returns the error.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }
}

is_its_error!([T] Unwritten<T>);
