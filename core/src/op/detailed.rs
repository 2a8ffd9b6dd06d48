//! Results with what the response says beside them.

use crate::backend::{ConsumedCapacity, ResponseMeta};

/// A result with what the call consumed and the id of the request.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let read = shop.get(Order::key(1)).consistent().detailed().await?;
/// assert_eq!(read.value, Some(Order { number: 1, paid: false }));
/// assert_eq!(read.consumed.map(|consumed| consumed.units), Some(1.0));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Detailed<T> {
    /// The result.
    pub value: T,
    /// Consumed capacity of the call.
    pub consumed: Option<ConsumedCapacity>,
    /// The service's id of the request, for support cases.
    pub request_id: Option<String>,
    /// How many items of other kinds a read came upon and left out.
    pub skipped: u64,
}

impl<T> Detailed<T> {
    pub(crate) fn new(value: T, meta: ResponseMeta) -> Self {
        Self { value, consumed: meta.consumed, request_id: meta.request_id, skipped: 0 }
    }

    pub(crate) fn skipping(self, skipped: u64) -> Self {
        Self { skipped, ..self }
    }
}
