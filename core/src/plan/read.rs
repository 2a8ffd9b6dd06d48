//! Reads that go from page to page, without type parameters: queries and scans.

use std::sync::Arc;

use super::cursor::Fingerprint;
use super::intake::{Count, Decode, Intake, Sink, Strict, Unreadable};
use super::retry::{Retries, passes};
use super::signer::Signer;
use super::store::{Answered, StoreInner};
use crate::backend::{Query, QueryOutput, ResponseMeta, ReturnConsumed, Scan, Segment, Select};
use crate::error::{Error, ErrorKind};
use crate::expr::{Comparator, Condition, KeyCondition, KeyTest, Operand, Path};
use crate::schema::{Carries, EntitySchema, IndexSchema, LayoutSchema, PatternSchema};
use crate::value::{Item, PackedValue, PackedWriter, Writer};

/// Fetches page after page.
pub(crate) struct PageReader {
    store: Arc<StoreInner>,
    pub(crate) request: Request,
    target: Target,
    /// Results still wanted.
    take: Option<u64>,
    /// Items to evaluate per request, by the user's word.
    evaluate: Option<u32>,
    /// Items to evaluate per request at the least, where results are dropped.
    window: u32,
    exhausted: bool,
}

/// The request of the next page.
#[derive(Clone)]
pub(crate) enum Request {
    Query(Query),
    Scan(Scan),
}

/// Range that a read goes over.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    /// The one kind of entity wanted; every kind where `None`.
    pub(crate) entity: Option<&'static EntitySchema>,
    /// The entity and its access pattern that the read goes by, where it does.
    pub(crate) by: Option<(&'static EntitySchema, usize)>,
    /// The index, or the table itself.
    pub(crate) index: Option<&'static IndexSchema>,
    /// True if items of other kinds may stand in the range.
    pub(crate) shared: bool,
}

/// Counts and position of one request, whose items a [`Sink`] has taken.
#[derive(Default)]
pub(crate) struct RawPage {
    pub(crate) skipped: u64,
    /// Items that DynamoDB evaluated and left out by the filter.
    left_out: u64,
    pub(crate) meta: ResponseMeta,
    /// The key after which to go on.
    pub(crate) last: Option<Item>,
}

impl PageReader {
    /// Adds what keeps other known kinds out, where the index carries the tag. Items of unknown kinds travel: they are counted.
    pub(crate) fn new(store: Arc<StoreInner>, request: Request, target: Target) -> Self {
        let others = match (target.entity.filter(|_| target.shared), target.by, &request) {
            (None, ..) => None,
            (Some(_), Some((entity, pattern)), Request::Query(_)) => {
                target.has_tag_of(store.others_in_range(entity, pattern).iter().copied())
            }
            (Some(entity), ..) => target.has_tag_of(store.schema.others(entity)),
        };
        let mut reader =
            Self { store, request, target, take: None, evaluate: None, window: FIRST_WINDOW, exhausted: false };
        if let Some(others) = others {
            reader.add_filter(Condition::Not(Box::new(others)));
        }
        reader
    }

    pub(crate) fn add_filter(&mut self, condition: Condition) {
        let filter = match &mut self.request {
            Request::Query(query) => &mut query.filter,
            Request::Scan(scan) => &mut scan.filter,
        };
        Condition::narrow(filter, condition);
    }

    pub(crate) fn signer(&self) -> Option<&Signer> {
        self.store.signer.as_ref()
    }

    pub(crate) fn take(&mut self, results: u64) {
        self.take = Some(results);
    }

    pub(crate) fn evaluate(&mut self, items: u32) {
        self.evaluate = Some(items);
    }

    pub(crate) fn finish_at_once(&mut self) {
        self.exhausted = true;
    }

    pub(crate) fn is_exhausted(&self) -> bool {
        self.exhausted || self.take == Some(0)
    }

    pub(crate) fn return_consumed(&mut self) {
        match &mut self.request {
            Request::Query(query) => query.return_consumed = ReturnConsumed::Indexes,
            Request::Scan(scan) => scan.return_consumed = ReturnConsumed::Indexes,
        }
    }

    pub(crate) fn start_after(&mut self, key: Item) {
        match &mut self.request {
            Request::Query(query) => query.start_key = Some(key),
            Request::Scan(scan) => scan.start_key = Some(key),
        }
    }

