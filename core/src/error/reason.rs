//! Why an action of a transaction failed.

use crate::value::Item;

/// Why one action of a transaction made it fail, or that it did not; see [`Error::reasons`](crate::Error::reasons).
///
/// See [TransactWriteItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors)
/// for the codes.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CancellationReason {
    /// Such as `ConditionalCheckFailed`; `None` of an action that did not fail.
    pub code: Option<String>,
    /// The reason in DynamoDB's words.
    pub message: Option<String>,
    /// The item that did not meet the condition, where it was asked for.
    pub item: Option<Item>,
}

impl CancellationReason {
    /// Returns the reason of an action that did not fail.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Creates a reason of this code.
    #[must_use]
    pub fn new(code: impl Into<String>, message: Option<String>, item: Option<Item>) -> Self {
        Self { code: Some(code.into()), message, item }
    }

    /// Leaves out the values that the message quotes.
    pub(crate) fn forget_values(&mut self) {
        self.message = self.message.take().map(|message| super::without_values(&message));
    }

    /// Returns whether the condition of the action did not hold.
    #[must_use]
    pub fn is_condition_failed(&self) -> bool {
        self.code.as_deref() == Some("ConditionalCheckFailed")
    }

    /// Returns whether the same transaction may succeed a moment later, as far as this action goes: it did not fail, or met another
    /// transaction or a limit of throughput.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.code.as_deref().is_none_or(|code| RETRYABLE.contains(&code))
    }
}

const RETRYABLE: [&str; 3] = ["TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, ErrorKind};

    #[test]
    fn a_cancelled_transaction_is_tried_again_where_no_action_stands_against_it() {
        let cancelled = |codes: &[Option<&str>]| {
            let reason =
                |code: &Option<&str>| CancellationReason { code: code.map(str::to_owned), ..Default::default() };
            let reasons = codes.iter().map(reason).collect();
            Error::new(ErrorKind::TransactionCanceled, "cancelled").with_reasons(reasons).is_retryable()
        };

        assert!(cancelled(&[None, Some("TransactionConflict"), Some("ThrottlingError")]));
        assert!(!cancelled(&[Some("TransactionConflict"), Some("ConditionalCheckFailed")]));
        assert!(!cancelled(&[Some("ValidationError"), None]));
        assert!(!cancelled(&[]));
    }
}
