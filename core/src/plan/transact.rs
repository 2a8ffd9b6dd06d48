//! Actions of transactions, and why they failed.

use std::sync::Arc;

use super::asked::Asked;
use super::item;
use super::retry::Retries;
use crate::backend::{Backend, TransactAction, TransactWrite};
use crate::error::{CancellationReason, Error, ErrorKind};
use crate::schema::EntitySchema;
use crate::value::Item;

/// An operation without its types.
pub(crate) struct PlannedWrite {
    pub(crate) entity: &'static EntitySchema,
    /// Where the operation was made, if a store made it; else it is one of the store that runs the transaction.
    pub(crate) backend: Option<Arc<dyn Backend>>,
    pub(crate) write: Result<TransactWrite, Error>,
    /// Version that a put stores.
    pub(crate) version: u64,
    pub(crate) asked: Asked,
}

impl PlannedWrite {
    /// Returns the primary key of its item.
    pub(crate) fn key(entity: &EntitySchema, write: &TransactWrite) -> Item {
        match &write.action {
            TransactAction::Put { item } => item::key_of(entity.layout, item),
            TransactAction::Update { key, .. } | TransactAction::Delete { key } | TransactAction::Check { key } => {
                key.clone()
            }
        }
    }
}

/// Returns the error of a cancelled transaction, in words that say where which entities stood in the way.
#[cold]
pub(crate) fn explained(
    error: Error,
    what: &str,
    retries: &Retries<'_>,
    about: &[(&'static EntitySchema, Item)],
    place_of: &dyn Fn(usize) -> usize,
) -> Error {
    if error.reasons().is_empty() || error.reasons().len() != about.len() {
        return error;
    }
    let reasons = error.reasons().iter().zip(about).enumerate();
    let mut culprits = Vec::new();
    for (place, (reason, (entity, key))) in reasons {
        if let Some(reason) = error_of(reason, entity, key) {
            culprits.push(format!("{what} {}, {}: {}", place_of(place) + 1, entity.describe(), reason.message()));
        }
    }
    if let Some(more) = culprits.len().checked_sub(MAX_TOLD).filter(|more| *more > 0) {
        culprits.truncate(MAX_TOLD);
        culprits.push(format!("and {more} more"));
    }
    let attempts = retries.attempts().map_or_else(String::new, |attempts| format!(" {attempts}"));
    let message = format!("the transaction was cancelled{attempts}: {}", culprits.join("; "));
    error.with_message(message)
}

/// Returns the error of one action, if it stood in the way.
pub(crate) fn error_of(reason: &CancellationReason, entity: &'static EntitySchema, key: &Item) -> Option<Error> {
    let code = reason.code.as_deref().filter(|code| *code != "None")?;
    let kind = match code {
        "ConditionalCheckFailed" => ErrorKind::ConditionFailed,
        "TransactionConflict" => ErrorKind::TransactionConflict,
        "ProvisionedThroughputExceeded" | "ThrottlingError" => ErrorKind::Throttled,
        "ItemCollectionSizeLimitExceeded" => ErrorKind::LimitExceeded,
        "ValidationError" => ErrorKind::Validation,
        "AccessDenied" => ErrorKind::AccessDenied,
        _ => ErrorKind::Service,
    };
    let message = reason.message.as_deref().unwrap_or("the operation made the transaction fail");
    let mut error = Error::new(kind, message).with_code(code);
    if let Some(item) = &reason.item {
        error = error.with_item(item.clone());
    }
    Some(item::about(error, entity, key))
}

/// Operations that the error of a transaction names one by one.
const MAX_TOLD: usize = 3;

/// Returns the error of an operation without an action that DynamoDB takes.
#[cold]
pub(crate) fn unchanged() -> Error {
    Error::new(ErrorKind::InvalidRequest, "the update changes nothing; a transaction asks for conditions with `check`")
}

/// Returns the one kind of entity that a transaction is about, if it is one.
pub(crate) fn one_entity(about: &[(&'static EntitySchema, Item)]) -> Option<&'static str> {
    let (first, _) = about.first()?;
    about.iter().all(|(entity, _)| std::ptr::eq(*entity, *first)).then_some(first.name)
}

/// Actions that DynamoDB takes in one transaction.
pub(crate) const MAX_ACTIONS: usize = 100;