    fn filters(&self) -> bool {
        match &self.request {
            Request::Query(query) => query.filter.is_some(),
            Request::Scan(scan) => scan.filter.is_some(),
        }
    }

    /// Returns where results are dropped after they were evaluated, a few more than wanted are, and twice as many each time: without
    /// a limit DynamoDB would evaluate, and bill, 1 MB for one result.
    fn limit(&self) -> Option<u32> {
        let wanted = self.take.map(|take| match !self.filters() && !self.target.shared {
            true => u32::try_from(take).unwrap_or(u32::MAX),
            false => self.window.max(u32::try_from(take.saturating_mul(4)).unwrap_or(u32::MAX)),
        });
        match (self.evaluate, wanted) {
            (Some(evaluate), Some(wanted)) => Some(evaluate.min(wanted)),
            (evaluate, wanted) => evaluate.or(wanted),
        }
    }

    /// Returns the request of the next page, as it would be sent.
    pub(crate) fn into_request(mut self) -> Request {
        self.set_limit();
        self.request
    }

    fn set_limit(&mut self) {
        let limit = self.limit();
        match &mut self.request {
            Request::Query(query) => query.limit = limit,
            Request::Scan(scan) => scan.limit = limit,
        }
    }

    async fn send(&mut self) -> Result<(QueryOutput, Option<Answered>), Error> {
        self.set_limit();
        let result = match self.call().await {
            // In a box of its own, so that the future of every read need not have room for it.
            Err(error) if passes(&error) => Box::pin(self.call_again(error)).await,
            result => result,
        };
        result.map_err(|error| match (self.target.by, self.pattern()) {
            (Some((entity, _)), Some(pattern)) => error.with_entity(pattern.describe(entity.name)),
            _ => error,
        })
    }

