//! Reading a struct from a partition.

use std::future::IntoFuture;
use std::sync::Arc;

use super::{Detailed, Pending};
use crate::backend;
use crate::backend::ResponseMeta;
use crate::error::Error;
use crate::plan::Unreadable;
use crate::plan::collection::{Found, Plan};
use crate::plan::store::StoreInner;
use crate::typed::collection::Parts;
use crate::typed::reach::{Consistent, Loads};
use crate::typed::{AccessPattern, Collection};

/// Reads a collection; await it. See [`Store::load`](super::Store::load).
#[must_use = "a read does nothing unless awaited"]
pub struct Load<C> {
    plan: Plan,
    /// What is no collection is refused where it is loaded, and not once more where that is awaited.
    read: fn(Plan) -> Pending<Result<(Loaded<C>, ResponseMeta), Error>>,
}

/// A collection, and what stood among its items.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loaded<C> {
    /// The collection; `None` where a member is missing that has to be there.
    pub view: Option<C>,
    /// Items of kinds that are no members.
    pub skipped: u64,
    /// Items below a key whose item is missing: comments without their task.
    pub orphans: u64,
    /// Items that could not be read, of a [lenient](Load::lenient) read.
    pub unreadable: Vec<Unreadable>,
}

impl<C: Send + 'static> Load<C> {
    pub(crate) fn new<T, P: Loads<C, T>>(store: Arc<StoreInner>, plan: P) -> Self {
        let keys = plan.into_plan();
        let plan = Plan { store, schema: P::SCHEMA, keys, consistent: false, capacity: false, lenient: false };
        Self { plan, read: |plan| Box::pin(read::<P::Parts>(plan)) }
    }

    /// Sees every write that completed before the read; not on global indexes.
    pub fn consistent(mut self) -> Self
    where
        C: Collection,
        <C::By as AccessPattern>::Reads: Consistent<C::By>,
    {
        self.plan.consistent = true;
        self
    }
    /// Reads, and returns what else was found there and what the requests consumed.
    #[must_use]
    pub fn detailed(mut self) -> Pending<Result<Detailed<Loaded<C>>, Error>> {
        self.plan.capacity = true;
        Box::pin(async move {
            let (loaded, meta) = (self.read)(self.plan).await?;
            Ok(Detailed::new(loaded, meta))
        })
    }

    /// Reads what can be read: an item that cannot, since another program or version wrote it, is kept apart.
    #[must_use]
    pub fn lenient(mut self) -> Pending<Result<Loaded<C>, Error>> {
        self.plan.lenient = true;
        Box::pin(async move { Ok((self.read)(self.plan).await?.0) })
    }

    /// Returns the first request of each query that would be sent: one, and one for each member that is bounded by `last`.
    pub fn requests(self) -> Result<Vec<backend::Query>, Error> {
        self.plan.requests()
    }
}

impl<C: Send + 'static> IntoFuture for Load<C> {
    type Output = Result<Option<C>, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok((self.read)(self.plan).await?.0.view) })
    }
}

async fn read<P: Parts>(plan: Plan) -> Result<(Loaded<P::Whole>, ResponseMeta), Error> {
    let mut parts = P::default();
    let Found { skipped, mut orphans, unreadable, meta, placed } = plan.read(&mut parts).await?;
    let view = parts.finish();
    if view.is_none() {
        orphans += placed;
    }
    Ok((Loaded { view, skipped, orphans, unreadable }, meta))
}
