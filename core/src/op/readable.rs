//! Reads that go on where an item cannot be read, and their results.

use crate::plan::intake::Unreadable;

/// A read that goes on where an item cannot be read, from `lenient()` of a query, scan, batch or transaction.
///
/// Items that other programs or versions wrote then do not stand in the way of the rest: what can be read is returned, and of what
/// cannot, its key, the item as it is stored and the error. Unreadable items count as results for [`take`](super::Query::take); cursors go
/// on behind them.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// # use monotable::{Value, request::PutItem};
/// let broken = [("PK", "ORDER#0000000002"), ("SK", "ORDER"), ("_type", "Order"), ("number", "two")];
/// let broken = broken.map(|(name, text)| (name, Value::from(text))).into_iter().collect();
/// shop.backend().put_item(PutItem::new("Shop".into(), broken)).await?; // by another program
///
/// assert!(shop.batch_get([1, 2, 3].map(Order::key)).await.is_err());
///
/// let read = shop.batch_get([1, 2, 3].map(Order::key)).lenient().await?;
/// assert_eq!(read.value, [Some(Order { number: 1, paid: false }), None, None]);
/// assert_eq!(read.unreadable[0].key(), Some("ORDER#0000000002 / ORDER"));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "a read does nothing unless it is ended and awaited"]
pub struct Lenient<R>(pub(super) R);

/// The results that could be read, and the items that could not.
#[derive(Debug)]
#[non_exhaustive]
pub struct Readable<T> {
    /// The results that could be read.
    pub value: T,
    /// The items that could not.
    pub unreadable: Vec<Unreadable>,
    /// How many items of other kinds were left out.
    pub skipped: u64,
}

impl<T> From<(T, Vec<Unreadable>, u64)> for Readable<T> {
    fn from((value, unreadable, skipped): (T, Vec<Unreadable>, u64)) -> Self {
        Self { value, unreadable, skipped }
    }
}