    fn pattern(&self) -> Option<&'static PatternSchema> {
        self.target.by.and_then(|(entity, pattern)| entity.patterns.get(pattern))
    }

    async fn call(&self) -> Result<(QueryOutput, Option<Answered>), Error> {
        let store = &self.store;
        let entity = self.target.by.map(|(entity, _)| entity.name);
        let pattern = self.pattern().map(|pattern| pattern.name);
        match self.request.clone() {
            Request::Query(query) => store.call_for_items("Query", entity, pattern, store.backend.query(query)).await,
            Request::Scan(scan) => store.call_for_items("Scan", entity, None, store.backend.scan(scan)).await,
        }
    }

    /// Sends the request again, from where the page before ended: nothing is lost, and nothing comes twice.
    async fn call_again(&self, mut error: Error) -> Result<(QueryOutput, Option<Answered>), Error> {
        let mut retries = Retries::new(self.store.retry, self.store.backend.clock());
        while passes(&error) && retries.again(false).await {
            match self.call().await {
                Err(again) => error = again,
                Ok(output) => return Ok(output),
            }
        }
        Err(error)
    }

    /// Sends one request. Items of the wanted kind go to the sink; where there are more than are still wanted, the position is
    /// before the first of those, so that no item is skipped twice.
    pub(crate) async fn fetch(&mut self, sink: &mut dyn Sink) -> Result<RawPage, Error> {
        if self.is_exhausted() {
            return Ok(RawPage::default());
        }
        let (output, answered) = self.send().await?;
        self.window = self.window.saturating_mul(2);
        let mut intake = Intake {
            entity: self.target.entity,
            table: self.store.schema,
            strict: self.store.strict,
            wanted: self.take.unwrap_or(u64::MAX),
            sink,
            taken: 0,
            skipped: 0,
            cut: None,
        };
        let result = intake.page(output.items);
        self.store.tell(answered, intake.skipped);
        result?;
        let last = match &intake.cut {
            Some(item) => Some(self.target.position_key(item, self.store.schema.layout)),
            None => output.last_evaluated_key,
        };
        if let Some(take) = &mut self.take {
            *take = take.saturating_sub(intake.taken);
        }
        let skipped = intake.skipped;
        match &last {
            Some(key) => self.start_after(key.clone()),
            None => self.exhausted = true,
        }
        let left_out = u64::from(output.scanned_count.saturating_sub(output.count));
        Ok(RawPage { skipped, left_out, meta: output.meta, last })
    }

    /// Requests until the wanted number of results is there, or the end. Without a number, one request.
    pub(crate) async fn page(&mut self, sink: &mut dyn Sink) -> Result<RawPage, Error> {
        let mut page = self.fetch(sink).await?;
        while self.take.is_some_and(|take| take > 0) && !self.exhausted {
            page.extend(self.fetch(sink).await?);
        }
        Ok(page)
    }

    /// Requests until the end; returns how many items were skipped.
    pub(crate) async fn all(&mut self, sink: &mut dyn Sink) -> Result<u64, Error> {
        let mut skipped = 0;
        while !self.is_exhausted() {
            skipped += self.fetch(sink).await?.skipped;
        }
        Ok(skipped)
    }

    /// Requests until the end; what cannot be read is kept apart, and what is skipped is counted.
    pub(crate) async fn all_readable<T: Send>(
        mut self,
        decode: Decode<T>,
    ) -> Result<(Vec<T>, Vec<Unreadable>, u64), Error> {
        let mut sink = Strict::lenient(decode);
        let skipped = self.all(&mut sink).await?;
        Ok((sink.results, sink.unreadable.unwrap_or_default(), skipped))
    }

    /// Counts items of the wanted kind, which a page would hold. Where nothing else is filtered and none of them are known to
    /// stand among others, DynamoDB leaves out what has the right tag and says how much that was: the rest alone is looked at.
    pub(crate) async fn count(mut self) -> Result<u64, Error> {
        let Some(entity) = self.target.entity else { return self.count_all().await };
        let plain = self.take.is_none() && !self.target.shared && !self.filters();
        let ours = self.target.has_tag_of([entity].into_iter()).filter(|_| plain);
        let counts_left_out = ours.is_some();
        if let Some(ours) = ours {
            self.add_filter(Condition::Not(Box::new(ours)));
        }
        self.select_identity();
        let (mut count, mut left_out) = (Count(0), 0);
        while !self.is_exhausted() {
            left_out += self.fetch(&mut count).await?.left_out;
        }
        Ok(count.0 + if counts_left_out { left_out } else { 0 })
    }

    /// Counts items of every kind.
    async fn count_all(mut self) -> Result<u64, Error> {
        if self.take.is_some() {
            let mut count = Count(0);
            self.all(&mut count).await?;
            return Ok(count.0);
        }
        self.set_select(Select::Count);
        let mut count = 0;
        while !self.exhausted {
            let (output, answered) = self.send().await?;
            self.store.tell(answered, 0);
            count += u64::from(output.count);
            match output.last_evaluated_key {
                Some(key) => self.start_after(key),
                None => self.exhausted = true,
            }
        }
        Ok(count)
    }

    /// Asks for keys and tag alone, where the index carries more.
    fn select_identity(&mut self) {
        if let Some(entity) = self.target.entity.filter(|_| self.target.carries_tag()) {
            let names = key_names(entity.layout, self.target.index).into_iter().chain(entity.layout.tag);
            self.set_select(Select::Paths(names.map(Path::attribute).collect()));
        }
    }

    fn set_select(&mut self, select: Select) {
        match &mut self.request {
            Request::Query(query) => query.select = select,
            Request::Scan(scan) => scan.select = select,
        }
    }
}

impl RawPage {
    fn extend(&mut self, next: Self) {
        self.skipped += next.skipped;
        self.last = next.last;
        self.meta.add(next.meta);
    }
}

impl Target {
    /// Returns whether the tag is among what is read.
    fn carries_tag(&self) -> bool {
        !self.index.is_some_and(|index| matches!(index.carries, Carries::KeysOnly))
    }

    /// Returns that an item is tagged as one of these kinds. `None` where nothing shows that, and of more tags than one list of
    /// a condition can hold.
    fn has_tag_of(&self, kinds: impl Iterator<Item = &'static EntitySchema>) -> Option<Condition> {
        let tag = self.by.filter(|_| self.carries_tag())?.0.layout.tag?;
        let tags = kinds.flat_map(|kind| std::iter::once(&kind.tag).chain(kind.tag_aliases));
        let mut tags: Vec<Operand> = tags.map(|tag| Operand::Value(PackedValue::text(*tag))).collect();
        let place = Operand::Path(Path::attribute(tag));
        match tags.len() {
            0 => None,
            1 => tags.pop().map(|tag| Condition::Compare(place, Comparator::Eq, tag)),
            2..=MAX_IN => Some(Condition::In(place, tags)),
            _ => None,
        }
    }

