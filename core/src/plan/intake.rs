//! From the items of a response to results.

use super::item;
use crate::backend::{JsonPayload, Payload, unreadable};
use crate::error::{Error, ErrorKind};
use crate::schema::{EntitySchema, TableSchema};
use crate::value::{DecodeError, Item, Reader};
use crate::wire::{JsonItems, Watched};

/// Decoder of items into results: compiled once for each kind of results, and the only part of a read that is.
pub(crate) struct Decode<T> {
    /// `None` for an item of a kind that is not read here.
    pub(crate) row: fn(&Item) -> Result<Option<T>, Error>,
    /// Decoder of an item in any form, where that is possible.
    pub(crate) any: Option<AnyForm<T>>,
}

/// Reads an item in any form, and says what it is where that fails.
pub(crate) type AnyForm<T> = (fn(&mut dyn Reader) -> Result<T, DecodeError>, fn(DecodeError) -> Error);

impl<T> Clone for Decode<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Decode<T> {}

impl<T> Decode<T> {
    #[cold]
    fn explain(&self, error: DecodeError) -> Error {
        self.any.map_or(unreadable as fn(_) -> _, |(_, explain)| explain)(error)
    }
}

/// Takes what a read finds.
pub(crate) trait Sink: Send {
    /// Takes the number of items that there may be.
    fn expect(&mut self, items: usize) {
        let _ = items;
    }

    /// Takes a row, unless it is of a kind that has no place here; returns whether it did.
    fn row(&mut self, item: &Item) -> Result<bool, Error>;

    /// Returns whether items need not be rows.
    fn takes_any(&self) -> bool {
        false
    }

    /// Takes an item in any form, on trial.
    fn any(&mut self, reader: &mut dyn Reader) -> Result<(), DecodeError> {
        let _ = reader;
        Ok(())
    }

    /// Gives back what was taken on trial.
    fn give_back(&mut self) {}

    /// Returns the error of an item that could not be read in the form that it had.
    fn explain(&self, error: DecodeError) -> Error {
        unreadable(error)
    }

    /// Takes the error of an item that could not be read, and its row where it has one.
    fn refuse(&mut self, error: Error, row: Option<Item>) -> Result<(), Error> {
        let _ = row;
        Err(error)
    }
}

/// An item that could not be read, in a read that goes on without it.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// # use monotable::{Value, request::PutItem};
/// let broken = [("PK", "ORDER#0000000001"), ("SK", "ORDER"), ("_type", "Order"), ("number", "one")];
/// let broken = broken.map(|(name, text)| (name, Value::from(text))).into_iter().collect();
/// shop.backend().put_item(PutItem::new("Shop".into(), broken)).await?; // by another program
///
/// let page = shop.query(Order::of(1)).lenient().page().await?;
/// assert!(page.items.is_empty());
/// assert_eq!(page.unreadable[0].key(), Some("ORDER#0000000001 / ORDER"));
/// assert_eq!(page.unreadable[0].item.len(), 4);
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Unreadable {
    /// The item as it is stored.
    pub item: Item,
    /// Why it could not be read.
    pub error: Error,
}

impl Unreadable {
    /// Returns the primary key as text, its parts as they are stored.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.error.key()
    }
}

/// Results; the first error is the end, unless unreadable items are kept apart.
pub(crate) struct Strict<T> {
    decode: Decode<T>,
    pub(crate) results: Vec<T>,
    pub(crate) unreadable: Option<Vec<Unreadable>>,
}

/// Results and errors, one for each item.
pub(crate) struct Each<T, R> {
    decode: Decode<T>,
    readable: fn(T) -> R,
    unreadable: fn(Error, Option<Item>) -> Result<R, Error>,
    pub(crate) results: Vec<Result<R, Error>>,
}

/// Number of items.
pub(crate) struct Count(pub(super) u64);

impl<T> Strict<T> {
    pub(crate) fn new(decode: Decode<T>) -> Self {
        Self { decode, results: Vec::new(), unreadable: None }
    }

