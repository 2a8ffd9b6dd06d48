//! A table as a map in memory, and what every operation has to give.

use std::collections::BTreeMap;

use monotable::Value;
use monotable::expression::Condition;
use monotable::request::ReturnValues;

use super::meaning::{Invalid, holds, order, passes, touched, updated};
use super::operation::{Operation, Query, View};
use super::tree::pick;
use crate::conformance::words::{Row, only};

/// The outcome of an operation.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    /// Done, with what came back.
    Done(Option<Row>),
    /// The condition did not hold for this item.
    Failed(Option<Row>),
    /// A ValidationException.
    Invalid,
    /// All pages of a query.
    Pages(Vec<Page>),
    /// The items of a scan, sorted.
    Rows(Vec<Row>),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Page {
    pub(super) rows: Vec<Row>,
    pub(super) scanned: u32,
    pub(super) last: Option<Row>,
}

#[derive(Default)]
pub(super) struct Model {
    items: BTreeMap<(String, String), Row>,
}

impl Model {
    pub(super) fn expect(&mut self, operation: &Operation) -> Outcome {
        match operation {
            Operation::Put { item, condition, values } => {
                if !has_index_keys(item) {
                    return Outcome::Invalid;
                }
                self.write(item, condition.as_ref(), *values, |_| Ok(Some(item.clone())))
            }
            Operation::Delete { key, condition, values } => self.write(key, condition.as_ref(), *values, |_| Ok(None)),
            Operation::Update { key, update, condition, values } => {
                let old = self.items.get(&place(key)).cloned();
                let outcome = self.write(key, condition.as_ref(), *values, |old| {
                    let new = updated(update, key, old)?;
                    if new.as_ref().is_none_or(has_index_keys) { Ok(new) } else { Err(Invalid) }
                });
                let new = self.items.get(&place(key));
                match (&outcome, values) {
                    (Outcome::Done(_), ReturnValues::AllNew) => Outcome::Done(new.cloned()),
                    (Outcome::Done(_), ReturnValues::UpdatedNew) => {
                        Outcome::Done(new.and_then(|row| touched(update, row)))
                    }
                    (Outcome::Done(_), ReturnValues::UpdatedOld) => {
                        Outcome::Done(old.and_then(|row| touched(update, &row)))
                    }
                    _ => outcome,
                }
            }
            Operation::Get { key, projection } => {
                let found = self.items.get(&place(key));
                Outcome::Done(found.map(|row| match projection {
                    Some(paths) => pick(row, &paths.iter().collect::<Vec<_>>()),
                    None => row.clone(),
                }))
            }
            Operation::Query(query) => self.query(query),
            Operation::Scan { of, filter } => {
                let mut rows = self.entries(*of);
                rows.retain(|row| filter.as_ref().is_none_or(|filter| holds(filter, row)));
                Outcome::Rows(sorted(rows))
            }
        }
    }

    fn write(
        &mut self,
        key: &Row,
        condition: Option<&Condition>,
        values: ReturnValues,
        next: impl FnOnce(Option<&Row>) -> Result<Option<Row>, Invalid>,
    ) -> Outcome {
        let key = place(key);
        let old = self.items.get(&key).cloned();
        if condition.is_some_and(|condition| !holds(condition, old.as_ref().unwrap_or(&Row::new()))) {
            return Outcome::Failed(old);
        }
        match next(old.as_ref()) {
            Err(Invalid) => return Outcome::Invalid,
            Ok(Some(row)) => drop(self.items.insert(key, row)),
            Ok(None) => drop(self.items.remove(&key)),
        }
        Outcome::Done(old.filter(|_| values == ReturnValues::AllOld))
    }

    /// Returns the items of the table or an index.
    fn entries(&self, of: View) -> Vec<Row> {
        let (hash, range) = of.keys();
        let inside = |row: &&Row| row.contains_key(hash) && range.is_none_or(|range| row.contains_key(range));
        let entry = |row: &Row| if of == View::Keys { only(row, &["PK", "SK", "n"]) } else { row.clone() };
        self.items.values().filter(inside).map(entry).collect()
    }

    fn query(&self, query: &Query) -> Outcome {
        let (hash, range) = query.of.keys();
        let range = range.unwrap();
        let mut rows = self.entries(query.of);
        rows.retain(|row| row[hash] == Value::from(query.partition));
        rows.retain(|row| query.test.as_ref().is_none_or(|test| passes(test, &row[range])));
        // They come in the order of the table's key, in which equal ones stay.
        rows.sort_by(|one, two| order(&one[range], &two[range]).unwrap());
        if !query.forward {
            rows.reverse();
        }
        let key: &[&str] = if query.of == View::Local { &["PK", "SK", "n"] } else { &["PK", "SK"] };
        let matching = |rows: &[Row]| -> Vec<Row> {
            let holds = |row: &&Row| query.filter.as_ref().is_none_or(|filter| holds(filter, row));
            rows.iter().filter(holds).cloned().collect()
        };
        let mut pages = Vec::new();
        let limit = query.limit.map_or(usize::MAX, |limit| limit as usize);
        loop {
            let full = rows.len() >= limit;
            let rest = rows.split_off(limit.min(rows.len()));
            let last = rows.last().filter(|_| full).map(|row| only(row, key));
            pages.push(Page { rows: matching(&rows), scanned: u32::try_from(rows.len()).unwrap(), last });
            if !full {
                return Outcome::Pages(pages);
            }
            rows = rest;
        }
    }
}

fn place(key: &Row) -> (String, String) {
    let text = |name: &str| match &key[name] {
        Value::S(text) => text.clone(),
        other => panic!("keys are texts: {other:?}"),
    };
    (text("PK"), text("SK"))
}

/// Returns whether those index keys that are present have their types.
fn has_index_keys(row: &Row) -> bool {
    let text = row.get("a").is_none_or(|value| matches!(value, Value::S(text) if !text.is_empty()));
    text && row.get("n").is_none_or(|value| matches!(value, Value::N(_)))
}

pub(super) fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_cached_key(|row| format!("{row:?}"));
    rows
}
