//! Operations on a backend.

use monotable::expression::{Condition, KeyTest};
use monotable::request::control::Projection;
use monotable::request::{DeleteItem, GetItem, Query as Request};
use monotable::{Error, ErrorKind, Item, Value};

use super::meaning::order;
use super::model::{Outcome, Page, sorted};
use super::operation::{Operation, Query, View};
use crate::conformance::change::Change;
use crate::conformance::database::{Database, Table, global, local, with};
use crate::conformance::words::*;

pub(super) async fn table<'b>(database: &Database<'b>) -> Table<'b> {
    let indexes = [
        global("global", &["a:S"], &["n:N"], Projection::All),
        global("keys", &["n:N"], &[], Projection::KeysOnly),
        local("local", "n:N", Projection::All),
    ];
    database.table_with(&["PK:S", "SK:S"], &indexes).await
}

/// Does an operation and says what came out.
pub(super) async fn observe(table: &Table<'_>, operation: &Operation) -> Outcome {
    let backend = table.backend;
    match operation {
        Operation::Put { item, condition, values } => {
            let request = with(table.put_request(item), |put| {
                put.condition.clone_from(condition);
                put.return_old_on_failure = true;
                put.return_values = *values;
            });
            outcome(backend.put_item(request).await.map(|output| output.attributes))
        }
        Operation::Update { key, update, condition, values } => {
            let request = with(table.update_request(key, Change(update.clone())), |update| {
                update.condition.clone_from(condition);
                update.return_old_on_failure = true;
                update.return_values = *values;
            });
            outcome(backend.update_item(request).await.map(|output| output.attributes))
        }
        Operation::Delete { key, condition, values } => {
            let request = with(DeleteItem::new(table.name(), key.to_item()), |delete| {
                delete.condition.clone_from(condition);
                delete.return_old_on_failure = true;
                delete.return_values = *values;
            });
            outcome(backend.delete_item(request).await.map(|output| output.attributes))
        }
        Operation::Get { key, projection } => {
            let request = with(GetItem::new(table.name(), key.to_item()), |get| {
                get.consistent = true;
                get.projection.clone_from(projection);
            });
            outcome(backend.get_item(request).await.map(|output| output.item))
        }
        Operation::Query(query) => pages(table, query).await,
        Operation::Scan { of, filter } => {
            let mut scan = match of.name() {
                Some(index) => table.scan_index(index),
                None => table.scan(),
            };
            scan.filter.clone_from(filter);
            scan.limit = Some(3);
            Outcome::Rows(sorted(table.pages(scan).await.concat()))
        }
    }
}

fn outcome(answer: Result<Option<Item>, Error>) -> Outcome {
    match answer {
        Ok(item) => Outcome::Done(item.map(|item| row(&item))),
        Err(error) => match error.kind() {
            ErrorKind::ConditionFailed => Outcome::Failed(error.item().map(row)),
            ErrorKind::Validation => Outcome::Invalid,
            _ => panic!("{error:?}"),
        },
    }
}

async fn pages(table: &Table<'_>, query: &Query) -> Outcome {
    let mut request = request(table, query);
    let mut pages = Vec::new();
    loop {
        let output = match table.page(request.clone()).await {
            Ok(output) => output,
            Err(error) if error.kind() == ErrorKind::Validation => return Outcome::Invalid,
            Err(error) => panic!("{error:?}"),
        };
        let last = output.last_evaluated_key;
        let mut rows = rows(output.items.into_rows().unwrap());
        assert_eq!(output.count as usize, rows.len());
        if query.of == View::Global {
            // Only their sort keys have an order.
            let in_order = |one: &Value, two: &Value| {
                order(one, two).is_some_and(|order| if query.forward { order.is_le() } else { order.is_ge() })
            };
            assert!(rows.is_sorted_by(|one, two| in_order(&one["n"], &two["n"])), "out of order: {rows:?}");
            rows = sort_equal(rows, query.forward);
        }
        pages.push(Page { rows, scanned: output.scanned_count, last: last.as_ref().map(row) });
        let Some(last) = last else { return Outcome::Pages(pages) };
        request.start_key = Some(last);
    }
}

/// Items of an index by sort key and then by the table's key.
fn sort_equal(mut rows: Vec<Row>, forward: bool) -> Vec<Row> {
    rows.sort_by(|one, two| {
        let by = |name: &str| order(&one[name], &two[name]).unwrap();
        by("n").then(by("PK")).then(by("SK"))
    });
    if !forward {
        rows.reverse();
    }
    rows
}

fn request(table: &Table<'_>, query: &Query) -> Request {
    let (hash, range) = query.of.keys();
    let mut keys = vec![is(hash, query.partition)];
    keys.extend(query.test.clone().map(|test: KeyTest| key(range.unwrap(), test)));
    let request = match query.of.name() {
        Some(index) => table.query_index(index, keys),
        None => table.query(keys),
    };
    with(request, |request| {
        request.filter = query.filter.clone() as Option<Condition>;
        request.forward = query.forward;
        request.limit = query.limit;
    })
}