    /// Keeps unreadable items apart and goes on.
    pub(crate) fn lenient(decode: Decode<T>) -> Self {
        Self { unreadable: Some(Vec::new()), ..Self::new(decode) }
    }
}

impl<T> Each<T, T> {
    pub(crate) fn new(decode: Decode<T>) -> Self {
        Self { decode, readable: |result| result, unreadable: |error, _| Err(error), results: Vec::new() }
    }
}

impl<T> Each<T, Result<T, Unreadable>> {
    /// Keeps unreadable items among the results.
    pub(crate) fn lenient(decode: Decode<T>) -> Self {
        let unreadable = |error, row| match row {
            Some(item) => Ok(Err(Unreadable { item, error })),
            None => Err(error),
        };
        Self { decode, readable: Ok, unreadable, results: Vec::new() }
    }
}

impl<T: Send> Sink for Strict<T> {
    fn expect(&mut self, items: usize) {
        self.results.reserve(items);
    }

    fn row(&mut self, item: &Item) -> Result<bool, Error> {
        let result = (self.decode.row)(item)?;
        let taken = result.is_some();
        self.results.extend(result);
        Ok(taken)
    }

    fn takes_any(&self) -> bool {
        self.decode.any.is_some()
    }

    fn any(&mut self, reader: &mut dyn Reader) -> Result<(), DecodeError> {
        if let Some((read, _)) = self.decode.any {
            self.results.push(read(reader)?);
        }
        Ok(())
    }

    fn give_back(&mut self) {
        self.results.pop();
    }

    fn explain(&self, error: DecodeError) -> Error {
        self.decode.explain(error)
    }

    fn refuse(&mut self, error: Error, row: Option<Item>) -> Result<(), Error> {
        match (&mut self.unreadable, row) {
            (Some(unreadable), Some(item)) => unreadable.push(Unreadable { item, error }),
            _ => return Err(error),
        }
        Ok(())
    }
}

impl<T: Send, R: Send> Sink for Each<T, R> {
    fn expect(&mut self, items: usize) {
        self.results.reserve(items);
    }

    fn row(&mut self, item: &Item) -> Result<bool, Error> {
        let result = (self.decode.row)(item)?;
        let taken = result.is_some();
        self.results.extend(result.map(self.readable).map(Ok));
        Ok(taken)
    }

    fn takes_any(&self) -> bool {
        self.decode.any.is_some()
    }

    fn any(&mut self, reader: &mut dyn Reader) -> Result<(), DecodeError> {
        if let Some((read, _)) = self.decode.any {
            let result = read(reader)?;
            self.results.push(Ok((self.readable)(result)));
        }
        Ok(())
    }

    fn give_back(&mut self) {
        self.results.pop();
    }

    fn explain(&self, error: DecodeError) -> Error {
        self.decode.explain(error)
    }

    fn refuse(&mut self, error: Error, row: Option<Item>) -> Result<(), Error> {
        self.results.push((self.unreadable)(error, row));
        Ok(())
    }
}

impl Sink for Count {
    fn row(&mut self, _: &Item) -> Result<bool, Error> {
        self.0 += 1;
        Ok(true)
    }
}

/// Hands the items of a page to a sink: those of the wanted kind, and as many as are wanted.
pub(crate) struct Intake<'a> {
    /// The one kind of entity wanted; every kind where `None`.
    pub(crate) entity: Option<&'static EntitySchema>,
    pub(crate) table: &'static TableSchema,
    /// True if an item of a kind that the table does not know is an error.
    pub(crate) strict: bool,
    pub(crate) wanted: u64,
    pub(crate) sink: &'a mut dyn Sink,
    pub(crate) taken: u64,
    /// Items of other kinds that stood among those.
    pub(crate) skipped: u64,
    /// The last item that was taken or skipped, where there are more.
    pub(crate) cut: Option<Item>,
}

