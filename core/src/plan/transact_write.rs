//! The writes of several items, all of them or none.

use std::collections::HashMap;
use std::sync::Arc;

use super::asked::Asked;
use super::retry::{Retries, passes};
use super::store::StoreInner;
use super::transact::{MAX_ACTIONS, PlannedWrite, error_of, explained, one_entity};
use super::{item, random};
use crate::backend::{ResponseMeta, ReturnConsumed, TransactWriteItems};
use crate::error::{Error, ErrorKind};
use crate::schema::EntitySchema;
use crate::value::Item;

pub(crate) struct Plan {
    pub(crate) store: Arc<StoreInner>,
    pub(crate) ops: Vec<PlannedWrite>,
    pub(crate) token: Option<String>,
    pub(crate) capacity: bool,
}

/// A transaction that is ready to be sent.
pub(crate) struct Ready {
    pub(crate) request: TransactWriteItems,
    /// Entity and key of each action.
    pub(crate) about: Vec<(&'static EntitySchema, Item)>,
    pub(crate) versions: Vec<u64>,
    pub(crate) asked: Vec<Asked>,
}

impl Plan {
    /// Returns the request, without a token that was not given.
    pub(crate) fn ready(self) -> Result<Ready, Error> {
        let count = self.ops.len();
        if count > MAX_ACTIONS {
            return Err(invalid(format!("a transaction of {count} operations; DynamoDB takes up to {MAX_ACTIONS}")));
        }
        let mut actions = Vec::with_capacity(count);
        let (mut about, mut versions) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut all_asked = Vec::with_capacity(count);
        for (place, PlannedWrite { entity, backend, write, version, asked }) in self.ops.into_iter().enumerate() {
            let mut write = write.map_err(|error| error.with_entity(entity.describe()).in_place("operation", place))?;
            match backend {
                None => write.table = Arc::clone(&self.store.table),
                Some(backend) if Arc::ptr_eq(&backend, &self.store.backend) => {}
                Some(_) => {
                    let error = invalid("it was made by a store on another backend, and a transaction has one");
                    return Err(error.with_entity(entity.describe()).in_place("operation", place));
                }
            }
            about.push((entity, PlannedWrite::key(entity, &write)));
            versions.push(version);
            all_asked.push(asked);
            actions.push(write);
        }
        let mut items = HashMap::with_capacity(count);
        for (place, (action, (entity, key))) in actions.iter().zip(&about).enumerate() {
            if let Some(first) = items.insert((&action.table, key), place) {
                let (first, second) = (first + 1, place + 1);
                let error = invalid(format!(
                    "operations {first} and {second} are on one item; put all that happens to an item into one operation"
                ));
                return Err(item::about(error, entity, key));
            }
        }
        let mut request = TransactWriteItems::new(actions);
        request.token = self.token;
        if self.capacity {
            request.return_consumed = ReturnConsumed::Indexes;
        }
        Ok(Ready { request, about, versions, asked: all_asked })
    }

    /// Returns the versions that were stored, or the error and that of each operation.
    pub(crate) async fn run(self) -> Result<(Vec<u64>, ResponseMeta), (Error, Vec<Option<Error>>)> {
        let store = Arc::clone(&self.store);
        let count = self.ops.len();
        let none = || std::iter::repeat_with(|| None).take(count).collect();
        let Ready { mut request, about, versions, asked } = self.ready().map_err(|error| (error, none()))?;
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
                    meta.add_batch(output.meta);
                    return Ok((versions, meta));
                }
                Err(error) if passes(&error) && retries.again(false).await => {}
                Err(error) => {
                    let reasons = error.reasons();
                    let errors = match reasons.len() == count {
                        true => {
                            let all = reasons.iter().zip(&about).zip(asked);
                            all.map(|((reason, (entity, key)), asked)| {
                                error_of(reason, entity, key).map(|error| asked.explain(error))
                            })
                            .collect()
                        }
                        false => none(),
                    };
                    return Err((explained(error, "operation", &retries, &about, &|place| place), errors));
                }
            }
        }
    }
}

#[cold]
fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}
