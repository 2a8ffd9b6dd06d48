//! Items of a response.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::error::{Error, ErrorKind};
use crate::value::{DecodeError, Item};
use crate::wire::JsonItems;

/// The items of a page, undecoded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Payload {
    /// Packed rows.
    Rows(Vec<Item>),
    /// DynamoDB JSON, as it came over the wire.
    Json(JsonPayload),
}

/// The items of a page within the body of a response.
#[derive(Clone)]
pub struct JsonPayload {
    body: Arc<dyn AsRef<[u8]> + Send + Sync>,
    array: Range<usize>,
    len: usize,
}

impl Payload {
    /// Creates a page of packed rows.
    #[must_use]
    pub fn rows(items: Vec<Item>) -> Self {
        Self::Rows(items)
    }

    /// Returns the items as packed rows, for wrapping backends and decoders. Fails with [`ErrorKind::Decode`] where a response
    /// holds what is no item.
    pub fn into_rows(self) -> Result<Vec<Item>, Error> {
        match self {
            Self::Rows(items) => Ok(items),
            Self::Json(json) => json.rows().map_err(unreadable),
        }
    }

    /// Returns how many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Rows(items) => items.len(),
            Self::Json(json) => json.len,
        }
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Default for Payload {
    fn default() -> Self {
        Self::Rows(Vec::new())
    }
}

impl JsonPayload {
    /// Returns the items in the JSON array that takes these bytes of a body; `len` is how many the response says there are.
    pub fn new(body: impl AsRef<[u8]> + Send + Sync + 'static, array: Range<usize>, len: usize) -> Self {
        Self { body: Arc::new(body), array, len }
    }

    /// Returns the items, one after another. It is an error, then or on the way, if the bytes are no array.
    pub fn items(&self) -> Result<JsonItems<'_>, DecodeError> {
        JsonItems::whole((*self.body).as_ref().get(self.array.clone()).unwrap_or_default())
    }

    fn rows(&self) -> Result<Vec<Item>, DecodeError> {
        let mut rows = Vec::with_capacity(self.len.min(MOST));
        let mut items = self.items()?;
        while let Some(row) = items.next_row()? {
            rows.push(row);
        }
        Ok(rows)
    }
}

/// Prints how many items there are. Values stay out of logs.
impl fmt::Debug for JsonPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonPayload").field("len", &self.len).finish_non_exhaustive()
    }
}

/// Returns the error of a page in which something is no item.
#[cold]
pub(crate) fn unreadable(error: DecodeError) -> Error {
    Error::new(ErrorKind::Decode, "an item of DynamoDB's answer cannot be read").with_source(error)
}

/// Rows that room is made for on the word of a response.
const MOST: usize = 10_000;
