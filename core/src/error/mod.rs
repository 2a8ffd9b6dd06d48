//! The one error of the library.

mod message;
mod reason;
mod unmet;

pub(crate) use message::without_values;
pub use reason::CancellationReason;
pub use unmet::Unmet;

use std::fmt;

use crate::value::{DecodeError, Item};

/// Anything that goes wrong between a typed operation and the table.
///
/// `Display` is one line that names entity, key template and attribute path, never a stored value; the cause is in
/// [`source`](std::error::Error::source).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// use monotable::ErrorKind;
///
/// let error = shop.named("elsewhere").get(Order::key(1)).await.unwrap_err();
/// assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::NotFound, false));
/// assert_eq!(error.key(), Some("ORDER#0000000001 / ORDER"));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    /// Entity and key templates, as in `Order (CUSTOMER#{customer_id} / ORDER#{placed_at})`.
    entity: Option<String>,
    key: Option<String>,
    code: Option<String>,
    request_id: Option<String>,
    item: Option<Item>,
    applied: bool,
    reasons: Vec<CancellationReason>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    unmet: Option<Unmet>,
}

/// Kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The condition of a write did not hold: ConditionalCheckFailedException.
    ConditionFailed,
    /// Table or index does not exist: ResourceNotFoundException.
    NotFound,
    /// The table exists already or is being changed: ResourceInUseException.
    InUse,
    /// DynamoDB refused the request: ValidationException.
    Validation,
    /// Too many requests: throttling and throughput exceptions.
    Throttled,
    /// A limit of the account or of a collection: LimitExceededException and its like.
    LimitExceeded,
    /// Another transaction holds the item: TransactionConflictException.
    TransactionConflict,
    /// The transaction failed for the [`reasons`](Error::reasons) of its actions: TransactionCanceledException.
    TransactionCanceled,
    /// Another request of this transaction, with its token, is still under way: TransactionInProgressException.
    TransactionInProgress,
    /// The token of a transaction was used for another one: IdempotentParameterMismatchException.
    IdempotentParameterMismatch,
    /// The iterator of a stream's shard is older than 15 minutes: ExpiredIteratorException.
    ExpiredIterator,
    /// The records of a stream that were asked for are older than 24 hours: TrimmedDataAccessException.
    TrimmedData,
    /// The credentials do not allow it.
    AccessDenied,
    /// The service could not be reached or did not answer in time.
    Unavailable,
    /// The service failed.
    Service,
    /// The backend does not have this operation.
    Unsupported,
    /// A key could not be built: too long, empty, or a value that a key cannot hold.
    InvalidKey,
    /// A cursor is broken, or belongs to another access pattern or scan.
    InvalidCursor,
    /// The request is wrong in a way that was found before it was sent.
    InvalidRequest,
    /// A value could not be written as an attribute.
    Encode,
    /// A stored item does not fit the struct.
    Decode,
}