impl Intake<'_> {
    pub(crate) fn page(&mut self, items: Payload) -> Result<(), Error> {
        let wanted = usize::try_from(self.wanted).unwrap_or(usize::MAX);
        self.sink.expect(items.len().min(wanted).min(MOST));
        match items {
            Payload::Json(json) if self.sink.takes_any() => self.json(&json),
            rows => self.rows(&rows.into_rows()?),
        }
    }

    fn rows(&mut self, rows: &[Item]) -> Result<(), Error> {
        let mut last: Option<&Item> = None;
        for item in rows {
            if self.entity.is_some_and(|entity| item::is_foreign(entity, item)) {
                self.skip(|| Ok(item.clone()))?;
            } else if self.taken == self.wanted {
                self.cut = last.cloned();
                return Ok(());
            } else {
                match self.sink.row(item) {
                    Ok(true) => self.taken += 1,
                    Ok(false) => self.skip(|| Ok(item.clone()))?,
                    Err(error) => {
                        self.refuse(error, Some(item.clone()))?;
                        self.taken += 1;
                    }
                }
            }
            last = Some(item);
        }
        Ok(())
    }

    fn json(&mut self, json: &JsonPayload) -> Result<(), Error> {
        let mut items = json.items().map_err(unreadable)?;
        let mut last = None;
        items.item().watch(self.entity.and_then(|entity| entity.layout.tag));
        while let Some(item) = items.next_item().map_err(unreadable)? {
            // Decoded before it is known to be of the wanted kind: the tag may stand behind all else.
            let decoded = self.sink.any(item);
            if self.is_foreign(&mut items)? {
                if decoded.is_ok() {
                    self.sink.give_back();
                }
                self.skip(|| items.row_again().map_err(unreadable))?;
                if self.taken == self.wanted {
                    last = Some(items.row_again().map_err(unreadable)?);
                }
                continue;
            }
            if self.taken == self.wanted {
                if decoded.is_ok() {
                    self.sink.give_back();
                }
                self.cut = last;
                return Ok(());
            }
            if let Err(error) = decoded {
                let error = self.sink.explain(error);
                self.refuse(error, items.row_again().ok())?;
            }
            self.taken += 1;
            if self.taken == self.wanted {
                last = Some(items.row_again().map_err(unreadable)?);
            }
        }
        Ok(())
    }

    /// Counts an item of another kind; one of a kind that the table does not know is an error where that is asked for.
    fn skip(&mut self, item: impl FnOnce() -> Result<Item, Error>) -> Result<(), Error> {
        if self.strict {
            let item = item()?;
            if item::kind_of(self.table, &item).is_none() {
                let error = Error::new(ErrorKind::Decode, "the stored item is of no kind that the table knows");
                let error = match self.entity {
                    Some(entity) => error.with_entity(entity.describe()),
                    None => error,
                };
                return self.refuse(error, Some(item));
            }
        }
        self.skipped += 1;
        Ok(())
    }

    /// Says which item it is that cannot be read.
    #[cold]
    fn refuse(&mut self, error: Error, row: Option<Item>) -> Result<(), Error> {
        let error = match &row {
            Some(item) => error.with_key(item::key_text(self.table.layout, item)).with_item(item.clone()),
            None => error,
        };
        self.sink.refuse(error, row)
    }

    /// Returns whether the item at hand is of another kind; see [`item::is_foreign`].
    fn is_foreign(&self, items: &mut JsonItems<'_>) -> Result<bool, Error> {
        let Some(entity) = self.entity else { return Ok(false) };
        match items.item().watched() {
            Watched::Text(tag) => Ok(!entity.has_tag(tag.text().map_err(unreadable)?.as_bytes())),
            Watched::Other => Ok(true),
            // It has none, or decoding has stopped before.
            Watched::Absent => Ok(item::is_foreign(entity, &items.row_again().map_err(unreadable)?)),
        }
    }
}

/// Results that room is made for on the word of a response; a page of small items has more.
const MOST: usize = 4096;
