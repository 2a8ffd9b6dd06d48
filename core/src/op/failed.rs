//! The error of conditional writes.

use std::fmt;

use super::codec;
use crate::entity::{Entity, Table};
use crate::error::{Error, ErrorKind};

/// Why a write failed. Where its condition did not hold, with the entity that stood there.
///
/// `?` turns it into an [`Error`].
pub struct Failed<E> {
    error: Error,
    old: Option<E>,
}

impl<E: Entity> Failed<E> {
    /// Reads the old item; one that is no `E` stays in [`Error::item`].
    pub(crate) fn new(error: Error) -> Self {
        let old = error.item().and_then(|item| codec::entity_of(item).ok());
        Self { error, old }
    }
}

impl<T: Table> Failed<T> {
    /// Reads the old item as what it is in the table.
    pub(crate) fn in_table(error: Error) -> Self {
        let old = error.item().and_then(|item| T::from_item(item).ok().flatten());
        Self { error, old }
    }
}

impl<E> Failed<E> {
    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Whether the condition did not hold.
    #[must_use]
    pub fn is_condition_failed(&self) -> bool {
        self.error.is_condition_failed()
    }

    /// Whether the same write may succeed a moment later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// The entity that stood there when the condition did not hold; `None` where there was none.
    #[must_use]
    pub fn old(&self) -> Option<&E> {
        self.old.as_ref()
    }

    /// The entity that stood there, by value.
    #[must_use]
    pub fn into_old(self) -> Option<E> {
        self.old
    }

    /// The error.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }
}

impl<E> From<Failed<E>> for Error {
    fn from(failed: Failed<E>) -> Self {
        failed.error
    }
}

impl<E> fmt::Display for Failed<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<E> fmt::Debug for Failed<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<E> std::error::Error for Failed<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.error)
    }
}
