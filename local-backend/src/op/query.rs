//! Query.

use std::ops::Bound;

use monotable::Error;
use monotable::expression::KeyTest;
use monotable::request::{Query, QueryOutput};

use super::key_condition::{self, KeyTests};
use super::page::Request;
use super::{name, start};
use crate::database::Database;
use crate::schema::KeySchema;
use crate::store::{KeyBytes, Span};
use crate::{error, eval};

pub fn query(database: &Database, request: &Query) -> Result<QueryOutput, Error> {
    let name = name::table_name(&request.table)?;
    common(request).check()?;
    key_condition::check(&request.keys)?;
    query_checked(database, name, request, error::filter_on_key)
}

/// The query of a request that holds in itself: its name, values and expressions were checked. `filter_on_key` says what a key
/// attribute has lost in its filter.
pub fn query_checked(
    database: &Database,
    name: &str,
    request: &Query,
    filter_on_key: fn(&str) -> Error,
) -> Result<QueryOutput, Error> {
    let tables = database.catalog.read();
    let table = name::table(database, &tables, "Query", name)?;
    let plan = common(request).plan(database, table)?;
    let keys = plan.view.keys();
    let tests = KeyTests::of(keys, &request.keys)?;
    check_filter(keys, request, filter_on_key)?;

    let partition = table.partition_key(tests.hash.iter().copied());
    let place = partition.place();
    let mut span = span(&partition, &tests);
    if let Some(key) = plan.request.start_key {
        let position = start::position(plan.view, key)?;
        let own = table.partition_key(keys.hash.iter().filter_map(|attribute| key.get(&attribute.name)));
        let matches = self::span(&own, &tests).has(position.as_slice());
        start::check_within(plan.view, own == partition, &tests, matches, key)?;
        let position = Bound::Excluded(position.into_bytes());
        *(if request.forward { &mut span.low } else { &mut span.high }) = position;
    }
    let mut page = plan.page();
    plan.view.walk(place, &span, request.forward, |_, row, items| page.take(row, items));
    Ok(page.finish(1))
}

fn common(request: &Query) -> Request<'_> {
    Request {
        index: request.index.as_deref(),
        filter: request.filter.as_ref(),
        select: &request.select,
        limit: request.limit,
        consistent: request.consistent,
        start_key: request.start_key.as_ref(),
        return_consumed: request.return_consumed,
        is_query: true,
    }
}

/// A filter sees the items that the key condition found, so DynamoDB allows no key attribute in it.
fn check_filter(keys: &KeySchema, request: &Query, on_key: fn(&str) -> Error) -> Result<(), Error> {
    let mut key = None;
    if let Some(filter) = &request.filter {
        filter.paths(&mut |path| {
            if key.is_none() && keys.has(&path.head) {
                key = Some(path.head.clone());
            }
        });
    }
    key.map_or(Ok(()), |name| Err(on_key(&name)))
}

/// The keys that fulfil the tests.
fn span(partition: &KeyBytes, tests: &KeyTests<'_>) -> Span {
    let mut prefix = partition.as_slice().to_vec();
    tests.equal.iter().for_each(|value| eval::key_bytes(*value, &mut prefix));
    let with = |value: &monotable::values::PackedValue| {
        let mut bytes = prefix.clone();
        eval::key_bytes(value.view(), &mut bytes);
        bytes
    };
    let (low, high) = match tests.last {
        None => (Some(prefix.clone()), after(prefix)),
        Some(KeyTest::Eq(value)) => (Some(with(value)), after(with(value))),
        Some(KeyTest::Lt(value)) => (Some(prefix.clone()), Some(with(value))),
        Some(KeyTest::Le(value)) => (Some(prefix.clone()), after(with(value))),
        Some(KeyTest::Gt(value)) => (after(with(value)), after(prefix)),
        Some(KeyTest::Ge(value)) => (Some(with(value)), after(prefix)),
        Some(KeyTest::Between(low, high)) => (Some(with(low)), after(with(high))),
        Some(KeyTest::BeginsWith(value)) => {
            eval::prefix_bytes(value.view(), &mut prefix);
            (Some(prefix.clone()), after(prefix))
        }
        // Refused before: see `KeyTests::of`.
        Some(_) => (None, None),
    };
    Span { low: low.map_or(Bound::Unbounded, Bound::Included), high: high.map_or(Bound::Unbounded, Bound::Excluded) }
}

/// The first key after all those that begin with `prefix`.
fn after(mut prefix: Vec<u8>) -> Option<Vec<u8>> {
    while let Some(last) = prefix.pop() {
        if last < u8::MAX {
            prefix.push(last + 1);
            return Some(prefix);
        }
    }
    None
}
