//! The error of conditional writes.

use crate::error::{Error, ErrorKind, Unmet};
use crate::typed::Storable;

/// Makes a type that has an error say the same as it, and be turned into it by `?`.
macro_rules! is_its_error {
    ([$($generics:tt)*] $failure:ty) => {
        impl<$($generics)*> From<$failure> for $crate::error::Error {
            fn from(failure: $failure) -> Self {
                failure.error
            }
        }

        impl<$($generics)*> std::fmt::Display for $failure {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.error, f)
            }
        }

        impl<$($generics)*> std::fmt::Debug for $failure {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(&self.error, f)
            }
        }

        impl<$($generics)*> std::error::Error for $failure {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                std::error::Error::source(&self.error)
            }
        }
    };
}

pub(super) use is_its_error;

/// Why a write failed. Where its condition did not hold, with the entity that stood there.
///
/// `?` turns it into an [`Error`].
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// match shop.put(&Order { number: 1, paid: true }).only_new().await {
///     Err(failed) if failed.is_condition_failed() => {
///         assert_eq!(failed.old(), Some(&Order { number: 1, paid: false }), "what stands there");
///     }
///     Err(failed) => return Err(failed.into()),
///     Ok(()) => unreachable!("the order is there"),
/// }
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub struct Failed<E> {
    error: Error,
    old: Option<E>,
}

impl<E: Storable> Failed<E> {
    /// Reads the old item; one that is no `E` stays in [`Error::item`].
    pub(crate) fn new(error: Error) -> Self {
        let old = error.item().and_then(|item| E::found(item).ok());
        Self { error, old }
    }
}

impl<E> Failed<E> {
    /// Returns what kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.error.kind()
    }

    /// Returns whether the condition did not hold.
    #[must_use]
    pub fn is_condition_failed(&self) -> bool {
        self.error.is_condition_failed()
    }

    /// Returns whether the write was carried out, and only what it gave back could not be read; see [`Error::was_applied`].
    #[must_use]
    pub fn was_applied(&self) -> bool {
        self.error.was_applied()
    }

    /// Returns which part of the condition did not hold, as far as the answer tells.
    #[must_use]
    pub fn unmet(&self) -> Option<Unmet> {
        self.error.unmet()
    }

    /// Returns the error of an application: what `taken` makes of the entity that stood there where the condition did not hold,
    /// and else this error.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
    /// #[derive(Debug)]
    /// enum AppError {
    ///     Taken,
    ///     Store(monotable::Error),
    /// }
    ///
    /// impl From<monotable::Error> for AppError {
    ///     fn from(error: monotable::Error) -> Self {
    ///         Self::Store(error)
    ///     }
    /// }
    ///
    /// async fn place(shop: &Store<Shop>, order: &Order) -> Result<(), AppError> {
    ///     shop.put(order).only_new().await.map_err(|failed| failed.on_condition(|_old| AppError::Taken))
    /// }
    /// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
    /// assert!(matches!(place(&shop, &Order { number: 1, paid: true }).await, Err(AppError::Taken)));
    /// # Ok(())
    /// # }
    /// # fn main() { run(example) }
    /// ```
    pub fn on_condition<A: From<Error>>(self, taken: impl FnOnce(Option<E>) -> A) -> A {
        if self.is_condition_failed() { taken(self.old) } else { self.error.into() }
    }

    /// Returns whether the same write may succeed a moment later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.error.is_retryable()
    }

    /// Returns the entity that stood there when the condition did not hold; `None` where there was none.
    #[must_use]
    pub fn old(&self) -> Option<&E> {
        self.old.as_ref()
    }

    /// Returns the entity that stood there, by value.
    #[must_use]
    pub fn into_old(self) -> Option<E> {
        self.old
    }

    /// Returns the error.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }
}

is_its_error!([E] Failed<E>);
