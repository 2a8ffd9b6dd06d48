//! The error of transactions.

use super::codec;
use super::failed::is_its_error;
use super::retry::Retries;
use crate::error::{CancellationReason, Error, ErrorKind};
use crate::schema::EntitySchema;
use crate::value::Item;

/// Why a transaction did nothing, and where it was cancelled, which operations stood in the way.
///
/// `Reasons` has the form of what was given: a tuple for a tuple, a vector for a vector, with a
/// [`Failed`](super::Failed) or `None` in each place. `?` turns it into an [`Error`].
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let sold_out = shop.update(Stock::at("tea").add(|s| s.left, -3)).when(|s| s.left.ge(3));
/// match shop.transact((shop.put(&Order { number: 2, paid: false }), sold_out)).await {
///     Err(failed) if failed.is_condition_failed() => {
///         assert_eq!(
///             failed.to_string(),
///             "the transaction was cancelled: operation 2, Stock (STOCK#{sku} / STOCK): \
///              The conditional request failed (TransactionCanceledException)"
///         );
///         let (order, stock) = failed.into_reasons();
///         assert!(order.is_none(), "it did not stand in the way");
///         assert_eq!(stock.and_then(|failed| failed.into_old()).map(|stock| stock.left), Some(2));
///     }
///     other => panic!("{other:?}"),
/// }
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub struct TransactFailed<Reasons> {
    error: Error,
    reasons: Reasons,
}

impl<Reasons> TransactFailed<Reasons> {
    pub(super) fn new(error: Error, reasons: Reasons) -> Self {
        Self { error, reasons }
    }

    /// What kind of thing went wrong; [`ErrorKind::TransactionCanceled`] where there are reasons.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Whether the condition of an operation did not hold.
    #[must_use]
    pub fn is_condition_failed(&self) -> bool {
        self.error.reasons().iter().any(CancellationReason::is_condition_failed)
    }

    /// Whether the same transaction may succeed a moment later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// Why the operations failed, in their places; `None` for one that did not stand in the way.
    #[must_use]
    pub fn reasons(&self) -> &Reasons {
        &self.reasons
    }

    /// Why the operations failed, by value.
    #[must_use]
    pub fn into_reasons(self) -> Reasons {
        self.reasons
    }

    /// The error.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }
}

/// The error of a cancelled transaction, in words that say where which entities stood in the way.
#[cold]
pub(super) fn explained(
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

/// The error of one action, if it stood in the way.
pub(super) fn error_of(reason: &CancellationReason, entity: &'static EntitySchema, key: &Item) -> Option<Error> {
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
    Some(codec::about(error, entity, key))
}

is_its_error!([Reasons] TransactFailed<Reasons>);

/// Operations that the error of a transaction names one by one.
const MAX_TOLD: usize = 3;
