//! A store without the type of its table, and how it calls its backend.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::Retry;
use super::retry::Retries;
use super::signer::Signer;
use crate::backend::{Backend, DescribeTable, Reply, TableDescription, TableStatus};
use crate::error::{Error, ErrorKind};
use crate::schema::{EntitySchema, SharedRanges, TableSchema};

/// All of a store that does not depend on the type of its table.
#[derive(Clone)]
pub(crate) struct StoreInner {
    pub(crate) backend: Arc<dyn Backend>,
    pub(crate) table: Arc<str>,
    pub(crate) schema: &'static TableSchema,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) signer: Option<Signer>,
    pub(crate) retry: Retry,
    /// True if an item of a kind that the table does not know is an error.
    pub(crate) strict: bool,
    pub(crate) shared: OnceLock<SharedRanges>,
}

/// Sees every call that a store makes.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use monotable::{Call, Observer};
///
/// #[derive(Clone, Default)]
/// struct Reads(Arc<AtomicU64>);
///
/// impl Observer for Reads {
///     fn called(&self, call: &Call<'_>) {
///         if call.operation == "GetItem" {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// let reads = Reads::default();
/// let shop = shop.observed(reads.clone());
/// shop.get(Order::key(1)).await?;
/// shop.delete(Order::key(1)).await?;
/// assert_eq!(reads.0.load(Ordering::Relaxed), 1);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub trait Observer: Send + Sync + 'static {
    /// Runs when a call to the backend has completed.
    fn called(&self, call: &Call<'_>);
}

/// One completed call to the backend.
#[derive(Debug)]
#[non_exhaustive]
pub struct Call<'a> {
    /// DynamoDB's name of the operation.
    pub operation: &'static str,
    /// The entity, where there is one.
    pub entity: Option<&'static str>,
    /// The access pattern, as the program names it.
    pub pattern: Option<&'static str>,
    /// Duration of the call, on the backend's clock.
    pub duration: Duration,
    /// Why it failed, where it did.
    pub error: Option<&'a Error>,
    /// How many items of the answer were left out, since they are of other kinds than the read is for. Items of other kinds that
    /// DynamoDB left out by a filter are not among them.
    pub skipped: u64,
}

/// A call that was answered, until its items are read.
pub(crate) struct Answered {
    operation: &'static str,
    entity: Option<&'static str>,
    pattern: Option<&'static str>,
    duration: Duration,
}

impl StoreInner {
    /// Returns the other entities whose items can stand in the key range of this pattern.
    pub(crate) fn others_in_range(&self, entity: &'static EntitySchema, pattern: usize) -> &[&'static EntitySchema] {
        let shared = self.shared.get_or_init(|| self.schema.shared_ranges());
        let place =
            self.schema.entities.iter().position(|other| std::ptr::eq(*other, entity) || other.name == entity.name);
        let patterns = place.and_then(|place| shared.get(place));
        patterns.and_then(|patterns| patterns.get(pattern)).map_or(&[], |others| &**others)
    }

    /// Writes one item. A write that met a transaction was not carried out, and is sent again.
    pub(crate) async fn write<Request: Clone + Sync, Output: Send>(
        &self,
        operation: &'static str,
        entity: &'static EntitySchema,
        request: &Request,
        send: fn(&dyn Backend, Request) -> Reply<'_, Output>,
    ) -> Result<Output, Error> {
        let send = || self.call(operation, Some(entity.name), None, send(&*self.backend, request.clone()));
        match send().await {
            // In a box of its own, so that the future of every write need not have room for it.
            Err(error) if error.kind() == ErrorKind::TransactionConflict => {
                Box::pin(self.write_again(error, send)).await
            }
            result => result,
        }
    }

    async fn write_again<'a, Output>(
        &self,
        mut error: Error,
        send: impl Fn() -> Reply<'a, Output>,
    ) -> Result<Output, Error> {
        let mut retries = Retries::new(self.retry, self.backend.clock());
        while retries.again(false).await {
            match send().await {
                Err(again) if again.kind() == ErrorKind::TransactionConflict => error = again,
                result => return result,
            }
        }
        Err(error)
    }

    /// Makes one call and tells the observer.
    pub(crate) fn call<'a, R: Send + 'a>(
        &'a self,
        operation: &'static str,
        entity: Option<&'static str>,
        pattern: Option<&'static str>,
        reply: Reply<'a, R>,
    ) -> Reply<'a, R> {
        // No future around the reply where nobody asks: it would be as large again.
        let Some(observer) = &self.observer else { return reply };
        Reply::pending(async move {
            let start = self.backend.clock().now();
            let result = reply.await;
            let duration = self.backend.clock().now().duration_since(start).unwrap_or_default();
            let error = result.as_ref().err();
            observer.called(&Call { operation, entity, pattern, duration, error, skipped: 0 });
            result
        })
    }

    /// Makes a call whose items are read one by one; the observer hears of its success by [`tell`](Self::tell).
    pub(crate) async fn call_for_items<R: Send>(
        &self,
        operation: &'static str,
        entity: Option<&'static str>,
        pattern: Option<&'static str>,
        reply: Reply<'_, R>,
    ) -> Result<(R, Option<Answered>), Error> {
        let Some(observer) = &self.observer else { return Ok((reply.await?, None)) };
        let start = self.backend.clock().now();
        let result = reply.await;
        let duration = self.backend.clock().now().duration_since(start).unwrap_or_default();
        match result {
            Ok(output) => Ok((output, Some(Answered { operation, entity, pattern, duration }))),
            Err(error) => {
                observer.called(&Call { operation, entity, pattern, duration, error: Some(&error), skipped: 0 });
                Err(error)
            }
        }
    }

    /// Tells the observer of a call that was answered, now that its items are read.
    pub(crate) fn tell(&self, answered: Option<Answered>, skipped: u64) {
        if let (Some(observer), Some(Answered { operation, entity, pattern, duration })) = (&self.observer, answered) {
            observer.called(&Call { operation, entity, pattern, duration, error: None, skipped });
        }
    }
}

impl StoreInner {
    pub(crate) async fn wait_until_active(&self) -> Result<TableDescription, Error> {
        let clock = self.backend.clock();
        // What was slept counts too, in case the clock is turned back.
        let (start, mut slept) = (clock.now(), Duration::ZERO);
        loop {
            // Looked at first: an engine in process is done, whatever its clock does.
            match self.backend.describe_table(DescribeTable::new(Arc::clone(&self.table))).await {
                Ok(table) if table.status == TableStatus::Active => return Ok(table),
                Ok(_) => {}
                // Descriptions are eventually consistent: they may know nothing of a table that was just created.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
            if clock.now().duration_since(start).unwrap_or_default().max(slept) > LONGEST_CREATION {
                return Err(Error::new(
                    ErrorKind::Unavailable,
                    "the table was created and is not active after ten minutes",
                ));
            }
            clock.sleep(BETWEEN_LOOKS).await?;
            slept += BETWEEN_LOOKS;
        }
    }
}

/// Tables with many indexes take minutes on AWS.
const LONGEST_CREATION: Duration = Duration::from_secs(600);

const BETWEEN_LOOKS: Duration = Duration::from_millis(250);
