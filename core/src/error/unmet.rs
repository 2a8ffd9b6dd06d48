//! Parts of the condition of a write.

use std::fmt;

/// Which part of the condition of a write did not hold.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// use monotable::request::Unmet;
///
/// let taken = shop.put(&Order { number: 1, paid: true }).only_new().await.unwrap_err();
/// assert_eq!(taken.unmet(), Some(Unmet::ItemExists));
/// let sold_out = shop.update(Stock::at("tea").add(|s| s.left, -3)).when(|s| s.left.ge(3)).await.unwrap_err();
/// assert_eq!(sold_out.unmet(), Some(Unmet::Condition));
/// let unknown = shop.update(Stock::at("mill").add(|s| s.left, 1)).await.unwrap_err();
/// assert_eq!(unknown.unmet(), Some(Unmet::ItemMissing));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unmet {
    /// An item has the key, and none should have had it: `only_new`, or a put of what was not loaded under an optimistic lock.
    ItemExists,
    /// No item has the key, and one should have had it: updates, `replace`, `existing`, and what was deleted since it was loaded.
    ItemMissing,
    /// The item has another version than the one that was loaded.
    Version,
    /// What `when` asks.
    Condition,
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ItemExists => "an item has this key already",
            Self::ItemMissing => "no item has this key",
            Self::Version => "the item has another version than the one that was loaded",
            Self::Condition => "what was asked of the item does not hold",
        })
    }
}
