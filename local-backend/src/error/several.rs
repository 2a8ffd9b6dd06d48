//! Texts of the operations on several items: batches and transactions.

use monotable::request::CancellationReason;
use monotable::{Error, ErrorKind, Item};

use super::{CONDITION_FAILED, code};

pub const DUPLICATE_KEYS: &str = "Provided list of item keys contains duplicates";
pub const TOO_MANY_KEYS: &str = "Too many items requested for the BatchGetItem call";
pub const TOO_MANY_WRITES: &str = "Too many items requested for the BatchWriteItem call";
pub const SEVERAL_ACTIONS: &str = "Transaction request cannot include multiple operations on one item";
/// A guess but for its end.
pub const TRANSACTION_TOO_LARGE: &str = "Member must satisfy constraint: aggregate transaction size cannot exceed 4 MB";
pub const NOT_ONE_REQUEST: &str =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
pub const TABLE_NAMES: &str = "Map keys must satisfy constraint: [Member must have length less than or equal to 255, \
     Member must have length greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]";
const NOT_NULL: &str = "Member must not be null";

/// A member that breaks a constraint, in the newer form that says nothing of its value.
pub fn member(name: &str, constraint: &str) -> String {
    format!("Value at '{name}' failed to satisfy constraint: {constraint}")
}

/// A member that has to be there.
pub fn absent(path: &str) -> String {
    format!("Value null at '{path}' failed to satisfy constraint: {NOT_NULL}")
}

/// Returns how many elements a list in a map may have.
pub fn elements(most: usize) -> String {
    format!(
        "Map value must satisfy constraint: [Member must have length less than or equal to {most}, Member must have length \
         greater than or equal to 1]"
    )
}

/// The condition of an action did not hold; `old` is what stood there, where that was asked for.
pub fn condition_reason(old: Option<Item>) -> CancellationReason {
    CancellationReason::new("ConditionalCheckFailed", Some(CONDITION_FAILED.to_owned()), old)
}

/// An action was refused with this error.
pub fn validation_reason(error: &Error) -> CancellationReason {
    CancellationReason::new("ValidationError", Some(error.message().to_owned()), None)
}

/// A transaction was cancelled, for a reason of each of its actions.
#[cold]
pub fn canceled(reasons: Vec<CancellationReason>) -> Error {
    let codes: Vec<&str> = reasons.iter().map(|reason| reason.code.as_deref().unwrap_or("None")).collect();
    let message =
        format!("Transaction cancelled, please refer cancellation reasons for specific reasons [{}]", codes.join(", "));
    Error::new(ErrorKind::TransactionCanceled, message).with_code(code::TRANSACTION_CANCELED).with_reasons(reasons)
}

/// A transaction with this token is under way.
#[cold]
pub fn transaction_in_progress() -> Error {
    let message = "The transaction with the given request token is already in progress";
    Error::new(ErrorKind::TransactionInProgress, message).with_code(code::TRANSACTION_IN_PROGRESS)
}

/// The token stands for another transaction.
#[cold]
pub fn token_mismatch() -> Error {
    let message = "The client request token was used before, with other parameters";
    Error::new(ErrorKind::IdempotentParameterMismatch, message).with_code(code::TOKEN_MISMATCH)
}

/// Returns whether keys occur twice.
pub fn is_duplicate_keys(error: &Error) -> bool {
    error.message() == DUPLICATE_KEYS
}