impl Error {
    /// Creates an error of this kind; `message` is one line without stored values.
    #[must_use]
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            entity: None,
            key: None,
            code: None,
            request_id: None,
            item: None,
            applied: false,
            unmet: None,
            reasons: Vec::new(),
            source: None,
        }))
    }

    #[cold]
    pub(crate) fn unsupported(operation: &str) -> Self {
        Self::new(ErrorKind::Unsupported, format!("this backend has no {operation}"))
    }

    #[cold]
    pub(crate) fn decode(entity: impl Into<String>, error: DecodeError) -> Self {
        Self::new(ErrorKind::Decode, "a stored item cannot be read").with_entity(entity).with_source(error)
    }

    /// Adds the service's exception name, such as `ValidationException`.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.0.code = Some(code.into());
        self
    }

    /// Adds the service's id of the request.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(id.into());
        self
    }

    /// Adds the item that stood where the write failed, or that cannot be read.
    #[must_use]
    pub fn with_item(mut self, item: Item) -> Self {
        self.0.item = Some(item);
        self
    }

    /// Adds the reasons of a transaction's actions, one for each in their order.
    #[must_use]
    pub fn with_reasons(mut self, reasons: Vec<CancellationReason>) -> Self {
        self.0.reasons = reasons;
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    /// Says which part of the condition of a write did not hold.
    #[must_use]
    pub(crate) fn with_unmet(mut self, unmet: Unmet) -> Self {
        self.0.message = format!("{}: {unmet}", self.0.message);
        self.0.unmet = Some(unmet);
        self
    }

    /// Says that the write was carried out.
    #[must_use]
    pub(crate) fn applied(mut self) -> Self {
        self.0.applied = true;
        self
    }

    #[must_use]
    pub(crate) fn with_entity(mut self, entity: impl Into<String>) -> Self {
        self.0.entity.get_or_insert_with(|| entity.into());
        self
    }

    #[must_use]
    pub(crate) fn with_key(mut self, key: impl Into<String>) -> Self {
        self.0.key.get_or_insert_with(|| key.into());
        self
    }

    /// Puts the place of the failed one among several before the message: `operation 2: ..`.
    #[must_use]
    #[cold]
    pub(crate) fn in_place(mut self, what: &str, place: usize) -> Self {
        self.0.message = format!("{what} {}: {}", place + 1, self.0.message);
        self
    }

    /// Replaces the message.
    #[must_use]
    pub(crate) fn with_message(mut self, message: String) -> Self {
        self.0.message = message;
        self
    }

    /// Leaves out the values that the messages of DynamoDB quote, so that the error can be logged.
    #[doc(hidden)]
    #[must_use]
    #[cold]
    pub fn without_values(mut self) -> Self {
        self.0.message = without_values(&self.0.message);
        self.0.reasons.iter_mut().for_each(CancellationReason::forget_values);
        self
    }

    /// Returns a copy without the cause, for a request that stays wrong however often it is sent.
    pub(crate) fn told_again(&self) -> Self {
        let mut again = Self::new(self.kind(), self.message());
        again.0.entity.clone_from(&self.0.entity);
        again.0.key.clone_from(&self.0.key);
        again
    }

    /// Returns what kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the message alone, without entity and cause.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns whether the condition of a write did not hold.
    #[must_use]
    pub fn is_condition_failed(&self) -> bool {
        self.kind() == ErrorKind::ConditionFailed
    }

    /// Returns which part of the condition of a write did not hold, as far as the answer tells: `None` where none failed, and in
    /// requests that are written by hand.
    #[must_use]
    pub fn unmet(&self) -> Option<Unmet> {
        self.0.unmet
    }

    /// Returns whether the same request may succeed a moment later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Throttled
            | ErrorKind::TransactionConflict
            | ErrorKind::TransactionInProgress
            | ErrorKind::Unavailable
            | ErrorKind::Service => true,
            ErrorKind::TransactionCanceled => {
                !self.reasons().is_empty() && self.reasons().iter().all(CancellationReason::is_retryable)
            }
            _ => false,
        }
    }

    /// Returns the rendered key that the operation was about, where there was one.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// Returns the service's exception name, such as `ValidationException`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Returns the service's id of the request, for support cases.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns whether the write was carried out, and only what it gave back could not be read: the item was written by another
    /// program or version. [`key`](Self::key) and [`item`](Self::item) say what it is.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// # use monotable::{Value, request::PutItem};
    /// let broken = [("PK", "ORDER#0000000002"), ("SK", "ORDER"), ("_type", "Order"), ("number", "two")];
    /// let broken = broken.map(|(name, text)| (name, Value::from(text))).into_iter().collect();
    /// shop.backend().put_item(PutItem::new("Shop".into(), broken)).await?; // by another program
    ///
    /// let error: monotable::Error = shop.delete(Order::key(2)).returning_old().await.unwrap_err().into();
    /// assert!(error.was_applied(), "the item is gone");
    /// assert_eq!(error.item().map(|old| old.len()), Some(4));
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    #[must_use]
    pub fn was_applied(&self) -> bool {
        self.0.applied
    }

    /// Returns the item that stood where a conditional write failed, where it was asked for, or the item that could not be read.
    #[must_use]
    pub fn item(&self) -> Option<&Item> {
        self.0.item.as_ref()
    }

    /// Returns why a transaction was cancelled: one reason for each action, in their order. Empty of all other errors.
    #[must_use]
    pub fn reasons(&self) -> &[CancellationReason] {
        &self.0.reasons
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entity) = &self.0.entity {
            write!(f, "{entity}: ")?;
        }
        f.write_str(&self.0.message)?;
        if let Some(code) = &self.0.code {
            write!(f, " ({code})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("message", &self.0.message);
        if let Some(entity) = &self.0.entity {
            debug.field("entity", entity);
        }
        if let Some(code) = &self.0.code {
            debug.field("code", code);
        }
        if let Some(id) = &self.0.request_id {
            debug.field("request_id", id);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", &format_args!("{source}"));
        }
        debug.finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
