//! The read of what an access pattern reaches.

use std::sync::Arc;

use super::cursor::{Fingerprint, invalid};
use super::intake::{Decode, Strict, Unreadable};
use super::read::{PageReader, RawPage, Request, Target};
use super::signer::Signer;
use super::store::StoreInner;
use super::{Position, read};
use crate::backend;
use crate::backend::Select;
use crate::error::Error;
use crate::expr::{Condition, KeyCondition, Path};
use crate::schema::{Carries, EntitySchema, IndexSchema, LayoutSchema};
use crate::value::Item;

pub(crate) struct Plan {
    pub(crate) store: Arc<StoreInner>,
    pub(crate) entity: &'static EntitySchema,
    pub(crate) pattern: usize,
    /// The key condition; `None` where it can hold for no key.
    pub(crate) conditions: Result<Option<Vec<KeyCondition>>, Error>,
    pub(crate) filter: Option<Condition>,
    pub(crate) after: Option<Position>,
    pub(crate) forward: bool,
    pub(crate) consistent: bool,
    pub(crate) take: Option<u64>,
    pub(crate) evaluate: Option<u32>,
    pub(crate) capacity: bool,
    pub(crate) keys_only: bool,
    /// True if everything in the range is read, and not the items of one kind.
    pub(crate) partition: bool,
}

impl Plan {
    /// Returns the attributes to ask for. A local index reaches into the table for what it does not carry; keys are sent
    /// without the rest of the item.
    fn select(keys_only: bool, layout: &LayoutSchema, index: Option<&IndexSchema>) -> Select {
        let whole = index.is_none_or(|index| matches!(index.carries, Carries::All));
        match (keys_only, whole) {
            (true, true) => {
                let names = read::key_names(layout, index).into_iter().chain(layout.tag);
                Select::Paths(names.map(Path::attribute).collect())
            }
            (false, false) if index.is_some_and(|index| !index.is_global()) => Select::AllAttributes,
            _ => Select::Default,
        }
    }
}

/// A query or scan that is ready to be sent.
pub(crate) struct Ready {
    pub(crate) reader: PageReader,
    pub(crate) binding: Binding,
}

/// Query or scan that a cursor is bound to.
pub(crate) struct Binding {
    /// Names of the key attributes that a cursor holds.
    pub(crate) held: Vec<&'static str>,
    /// Names of the key attributes that the request gives.
    pub(crate) given: Vec<&'static str>,
    pub(crate) query: u64,
    /// Fingerprint of the pattern, or of the scan.
    pub(crate) fingerprint: u64,
    /// What is wrong with a cursor of the same pattern and another query.
    pub(crate) other: &'static str,
}

impl Binding {
    /// Returns the position after a page.
    pub(crate) fn position(&self, last: &Item, signer: Option<&Signer>) -> Position {
        Position::of(self.fingerprint, self.query, last, &self.given, signer)
    }

    /// Returns the start key of a request that goes on after a position, with the `keys` that the request gives.
    pub(crate) fn start_key(
        &self,
        position: &Position,
        keys: &[KeyCondition],
        signer: Option<&Signer>,
    ) -> Result<Item, Error> {
        if let Some(signer) = signer {
            position.verify(signer)?;
        }
        if position.query != self.query {
            return Err(invalid(self.other));
        }
        position.start_key(&self.held, |writer| read::write_given(keys, &self.given, writer))
    }
}

impl Plan {
    pub(crate) fn ready(self) -> Result<Ready, Error> {
        let (entity, pattern) = (self.entity, self.pattern);
        self.prepare().map_err(|error| match entity.patterns.get(pattern) {
            Some(pattern) => error.with_entity(pattern.describe(entity.name)),
            None => error,
        })
    }

    fn prepare(self) -> Result<Ready, Error> {
        let keys = self.conditions?;
        let layout = self.entity.layout;
        let index = self.entity.patterns.get(self.pattern).and_then(|pattern| layout.index(pattern.index?));
        let nothing = keys.is_none();
        let mut request = backend::Query::new(Arc::clone(&self.store.table), keys.unwrap_or_default());
        request.index = index.map(|index| Arc::from(index.physical));
        request.select = Self::select(self.keys_only, layout, index);
        request.forward = self.forward;
        request.consistent = self.consistent;
        if let Some(filter) = self.filter {
            read::check_filter(&filter, layout, index)?;
            request.filter = Some(filter);
        }
        let fingerprint = Fingerprint::of_pattern(self.entity, self.pattern, self.partition);
        let query = read::fingerprint(fingerprint, &request);
        let given = read::given_names(layout, index);
        let mut held = read::key_names(layout, index);
        held.retain(|name| !given.contains(name));
        let other = "the cursor belongs to a query with another direction, partition or key condition";
        let binding = Binding { held, given, query, fingerprint, other };
        if let Some(position) = &self.after {
            request.start_key = Some(binding.start_key(position, &request.keys, self.store.signer.as_ref())?);
        }
        let shared = !self.partition && !self.store.others_in_range(self.entity, self.pattern).is_empty();
        let entity = (!self.partition).then_some(self.entity);
        let target = Target { entity, by: Some((self.entity, self.pattern)), index, shared };
        let mut reader = PageReader::new(self.store, Request::Query(request), target);
        if nothing {
            reader.finish_at_once();
        }
        if let Some(take) = self.take {
            reader.take(take);
        }
        if let Some(evaluate) = self.evaluate {
            reader.evaluate(evaluate);
        }
        if self.capacity {
            reader.return_consumed();
        }
        Ok(Ready { reader, binding })
    }
}

impl Ready {
    /// Reads a page; a lenient one goes on where an item cannot be read, and keeps it apart.
    pub(crate) async fn page<T: Send>(
        &mut self,
        decode: Decode<T>,
        lenient: bool,
    ) -> Result<(Vec<T>, Vec<Unreadable>, RawPage), Error> {
        let mut sink = if lenient { Strict::lenient(decode) } else { Strict::new(decode) };
        let page = self.reader.page(&mut sink).await?;
        Ok((sink.results, sink.unreadable.unwrap_or_default(), page))
    }

    pub(crate) async fn all<T: Send>(mut self, decode: Decode<T>) -> Result<Vec<T>, Error> {
        let mut sink = Strict::new(decode);
        self.reader.all(&mut sink).await?;
        Ok(sink.results)
    }
}