    /// Returns the key after which a read goes on that ended with this item.
    fn position_key(&self, item: &Item, layout: &LayoutSchema) -> Item {
        let names = key_names(layout, self.index);
        item.select(|name| names.iter().any(|key| key.as_bytes() == name))
    }
}

/// Names of the key attributes of the table and of the index.
pub(crate) fn key_names(layout: &LayoutSchema, index: Option<&IndexSchema>) -> Vec<&'static str> {
    let mut names = vec![layout.hash.name];
    names.extend(layout.range.map(|range| range.name));
    if let Some(index) = index {
        for key in index.hash.iter().chain(index.range) {
            if !names.contains(&key.name) {
                names.push(key.name);
            }
        }
    }
    names
}

/// Returns the fingerprint of a query: pattern, direction and key condition.
pub(crate) fn fingerprint(pattern: u64, query: &Query) -> u64 {
    let mut hash = Fingerprint::new();
    hash.number(pattern);
    hash.number(u64::from(query.forward));
    for condition in &query.keys {
        hash.bytes(condition.name.as_bytes());
        let (kind, first, second) = match &condition.test {
            KeyTest::Eq(value) => (0, value, None),
            KeyTest::Lt(value) => (1, value, None),
            KeyTest::Le(value) => (2, value, None),
            KeyTest::Gt(value) => (3, value, None),
            KeyTest::Ge(value) => (4, value, None),
            KeyTest::Between(low, high) => (5, low, Some(high)),
            KeyTest::BeginsWith(prefix) => (6, prefix, None),
        };
        hash.number(kind);
        hash.key_value(first);
        if let Some(second) = second {
            hash.key_value(second);
        }
    }
    hash.finish()
}

/// Returns the fingerprint of a scan: what is scanned, and the part of the table. The one part of one is the whole.
pub(crate) fn scan_fingerprint(pattern: u64, segment: Option<Segment>) -> u64 {
    let (number, total) = segment.map_or((0, 1), |segment| (segment.number, segment.total));
    let mut hash = Fingerprint::new();
    for word in [pattern, u64::from(number), u64::from(total)] {
        hash.number(word);
    }
    hash.finish()
}

/// Names of the partition key attributes, which a query gives.
pub(crate) fn given_names(layout: &LayoutSchema, index: Option<&IndexSchema>) -> Vec<&'static str> {
    match index {
        Some(index) => index.hash.iter().map(|key| key.name).collect(),
        None => vec![layout.hash.name],
    }
}

/// Writes the partition key attributes, which a query gives.
pub(crate) fn write_given(keys: &[KeyCondition], given: &[&str], writer: &mut PackedWriter) {
    for condition in keys {
        if let (true, KeyTest::Eq(value)) = (given.contains(&condition.name.as_ref()), &condition.test) {
            writer.name(&condition.name);
            writer.copy_packed(value);
        }
    }
}

/// Refuses a filter on a key of what is queried, which DynamoDB would refuse.
pub(crate) fn check_filter(
    filter: &Condition,
    layout: &LayoutSchema,
    index: Option<&IndexSchema>,
) -> Result<(), Error> {
    let is_key = |name: &str| match index {
        Some(index) => index.hash.iter().chain(index.range).any(|key| key.name == name),
        None => layout.hash.name == name || layout.range.is_some_and(|range| range.name == name),
    };
    let mut key = None;
    filter.paths(&mut |path| {
        if is_key(&path.head) {
            key.get_or_insert_with(|| path.head.to_string());
        }
    });
    match key {
        None => Ok(()),
        Some(name) => Err(Error::new(
            ErrorKind::InvalidRequest,
            format!("the filter names `{name}`, a key of what is queried; give it as a key condition"),
        )),
    }
}

/// Operands that DynamoDB takes in one IN.
const MAX_IN: usize = 100;

/// Items that the first request evaluates at the least, where results are dropped.
const FIRST_WINDOW: u32 = 64;
