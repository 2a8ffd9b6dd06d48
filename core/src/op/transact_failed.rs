//! The error of transactions.

use super::failed::is_its_error;
use crate::error::{CancellationReason, Error, ErrorKind};

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

    /// Returns what kind of thing went wrong; [`ErrorKind::TransactionCanceled`] where there are reasons.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Returns whether the condition of an operation did not hold.
    #[must_use]
    pub fn is_condition_failed(&self) -> bool {
        self.error.reasons().iter().any(CancellationReason::is_condition_failed)
    }

    /// Returns whether the same transaction may succeed a moment later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// Returns why the operations failed, in their places; `None` for one that did not stand in the way.
    #[must_use]
    pub fn reasons(&self) -> &Reasons {
        &self.reasons
    }

    /// Returns why the operations failed, by value.
    #[must_use]
    pub fn into_reasons(self) -> Reasons {
        self.reasons
    }

    /// Returns the error.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }
}

is_its_error!([Reasons] TransactFailed<Reasons>);
