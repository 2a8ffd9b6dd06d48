//! Writing several items, all of them or none.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Detailed, Pending, TransactFailed};
use crate::backend::TransactWriteItems;
use crate::error::Error;
use crate::plan::store::StoreInner;
use crate::plan::transact_write::Plan;
use crate::typed::reach::Ops;

/// Writes several items, all of them or none; await it. See [`Store::transact`](super::Store::transact). A function over any
/// transaction takes `impl Ops<Shop>`, with [`Ops`] from [`reach`](crate::reach).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let pay = || (Order::at(1).set(|o| o.paid, true), Stock::at("tea").add(|s| s.left, -1));
/// shop.transact(pay()).token("payment-7").await?;
/// shop.transact(pay()).token("payment-7").await?; // by whoever does not know that it is done
///
/// assert_eq!(shop.get(Stock::key("tea")).await?.map(|stock| stock.left), Some(1));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a write does nothing unless awaited"]
pub struct Transact<T, O> {
    plan: Plan,
    types: PhantomData<fn() -> (T, O)>,
}

impl<T, O: Ops<T>> Transact<T, O> {
    pub(crate) fn new(store: Arc<StoreInner>, ops: O) -> Self {
        let ops = ops.into_ops().into_iter().map(|op| op.planned).collect();
        Self { plan: Plan { store, ops, token: None, capacity: false }, types: PhantomData }
    }

    /// Makes the transaction idempotent beyond this call: within ten minutes DynamoDB does the same transaction with the same
    /// token once, in whichever process. Without it, one that is made up keeps the attempts of this call together. 1 to 36
    /// characters.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.plan.token = Some(token.into());
        self
    }

    /// Runs the transaction, and returns with its result what the call consumed.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<O::Done>, TransactFailed<O::Reasons>>> {
        self.plan.capacity = true;
        Box::pin(run(self.plan, O::done, O::reasons))
    }

    /// Returns the request that would be sent, without the token that is made up when it is.
    pub fn request(self) -> Result<TransactWriteItems, Error> {
        Ok(self.plan.ready()?.request)
    }
}

async fn run<Done, Reasons>(
    plan: Plan,
    done: fn(Vec<u64>) -> Done,
    reasons: fn(Vec<Option<Error>>) -> Reasons,
) -> Result<Detailed<Done>, TransactFailed<Reasons>> {
    match plan.run().await {
        Ok((versions, meta)) => Ok(Detailed::new(done(versions), meta)),
        Err((error, errors)) => Err(TransactFailed::new(error, reasons(errors))),
    }
}

impl<T, O: Ops<T>> IntoFuture for Transact<T, O> {
    /// The results of the operations, in their places: the new version of an entity that was put with an optimistic lock, else
    /// `()`.
    type Output = Result<O::Done, TransactFailed<O::Reasons>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let done = run(self.plan, O::done, O::reasons);
        Box::pin(async move { Ok(done.await?.value) })
    }
}
