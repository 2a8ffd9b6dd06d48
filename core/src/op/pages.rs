//! Pages, and the stream over all of them.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::{Cursor, Detailed, Pending};
use crate::error::Error;
use crate::plan::intake::{Decode, Each, Unreadable};
use crate::plan::item;
use crate::plan::query::Ready;
use crate::plan::read::PageReader;
use crate::typed::{Entity, Key, KeyFor};
use crate::value::Item;

/// One page of results.
///
/// DynamoDB ends a page after 1 MB of evaluated items or [`evaluate`](super::Query::evaluate) of them, before the filter: a
/// page may be empty and still have a next one.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let page = shop.query(Order::of(1)).take(1).page().await?;
/// assert!(!page.is_empty());
/// let next: Option<String> = page.next.map(|cursor| cursor.to_string()); // for the request of the next page
/// # let _ = next;
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[non_exhaustive]
pub struct Page<T, P> {
    /// The results, in the order of the sort key; of a scan in no order.
    pub items: Vec<T>,
    /// Where to go on; `None` at the end.
    pub next: Option<Cursor<P>>,
    /// Items of other kinds that stood between them and were left out.
    pub skipped: u64,
    /// Items that could not be read, of a [lenient](super::Query::lenient) read.
    pub unreadable: Vec<Unreadable>,
}

impl<T: std::fmt::Debug, P> std::fmt::Debug for Page<T, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items)
            .field("next", &self.next)
            .field("skipped", &self.skipped)
            .field("unreadable", &self.unreadable)
            .finish()
    }
}

/// The keys of an `E` that an index carries.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let keys = shop.query(Order::of(1)).keys().all().await?;
/// assert_eq!(shop.get(&keys[0]).await?, Some(Order { number: 1, paid: false }));
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
pub struct Keys<E> {
    item: Item,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Keys<E> {
    pub(crate) fn new(item: Item) -> Self {
        Self { item, entity: PhantomData }
    }

    /// Returns the primary key, to get or delete the entity with.
    #[must_use]
    pub fn key(&self) -> Key<E> {
        Key::new(Ok(item::key_of(E::SCHEMA.layout, &self.item)))
    }

    /// Returns all key attributes, those of the index too.
    #[must_use]
    pub fn item(&self) -> &Item {
        &self.item
    }
}

#[diagnostic::do_not_recommend]
impl<E: Entity> KeyFor<E> for &Keys<E> {
    fn into_key(self) -> Key<E> {
        self.key()
    }
}

impl<E> Clone for Keys<E> {
    fn clone(&self) -> Self {
        Self { item: self.item.clone(), entity: PhantomData }
    }
}

impl<E> std::fmt::Debug for Keys<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Keys").field(&self.item).finish()
    }
}

/// Results one by one over every page; a page is fetched when the one before is used up.
///
/// A page that is throttled is read again, as [`Store::retrying`](super::Store::retrying) says; the first error that is
/// left ends the stream. Where a read has to go on after that, use pages: the cursor of the last one stays good.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/shop.rs"));
/// # async fn example(shop: Store<Shop>) -> Result<(), monotable::Error> {
/// let mut orders = shop.query(Order::of(1)).stream();
/// while let Some(order) = orders.next().await {
///     println!("{:?}", order?);
/// }
/// # Ok(())
/// # }
/// # fn main() { run(example) }
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct Stream<T> {
    /// Fetches a page and decodes it.
    fetch: Box<Fetch<T>>,
    /// Results of the last page that were not taken yet; a page is decoded as a whole, since its text is read from beginning to
    /// end.
    page: std::vec::IntoIter<Result<T, Error>>,
    /// `None` when the end is reached, or while `pending` has it.
    reader: Option<PageReader>,
    /// Why the read could not start.
    error: Option<Error>,
    pending: Option<Pending<Fetched<T>>>,
    skipped: u64,
}

type Fetch<T> = dyn Fn(PageReader) -> Pending<Fetched<T>> + Send + Sync;

/// The reader, and the results of a page with how many items were skipped there.
type Fetched<T> = (PageReader, Result<(Vec<Result<T, Error>>, u64), Error>);

impl<T: Send + 'static> Stream<T> {
    pub(super) fn new(reader: Result<PageReader, Error>, decode: Decode<T>) -> Self {
        Self::with(reader, Box::new(move |reader| Box::pin(fetch(reader, Each::new(decode)))))
    }
}

impl<T: Send + 'static> Stream<Result<T, Unreadable>> {
    /// Goes on where an item cannot be read.
    pub(super) fn lenient(reader: Result<PageReader, Error>, decode: Decode<T>) -> Self {
        Self::with(reader, Box::new(move |reader| Box::pin(fetch(reader, Each::lenient(decode)))))
    }
}

async fn fetch<T: Send, R: Send>(mut reader: PageReader, mut sink: Each<T, R>) -> Fetched<R> {
    let page = reader.fetch(&mut sink).await;
    (reader, page.map(|page| (sink.results, page.skipped)))
}

impl<T> Stream<T> {
    fn with(reader: Result<PageReader, Error>, fetch: Box<Fetch<T>>) -> Self {
        let (reader, error) = match reader {
            Ok(reader) => (Some(reader), None),
            Err(error) => (None, Some(error)),
        };
        Self { fetch, page: Vec::new().into_iter(), reader, error, pending: None, skipped: 0 }
    }

    /// Returns how many items of other kinds were left out on the pages that were fetched so far.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Waits for the next result; `None` at the end, and after an error.
    pub async fn next(&mut self) -> Option<Result<T, Error>>
    where
        T: Send + 'static,
    {
        std::future::poll_fn(|context| futures_core::Stream::poll_next(Pin::new(&mut *self), context)).await
    }
}

impl<T> Unpin for Stream<T> {}

impl<T: Send + 'static> futures_core::Stream for Stream<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if let Some(error) = this.error.take() {
            return Poll::Ready(Some(Err(error)));
        }
        loop {
            if let Some(result) = this.page.next() {
                return Poll::Ready(Some(result));
            }
            let pending = match (&mut this.pending, this.reader.take()) {
                (Some(pending), _) => pending,
                (empty, Some(reader)) if !reader.is_exhausted() => empty.insert((this.fetch)(reader)),
                _ => return Poll::Ready(None),
            };
            let (reader, fetched) = ready!(pending.as_mut().poll(context));
            this.pending = None;
            match fetched {
                Ok((page, skipped)) => {
                    this.page = page.into_iter();
                    this.skipped += skipped;
                    this.reader = Some(reader);
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

impl<T> std::fmt::Debug for Stream<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stream")
    }
}

impl<T: Send, P> Page<T, P> {
    /// Reads a page; a lenient one goes on where an item cannot be read, and keeps it apart.
    pub(super) async fn read(mut ready: Ready, decode: Decode<T>, lenient: bool) -> Result<Detailed<Self>, Error> {
        let (items, unreadable, raw) = ready.page(decode, lenient).await?;
        let next = raw.last.as_ref().map(|last| Cursor::new(ready.binding.position(last, ready.reader.signer())));
        let page = Self { items, next, skipped: raw.skipped, unreadable };
        Ok(Detailed::new(page, raw.meta).skipping(raw.skipped))
    }
}

impl<T, P> Page<T, P> {
    /// Returns whether there are no results on this page; there may still be a next one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
