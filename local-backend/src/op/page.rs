//! What query and scan have in common: which attributes a page returns, where it ends, what it costs.

use std::ops::ControlFlow;

use monotable::expression::{Condition, Path};
use monotable::request::control::Projection;
use monotable::request::{Payload, QueryOutput, ReturnConsumed, Select};
use monotable::schema::IndexKind;
use monotable::{Error, Item};

use super::{capacity, check_values};
use crate::database::Database;
use crate::schema::{IndexSchema, KeySchema};
use crate::store::{Items, Moment, Row, Table, View};
use crate::{error, eval};

/// The members that queries and scans share.
pub(super) struct Request<'r> {
    pub(super) index: Option<&'r str>,
    pub(super) filter: Option<&'r Condition>,
    pub(super) select: &'r Select,
    pub(super) limit: Option<u32>,
    pub(super) consistent: bool,
    pub(super) start_key: Option<&'r Item>,
    pub(super) return_consumed: ReturnConsumed,
    /// Whether it is a query, whose filter cannot name the keys that are queried.
    pub(super) is_query: bool,
}

/// A request whose table and index are known.
pub(super) struct Plan<'r> {
    pub(super) request: Request<'r>,
    pub(super) view: View<'r>,
    /// Whether items are fetched from the table, since the local index does not carry what is asked for.
    fetches: bool,
}

impl<'r> Request<'r> {
    /// The checks before the table is known.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.limit == Some(0) {
            return Err(error::validation(error::LIMIT_ZERO));
        }
        if let Some(key) = self.start_key {
            check_values(key)?;
        }
        if let Select::Paths(paths) = self.select {
            eval::check_projection(paths)?;
        }
        if let Some(filter) = self.filter {
            eval::check_condition(error::Expression::Filter, filter)?;
        }
        Ok(())
    }

    /// The checks on the index.
    pub(super) fn plan(self, database: &Database, table: &'r Table) -> Result<Plan<'r>, Error> {
        let indexes = &table.schema.indexes;
        let index = match self.index {
            None => None,
            Some(name) => {
                let position = indexes.iter().position(|index| &*index.name == name);
                Some(position.ok_or_else(|| error::index_not_found(name))?)
            }
        };
        let mut fetches = false;
        if let Some(index) = index.map(|index| &indexes[index]) {
            if index.kind == IndexKind::Global {
                check_readable(database, table, index)?;
                self.check_global(table, index)?;
            } else {
                fetches = self.needs_table(table, index);
            }
        }
        let view = View { table, index };
        let index_keys = view.index_schema().map(|index| &index.keys);
        if let Select::Paths(paths) = self.select {
            eval::check_paths_into_keys(&table.schema.keys, index_keys, paths)?;
        }
        if let Some(filter) = self.filter {
            let unnamed = self.is_query.then(|| view.keys());
            eval::check_filter_into_keys(&table.schema.keys, index_keys, unnamed, filter)?;
        }
        Ok(Plan { request: self, view, fetches })
    }

    fn check_global(&self, table: &Table, index: &IndexSchema) -> Result<(), Error> {
        if self.consistent {
            return Err(error::validation(error::CONSISTENT_GLOBAL));
        }
        match self.select {
            Select::AllAttributes if index.projection != Projection::All => Err(error::select_all(&index.name)),
            Select::Paths(paths) => {
                let missing: Vec<&str> = paths
                    .iter()
                    .map(|path| &*path.head)
                    .filter(|name| !table.projects(index, name.as_bytes()))
                    .collect();
                if missing.is_empty() { Ok(()) } else { Err(error::not_projected(&index.name, &missing)) }
            }
            _ => Ok(()),
        }
    }

    fn needs_table(&self, table: &Table, index: &IndexSchema) -> bool {
        let lacks = |path: &Path| !table.projects(index, path.head.as_bytes());
        let selects = match self.select {
            Select::AllAttributes => index.projection != Projection::All,
            Select::Paths(paths) => paths.iter().any(lacks),
            _ => false,
        };
        let mut filters = false;
        if let Some(filter) = self.filter {
            filter.paths(&mut |path| filters |= lacks(path));
        }
        selects || filters
    }
}

/// An index that UpdateTable made is read when it is complete.
fn check_readable(database: &Database, table: &Table, index: &IndexSchema) -> Result<(), Error> {
    let building = !table.is_built(&index.name)
        || !database.delay.is_zero() && table.is_building(&index.name, Moment::at(database.clock.now()));
    if building { Err(error::backfilling(&index.name)) } else { Ok(()) }
}

