//! Writing several items, all of them or none.

use std::collections::HashMap;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use super::detailed::add_meta;
use super::retry::{Retries, passes};
use super::store::StoreInner;
use super::transact_failed::{error_of, explained};
use super::transact_op::Planned;
use super::{Detailed, Pending, TransactFailed, codec, random};
use crate::backend::{ResponseMeta, ReturnConsumed, TransactWriteItems};
use crate::error::{Error, ErrorKind};
use crate::reach::Ops;
use crate::schema::EntitySchema;
use crate::value::Item;

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

struct Plan {
    store: Arc<StoreInner>,
    ops: Vec<Planned>,
    token: Option<String>,
    capacity: bool,
}

/// A transaction that is ready to be sent.
struct Ready {
    request: TransactWriteItems,
    /// Of each action, what it is about.
    about: Vec<(&'static EntitySchema, Item)>,
    versions: Vec<u64>,
}

impl Plan {
    /// The request, without a token that was not given.
    fn ready(self) -> Result<Ready, Error> {
        let count = self.ops.len();
        if count > MAX_ACTIONS {
            return Err(invalid(format!("a transaction of {count} operations; DynamoDB takes up to {MAX_ACTIONS}")));
        }
        let mut actions = Vec::with_capacity(count);
        let (mut about, mut versions) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for (place, Planned { entity, backend, write, version }) in self.ops.into_iter().enumerate() {
            let mut write = write.map_err(|error| error.with_entity(entity.describe()).in_place("operation", place))?;
            match backend {
                None => write.table = Arc::clone(&self.store.table),
                Some(backend) if Arc::ptr_eq(&backend, &self.store.backend) => {}
                Some(_) => {
                    let error = invalid("it was made by a store on another backend, and a transaction has one");
                    return Err(error.with_entity(entity.describe()).in_place("operation", place));
                }
            }
            about.push((entity, Planned::key(entity, &write)));
            versions.push(version);
            actions.push(write);
        }
        let mut items = HashMap::with_capacity(count);
        for (place, (action, (entity, key))) in actions.iter().zip(&about).enumerate() {
            if let Some(first) = items.insert((&action.table, key), place) {
                let (first, second) = (first + 1, place + 1);
                let error = invalid(format!(
                    "operations {first} and {second} are on one item; put all that happens to an item into one operation"
                ));
                return Err(codec::about(error, entity, key));
            }
        }
        let mut request = TransactWriteItems::new(actions);
        request.token = self.token;
        if self.capacity {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        Ok(Ready { request, about, versions })
    }

    /// The versions that were stored, or the error and that of each operation.
    async fn run(self) -> Result<(Vec<u64>, ResponseMeta), (Error, Vec<Option<Error>>)> {
        let store = Arc::clone(&self.store);
        let count = self.ops.len();
        let none = || std::iter::repeat_with(|| None).take(count).collect();
        let Ready { mut request, about, versions } = self.ready().map_err(|error| (error, none()))?;
        let mut meta = ResponseMeta::default();
        if request.actions.is_empty() {
            return Ok((versions, meta));
        }
        let clock = store.backend.clock();
        // One for all attempts: whichever of them got through, the transaction is done once.
        request.token.get_or_insert_with(|| random::token(clock.now()));
        let mut retries = Retries::new(store.retry, clock);
        loop {
            let reply = store.backend.transact_write_items(request.clone());
            match store.call("TransactWriteItems", one_entity(&about), None, reply).await {
                Ok(output) => {
                    add_meta(&mut meta, output.meta);
                    return Ok((versions, meta));
                }
                Err(error) if passes(&error) && retries.again(false).await => {}
                Err(error) => {
                    let reasons = error.reasons();
                    let errors = match reasons.len() == count {
                        true => {
                            let pairs = reasons.iter().zip(&about);
                            pairs.map(|(reason, (entity, key))| error_of(reason, entity, key)).collect()
                        }
                        false => none(),
                    };
                    return Err((explained(error, "operation", &retries, &about, &|place| place), errors));
                }
            }
        }
    }
}

/// The one kind of entity that a transaction is about, if it is one.
pub(super) fn one_entity(about: &[(&'static EntitySchema, Item)]) -> Option<&'static str> {
    let (first, _) = about.first()?;
    about.iter().all(|(entity, _)| std::ptr::eq(*entity, *first)).then_some(first.name)
}

#[cold]
fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
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

    /// The same transaction, with what it consumed.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<O::Done>, TransactFailed<O::Reasons>>> {
        self.plan.capacity = true;
        Box::pin(run(self.plan, O::done, O::reasons))
    }

    /// The request that would be sent, without the token that is made up when it is.
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
    /// What the operations yield, in their places: the new version of what was put with an optimistic lock, else `()`.
    type Output = Result<O::Done, TransactFailed<O::Reasons>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let done = run(self.plan, O::done, O::reasons);
        Box::pin(async move { Ok(done.await?.value) })
    }
}

/// Actions that DynamoDB takes in one transaction.
pub(super) const MAX_ACTIONS: usize = 100;
