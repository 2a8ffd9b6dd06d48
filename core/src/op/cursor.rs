//! Positions between two pages of one access pattern, or of one scan.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use crate::error::Error;
use crate::plan::Position;
use crate::plan::cursor::invalid;
use crate::typed::reach::{CursorFor, Paged};
use crate::typed::sealed::Sealed;

/// Where a query by the access pattern `P` goes on, or the scan `P`: opaque, printed and parsed as URL-safe text.
///
/// It holds the position alone; the partition comes from the query that it continues. It is bound to its pattern, to the
/// direction and to the key condition: with another one, or with a changed byte, it is an [`ErrorKind::InvalidCursor`](crate::ErrorKind::InvalidCursor)
/// before any request. That of a scan is bound to what is scanned, `Cursor<Scan<Shop>>` or `Cursor<ScanEntity<Order>>`, and to the
/// segment; it holds a whole primary key, of an item of any kind, since nothing else gives it. The checksum finds mistakes; with a secret of the store, a signature finds what was made up.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let page = shop.query(Order::of(1)).take(1).page().await?;
/// if let Some(cursor) = page.next {
///     let text = cursor.to_string(); // to a client and back
///     let next = shop.query(Order::of(1)).after(text.parse::<monotable::Cursor<_>>()?).page().await?;
///     assert!(next.is_empty());
/// }
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub struct Cursor<P> {
    position: Position,
    pattern: PhantomData<fn() -> P>,
}

impl<P> Cursor<P> {
    pub(crate) fn new(position: Position) -> Self {
        Self { position, pattern: PhantomData }
    }
}

impl<P: Paged> FromStr for Cursor<P> {
    type Err = Error;

    /// Fails with [`ErrorKind::InvalidCursor`](crate::ErrorKind::InvalidCursor).
    fn from_str(text: &str) -> Result<Self, Error> {
        let position = Position::decode(text).map_err(|error| error.with_entity(P::name()))?;
        if position.pattern != P::fingerprint() {
            return Err(invalid("the cursor belongs to another access pattern or scan").with_entity(P::name()));
        }
        Ok(Self::new(position))
    }
}

impl<P> fmt::Display for Cursor<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.position.encode())
    }
}

impl<P> fmt::Debug for Cursor<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cursor({self})")
    }
}

impl<P> Clone for Cursor<P> {
    fn clone(&self) -> Self {
        Self { position: self.position.clone(), pattern: PhantomData }
    }
}

impl<P> PartialEq for Cursor<P> {
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position
    }
}

impl<P> Eq for Cursor<P> {}

impl<P> Sealed for Cursor<P> {}

#[diagnostic::do_not_recommend]
impl<P> CursorFor<P> for Cursor<P> {
    fn into_position(self) -> Position {
        self.position
    }
}

#[diagnostic::do_not_recommend]
impl<P> CursorFor<P> for &Cursor<P> {
    fn into_position(self) -> Position {
        self.position.clone()
    }
}

/// Its text.
#[cfg(feature = "serde")]
impl<P> serde_core::Serialize for Cursor<P> {
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de, P: Paged> serde_core::Deserialize<'de> for Cursor<P> {
    fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::ext::serde::parsed(deserializer, "a cursor")
    }
}
