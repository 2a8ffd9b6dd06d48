//! ListTables, DescribeLimits, DescribeEndpoints.

use std::ops::Bound;
use std::sync::Arc;

use monotable::Error;
use monotable::request::control::{Endpoint, Limits, ListTables, ListTablesOutput, Throughput};

use crate::database::Database;
use crate::op::constraint::{Constraints, SHORTEST_NAME};
use crate::store::Moment;

/// All names at once.
pub fn list_tables(database: &Database) -> Vec<Arc<str>> {
    let at = Moment::at(database.clock.now());
    let tables = database.catalog.read();
    tables.iter().filter(|(_, table)| !table.details.phase.is_gone(at)).map(|(name, _)| Arc::clone(name)).collect()
}

pub fn list_tables_page(database: &Database, request: &ListTables) -> Result<ListTablesOutput, Error> {
    let mut constraints = Constraints::default();
    if let Some(start) = &request.start_after {
        constraints.name("exclusiveStartTableName", start, SHORTEST_NAME);
    }
    constraints.range("limit", request.limit.map(i64::from), 1, MOST_NAMES);
    constraints.finish()?;

    let limit = request.limit.map_or(MOST_NAMES as usize, |limit| limit.unsigned_abs() as usize);
    let from = request.start_after.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
    let at = Moment::at(database.clock.now());
    let tables = database.catalog.read();
    let there = tables.range::<str, _>((from, Bound::Unbounded)).filter(|(_, table)| !table.details.phase.is_gone(at));
    let mut names = there.map(|(name, _)| Arc::clone(name));
    let mut output = ListTablesOutput::default();
    output.tables.extend(names.by_ref().take(limit));
    if names.next().is_some() {
        output.last = output.tables.last().cloned();
    }
    Ok(output)
}

/// The quotas of an account that never asked for more.
pub fn describe_limits() -> Limits {
    let both = |units| Throughput { read: units, write: units };
    Limits::new(both(80_000), both(40_000))
}

pub fn describe_endpoints(database: &Database) -> Vec<Endpoint> {
    vec![Endpoint::new(format!("dynamodb.{}.amazonaws.com", database.home.region), CACHE_MINUTES)]
}

/// Names on a page.
const MOST_NAMES: u32 = 100;
/// How long an endpoint may be kept.
const CACHE_MINUTES: i64 = 1440;
