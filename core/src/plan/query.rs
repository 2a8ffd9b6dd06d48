//! The read of what an access pattern reaches.

use std::sync::Arc;

use super::cursor::Fingerprint;
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

/// A query that is ready to be sent.
pub(crate) struct Ready {
    pub(crate) reader: PageReader,
    pub(crate) binding: Binding,
}

/// Query that a cursor is bound to.
pub(crate) struct Binding {
    pub(crate) entity: &'static EntitySchema,
    pub(crate) index: Option<&'static IndexSchema>,
    pub(crate) query: u64,
    /// Fingerprint of the pattern.
    pub(crate) fingerprint: u64,
}

impl Binding {
    /// Returns the position after a page.
    pub(crate) fn position(&self, last: &Item, signer: Option<&Signer>) -> Position {
        let given = read::given_names(self.entity.layout, self.index);
        Position::of(self.fingerprint, self.query, last, &given, signer)
    }

    /// Returns the start key of a request that goes on after a position.
    fn start_key(&self, position: &Position, request: &backend::Query) -> Result<Item, Error> {
        let given = read::given_names(self.entity.layout, self.index);
        let mut expected = read::key_names(self.entity.layout, self.index);
        expected.retain(|name| !given.contains(name));
        position.start_key(self.query, &expected, |writer| read::write_given(&request.keys, &given, writer))
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
        let binding = Binding { entity: self.entity, index, query, fingerprint };
        if let Some(position) = &self.after {
            if let Some(signer) = &self.store.signer {
                position.verify(signer)?;
            }
            request.start_key = Some(binding.start_key(position, &request)?);
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
