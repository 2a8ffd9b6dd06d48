//! The read of a struct from a partition: one query in the usual case, whose items go to their places in one pass.

use std::sync::Arc;

use super::intake::{Sink, Unreadable};
use super::item;
use super::query;
use super::store::StoreInner;
use super::{KeyPlan, read};
use crate::backend;
use crate::backend::ResponseMeta;
use crate::error::Error;
use crate::expr::{KeyCondition, KeyTest};
use crate::key::{KeyError, KeyRole, Template, before_delimiter, end_of_prefix};
use crate::schema::{CollectionSchema, EntitySchema, LayoutSchema, MemberKind, MemberSchema, sort_template};
use crate::value::{Item, PackedValue, ValueRef};

/// A place for items, or for what is made of them.
pub trait Holder: Send {
    /// Puts an item where the path leads.
    fn put(&mut self, path: &[u8], item: &Item) -> Result<(), Error>;

    /// Ends the collection that is being read where the path leads; returns whether it is complete.
    fn close(&mut self, path: &[u8]) -> bool;
}

pub(crate) struct Plan {
    pub(crate) store: Arc<StoreInner>,
    pub(crate) schema: &'static CollectionSchema,
    pub(crate) keys: KeyPlan,
    pub(crate) consistent: bool,
    pub(crate) capacity: bool,
    pub(crate) lenient: bool,
}

/// What a read found beside the members.
#[derive(Default)]
pub(crate) struct Found {
    /// Items of other kinds.
    pub(crate) skipped: u64,
    /// Items of collections that lack a member.
    pub(crate) orphans: u64,
    pub(crate) unreadable: Vec<Unreadable>,
    pub(crate) meta: ResponseMeta,
    /// The number of items that were put to their places, apart from orphans.
    pub(crate) placed: u64,
}

/// The queries of a collection.
struct Queries {
    /// Reads every member that has no query of its own.
    main: Option<query::Ready>,
    /// A member's place, and the query of the last ones.
    last: Vec<(u8, query::Ready)>,
    /// The sort key below which everything stands.
    given: Option<String>,
}

impl Plan {
    /// Returns the requests that would be sent first.
    pub(crate) fn requests(self) -> Result<Vec<backend::Query>, Error> {
        let queries = self.queries()?;
        let ready = queries.main.into_iter().chain(queries.last.into_iter().map(|(_, ready)| ready));
        let requests = ready.filter_map(|ready| match ready.reader.into_request() {
            read::Request::Query(query) => Some(query),
            read::Request::Scan(_) => None,
        });
        Ok(requests.collect())
    }

    fn queries(self) -> Result<Queries, Error> {
        let describe = || self.schema.by().describe(self.schema.root.name);
        let (partition, given) = self.keys.partition_alone().map_err(|error| error.with_entity(describe()))?;
        let ranges = Ranges { schema: self.schema, given: given.as_deref().filter(|_| self.schema.given() > 0) };
        let plan = |entity: &'static EntitySchema, pattern: usize, range: Option<KeyTest>| {
            let mut conditions = partition.clone();
            if let (Some(test), Some(name)) = (range, range_name(self.schema)) {
                conditions.push(KeyCondition { name: name.into(), test });
            }
            query::Plan {
                store: Arc::clone(&self.store),
                entity,
                pattern,
                conditions: Ok(Some(conditions)),
                filter: None,
                after: None,
                forward: true,
                consistent: self.consistent,
                take: None,
                evaluate: None,
                capacity: self.capacity,
                keys_only: false,
                partition: true,
            }
        };
        let mut last = Vec::new();
        for (place, member) in self.schema.members.iter().enumerate() {
            let Some(count) = member.last else { continue };
            let Some((entity, pattern)) = member.reached(self.schema.by().index) else { continue };
            let mut own = plan(entity, pattern, ranges.of(member)?.into_test());
            (own.partition, own.forward, own.take) = (false, false, Some(u64::from(count)));
            last.push((place_number(place), own.ready()?));
        }
        let main = match ranges.of_all()? {
            Some(range) => Some(plan(self.schema.root, self.schema.pattern, range.into_test()).ready()?),
            None => None,
        };
        Ok(Queries { main, last, given })
    }

    /// Reads everything and puts it to its places.
    pub(crate) async fn read(self, holder: &mut dyn Holder) -> Result<Found, Error> {
        let (schema, layout, lenient) = (self.schema, self.store.schema.layout, self.lenient);
        let queries = self.queries()?;
        let mut sink =
            Gather { tree: Tree::new(schema, queries.given), holder, layout, found: Found::default(), lenient };
        if let Some(mut main) = queries.main {
            while !main.reader.is_exhausted() {
                let page = main.reader.fetch(&mut sink).await?;
                sink.found.skipped += page.skipped;
                sink.found.meta.add(page.meta);
            }
        }
        sink.close_all();
        for (place, mut last) in queries.last {
            let mut newest = Newest(Vec::new());
            let page = last.reader.page(&mut newest).await?;
            sink.found.meta.add(page.meta);
            for item in newest.0.iter().rev() {
                sink.put_last(place, item)?;
            }
        }
        Ok(sink.found)
    }
}

