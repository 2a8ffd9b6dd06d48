//! The endings of reads that go on where an item cannot be read.

use std::future::IntoFuture;

use super::{BatchGet, Detailed, Lenient, Lists, Page, Pending, Query, Readable, Scan, Stream, TransactGet, Unread};
use crate::error::Error;
use crate::plan::intake::Unreadable;
use crate::typed::reach::{KeyList, Paged, Reaches, Yields};
use crate::typed::{AccessPattern, Table};

impl<P: AccessPattern, Y: Yields<P>> Lenient<Query<P, Y>> {
    /// Reads one page; see [`Query::page`].
    #[must_use]
    pub fn page(self) -> Pending<Result<Page<Y::Item, P>, Error>>
    where
        Y: Reaches<P, P::Entity>,
    {
        let page = self.0.read_page(true);
        Box::pin(async move { Ok(page.await?.value) })
    }

    /// Reads one page, with what its requests consumed; see [`Query::detailed`].
    #[must_use]
    pub fn detailed(self) -> Pending<Result<Detailed<Page<Y::Item, P>>, Error>>
    where
        Y: Reaches<P, P::Entity>,
    {
        self.0.with_capacity().read_page(true)
    }

    /// Reads all pages.
    #[must_use]
    pub fn all(self) -> Pending<Result<Readable<Vec<Y::Item>>, Error>>
    where
        Y: Reaches<P, P::Entity>,
    {
        let Query { plan, .. } = self.0;
        Box::pin(async move { plan.ready()?.reader.all_readable(Query::<P, Y>::decode()).await.map(Readable::from) })
    }

    /// Streams the results, those that cannot be read as `Err` inside the `Ok`; pages are fetched as they are needed.
    pub fn stream(self) -> Stream<Result<Y::Item, Unreadable>>
    where
        Y: Reaches<P, P::Entity>,
    {
        Stream::lenient(self.0.plan.ready().map(|ready| ready.reader), Query::<P, Y>::decode())
    }
}

impl<S, Y: Yields<Scan<S, Y>>> Lenient<Scan<S, Y>>
where
    Scan<S, Y>: Paged,
{
    /// Reads one page; see [`Scan::page`].
    #[must_use]
    pub fn page(self) -> Pending<Result<Page<Y::Item, Scan<S, Y>>, Error>> {
        let page = self.0.read_page(true);
        Box::pin(async move { Ok(page.await?.value) })
    }

    /// Reads one page, with what its requests consumed; see [`Scan::detailed`].
    #[must_use]
    pub fn detailed(self) -> Pending<Result<Detailed<Page<Y::Item, Scan<S, Y>>>, Error>> {
        self.0.with_capacity().read_page(true)
    }

    /// Reads every result.
    #[must_use]
    pub fn all(self) -> Pending<Result<Readable<Vec<Y::Item>>, Error>> {
        let plan = self.0.plan;
        Box::pin(async move { plan.ready()?.reader.all_readable(Scan::<S, Y>::decode()).await.map(Readable::from) })
    }

    /// Streams the results, those that cannot be read as `Err` inside the `Ok`.
    pub fn stream(self) -> Stream<Result<Y::Item, Unreadable>> {
        Stream::lenient(self.0.plan.ready().map(|ready| ready.reader), Scan::<S, Y>::decode())
    }
}

impl<T: Table, L: Lists> IntoFuture for Lenient<BatchGet<T, L>> {
    /// A list in the order of the keys; `None` for a key that has no item, or one that cannot be read.
    type Output = Result<Readable<L::Read>, Unread<L>>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.read_readable()
    }
}

impl<T, Entities, K: KeyList<T, Entities>> IntoFuture for Lenient<TransactGet<T, K, Entities>> {
    /// The entities in the places of their keys; `None` where there is none, or one that cannot be read.
    type Output = Result<Readable<K::Found>, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.read_readable()
    }
}