/// The rows of a page while it is read.
pub(super) struct Page<'p> {
    plan: &'p Plan<'p>,
    /// What will be returned or filtered; nothing where only the count matters.
    items: Vec<Item>,
    evaluated: u32,
    size: u64,
    /// Units of fetches from the table.
    fetched: f64,
    /// By how much fetched items are larger than their entries: also what is returned has the limit of a page.
    fetched_size: u64,
    /// The last evaluated row, once the page is full.
    last: Option<Item>,
}

impl<'r> Plan<'r> {
    pub(super) fn page<'p>(&'p self) -> Page<'p>
    where
        'r: 'p,
    {
        // Most pages are small; one allocation serves them.
        let capacity = self.request.limit.map_or(FIRST_ROWS, |limit| limit.min(MANY_ROWS) as usize);
        let items = if self.keeps_items() { Vec::with_capacity(capacity) } else { Vec::new() };
        Page { plan: self, items, evaluated: 0, size: 0, fetched: 0.0, fetched_size: 0, last: None }
    }

    fn keeps_items(&self) -> bool {
        self.request.filter.is_some() || *self.request.select != Select::Count
    }

    /// The keys of what is read: of the index, and of the table where they are not the same.
    fn position_keys(&self) -> (&KeySchema, Option<&KeySchema>) {
        (&self.view.table.schema.keys, self.view.index_schema().map(|index| &index.keys))
    }

    /// The key after which the next page starts.
    fn position_of(&self, item: &Item) -> Item {
        let (table, index) = self.position_keys();
        item.select(|name| {
            let has = |keys: &KeySchema| keys.attributes().any(|attribute| attribute.name.as_bytes() == name);
            has(table) || index.is_some_and(has)
        })
    }
}

impl Page<'_> {
    /// Returns whether the page is at its size limit.
    pub(super) fn is_full(&self) -> bool {
        self.size + self.fetched_size >= MAX_PAGE_SIZE
    }

    /// Returns whether so many rows were evaluated as were allowed.
    pub(super) fn reached_limit(&self) -> bool {
        self.plan.request.limit == Some(self.evaluated)
    }

    /// Evaluates the next row; breaks when the page is full.
    pub(super) fn take(&mut self, row: &Row, items: Items<'_>) -> ControlFlow<()> {
        self.evaluated += 1;
        self.size += u64::from(row.size);
        if self.plan.keeps_items() || self.plan.fetches {
            let shown = self.shown(row, items);
            if self.plan.keeps_items() {
                self.items.push(shown);
            }
        }
        if self.reached_limit() || self.is_full() {
            self.last = Some(row.item.clone());
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Forgets that the page was full: nothing follows.
    pub(super) fn exhausted(&mut self) {
        self.last = None;
    }

    fn shown(&mut self, row: &Row, items: Items<'_>) -> Item {
        let plan = self.plan;
        if plan.fetches
            && let Some(items) = items
            && let Some(whole) = plan.view.table.key_of(&row.item).and_then(|key| items.get(key.as_slice()))
        {
            self.fetched += capacity::read_units(whole.size.into(), plan.request.consistent);
            self.fetched_size += u64::from(whole.size.saturating_sub(row.size));
            return whole.item.clone();
        }
        row.item.clone()
    }

    /// The answer, for at least so many consistent read units. Filters and projects, outside of all locks. A page may come back empty and still go on: the limits were counted before.
    pub(super) fn finish(mut self, least_units: u32) -> QueryOutput {
        let plan = self.plan;
        let request = &plan.request;
        let mut output = QueryOutput::default();
        output.scanned_count = self.evaluated;
        output.count = self.evaluated;
        if let Some(filter) = request.filter {
            self.items.retain(|item| eval::holds(filter, Some(item)));
            output.count = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        }
        output.items = match request.select {
            Select::Count => Payload::default(),
            Select::Paths(paths) => {
                self.items.iter_mut().for_each(|item| *item = eval::project(item, paths));
                Payload::rows(self.items)
            }
            Select::Default if plan.fetches => {
                let index = plan.view.index_schema();
                let projected = |name: &[u8]| index.is_none_or(|index| plan.view.table.projects(index, name));
                self.items.iter_mut().for_each(|item| *item = item.select(projected));
                Payload::rows(self.items)
            }
            _ => Payload::rows(self.items),
        };
        output.last_evaluated_key = self.last.as_ref().map(|item| plan.position_of(item));
        let units = capacity::read_units(self.size.max(u64::from(least_units) * 4096), request.consistent);
        output.meta = capacity::of_page(request.return_consumed, plan.view.table, plan.view.index, units, self.fetched);
        output
    }
}

/// A page ends with the item that reaches this size.
const MAX_PAGE_SIZE: u64 = 1024 * 1024;

/// Room for the rows of a page without a limit.
const FIRST_ROWS: usize = 32;

/// A limit above this says nothing about how many rows there are.
const MANY_ROWS: u32 = 1024;