/// Items as they come.
struct Newest(Vec<Item>);

impl Sink for Newest {
    fn row(&mut self, item: &Item) -> Result<bool, Error> {
        self.0.push(item.clone());
        Ok(true)
    }
}

/// Puts items to their places, in the order of their keys.
struct Gather<'a> {
    tree: Tree,
    holder: &'a mut dyn Holder,
    layout: &'static LayoutSchema,
    found: Found,
    lenient: bool,
}

impl Sink for Gather<'_> {
    fn row(&mut self, item: &Item) -> Result<bool, Error> {
        let Some(place) = self.tree.find(item) else { return Ok(false) };
        if self.tree.leaves[place].bounded {
            return Ok(true); // its own query reads it
        }
        let mut inner = None;
        for level in 0..self.tree.leaves[place].groups.len() {
            let group = self.tree.leaves[place].groups[level];
            let key = sort_key(item, self.tree.range);
            let key = before_delimiter(key, self.tree.groups[group].delimiters);
            if self.tree.groups[group].open.as_deref() != Some(key) {
                let key = key.to_vec();
                self.close(group);
                self.tree.groups[group].open = Some(key);
            }
            inner = Some(group);
        }
        self.holder.put(&self.tree.leaves[place].path, item)?;
        *self.count(inner) += 1;
        Ok(true)
    }

    fn refuse(&mut self, error: Error, row: Option<Item>) -> Result<(), Error> {
        match row {
            Some(item) if self.lenient => self.found.unreadable.push(Unreadable { item, error }),
            _ => return Err(error),
        }
        Ok(())
    }
}

impl Gather<'_> {
    /// Ends a group and those in it, from the inside out.
    fn close(&mut self, group: usize) {
        for inner in (group..self.tree.groups[group].end).rev() {
            if self.tree.groups[inner].open.take().is_none() {
                continue;
            }
            let items = std::mem::take(&mut self.tree.groups[inner].items);
            let complete = self.holder.close(&self.tree.groups[inner].path);
            match complete {
                true => *self.count(self.tree.groups[inner].parent) += items,
                false => self.found.orphans += items,
            }
        }
    }

    fn close_all(&mut self) {
        let outer: Vec<usize> =
            (0..self.tree.groups.len()).filter(|group| self.tree.groups[*group].parent.is_none()).collect();
        outer.into_iter().for_each(|group| self.close(group));
    }

    /// Returns the number of items in a group, or in none.
    fn count(&mut self, group: Option<usize>) -> &mut u64 {
        match group {
            Some(group) => &mut self.tree.groups[group].items,
            None => &mut self.found.placed,
        }
    }

    /// Puts an item of a member with a query of its own.
    fn put_last(&mut self, place: u8, item: &Item) -> Result<(), Error> {
        match self.holder.put(&[place], item) {
            Ok(()) => {
                self.found.placed += 1;
                Ok(())
            }
            Err(error) => {
                let error = error.with_key(item::key_text(self.layout, item)).with_item(item.clone());
                self.refuse(error, Some(item.clone()))
            }
        }
    }
}

/// Where each kind of item belongs.
struct Tree {
    layout: &'static LayoutSchema,
    /// The attribute of the sort key.
    range: Option<&'static str>,
    /// The sort key below which everything stands, in raw keys, whose ranges are wider than that.
    below: Option<(&'static Template, String)>,
    leaves: Vec<Leaf>,
    /// Collections in the collection, each before those in it.
    groups: Vec<Group>,
    /// The leaf of the item before: many of one kind stand together.
    latest: usize,
}

/// A kind of item.
struct Leaf {
    entity: &'static EntitySchema,
    path: Vec<u8>,
    /// The collections that it is in, from the outside in.
    groups: Vec<usize>,
    bounded: bool,
}

/// A collection in the collection; one after another is read.
struct Group {
    path: Vec<u8>,
    parent: Option<usize>,
    /// Behind the last of the groups in it.
    end: usize,
    /// Delimiters in the key that all of its items begin with.
    delimiters: usize,
    /// That key.
    open: Option<Vec<u8>>,
    items: u64,
}

impl Tree {
    fn new(schema: &'static CollectionSchema, given: Option<String>) -> Self {
        let (template, segments) = schema.prefix();
        let below = match (template, given) {
            (Some(template), Some(given)) if segments > 0 && !template.is_escaped() => Some((template, given)),
            _ => None,
        };
        let mut tree = Self {
            layout: schema.root.layout,
            range: range_name(schema),
            below,
            leaves: Vec::new(),
            groups: Vec::new(),
            latest: 0,
        };
        tree.add(schema, &[], &[]);
        tree
    }

    fn add(&mut self, schema: &'static CollectionSchema, path: &[u8], groups: &[usize]) {
        for (place, member) in schema.members.iter().enumerate() {
            let path = [path, &[place_number(place)]].concat();
            match member.kind {
                MemberKind::Entity(entity) => {
                    let bounded = member.last.is_some();
                    self.leaves.push(Leaf { entity, path, groups: groups.to_vec(), bounded });
                }
                MemberKind::Collection(nested) => {
                    let (template, segments) = nested.prefix();
                    let delimiters = template.map_or(0, |template| template.delimiters(segments));
                    let (group, parent) = (self.groups.len(), groups.last().copied());
                    self.groups.push(Group { path: path.clone(), parent, end: 0, delimiters, open: None, items: 0 });
                    self.add(nested, &path, &[groups, &[group]].concat());
                    self.groups[group].end = self.groups.len();
                }
            }
        }
    }

    /// Returns the leaf that an item belongs to.
    fn find(&mut self, item: &Item) -> Option<usize> {
        if let Some((template, given)) = &self.below
            && !template.goes_on(sort_key(item, self.range), given)
        {
            return None;
        }
        let is_of = |leaf: &Leaf| !item::is_foreign(leaf.entity, item);
        if !self.leaves.get(self.latest).is_some_and(is_of) {
            self.latest = match self.layout.tag.map(|tag| item.get(tag)) {
                Some(Some(ValueRef::S(tag))) => self.leaves.iter().position(|leaf| leaf.entity.has_tag(tag))?,
                _ => self.leaves.iter().position(is_of)?,
            };
        }
        Some(self.latest)
    }
}

/// A range of sort keys.
enum Range {
    /// The least and the greatest key.
    Between(String, String),
    Any,
}

/// Which sort keys the members have.
struct Ranges<'a> {
    schema: &'static CollectionSchema,
    given: Option<&'a str>,
}

impl Ranges<'_> {
    /// Returns the least range that holds all members without a query of their own; `None` where there are none.
    fn of_all(&self) -> Result<Option<Range>, Error> {
        let mut all = None;
        for member in self.schema.members.iter().filter(|member| member.last.is_none()) {
            let own = self.of(member)?;
            all = Some(match (all, own) {
                (None, own) => own,
                (Some(Range::Between(low, high)), Range::Between(own_low, own_high)) => {
                    Range::Between(low.min(own_low), high.max(own_high))
                }
                _ => Range::Any,
            });
        }
        Ok(all)
    }

    fn of(&self, member: &MemberSchema) -> Result<Range, Error> {
        let Some((entity, pattern)) = member.reached(self.schema.by().index) else { return Ok(Range::Any) };
        let Some(template) = sort_template(&entity.patterns[pattern]) else { return Ok(Range::Any) };
        let (literal, goes_on) = template.behind(self.schema.prefix().1);
        let start = [self.given.unwrap_or_default(), literal].concat();
        // What is a collection goes on below its own key.
        let goes_on = goes_on || matches!(member.kind, MemberKind::Collection(_));
        if start.len() > KeyRole::Sort.max_len() {
            return Err(Error::from(KeyError::too_long(KeyRole::Sort)).with_entity(entity.describe()));
        }
        Ok(match (start.is_empty(), goes_on) {
            (true, _) => Range::Any,
            (false, false) => Range::Between(start.clone(), start),
            (false, true) => match end_of_prefix(&start) {
                Some(end) => Range::Between(start, end),
                None => Range::Any,
            },
        })
    }
}

impl Range {
    fn into_test(self) -> Option<KeyTest> {
        match self {
            Self::Any => None,
            Self::Between(low, high) if low == high => Some(KeyTest::Eq(PackedValue::text(low))),
            Self::Between(low, high) => Some(KeyTest::Between(PackedValue::text(low), PackedValue::text(high))),
        }
    }
}

fn sort_key<'i>(item: &'i Item, range: Option<&str>) -> &'i [u8] {
    match range.and_then(|range| item.get(range)) {
        Some(ValueRef::S(text)) => text,
        _ => &[],
    }
}

/// Returns the attribute of the sort key, where it is one.
fn range_name(schema: &CollectionSchema) -> Option<&'static str> {
    match schema.by().index {
        Some(_) => schema.index().and_then(|index| index.range.first()).map(|key| key.name),
        None => schema.root.layout.range.map(|range| range.name),
    }
}

/// Returns the place of a member as paths have it; the derive refuses a struct with more.
fn place_number(place: usize) -> u8 {
    u8::try_from(place).unwrap_or(u8::MAX)
}
