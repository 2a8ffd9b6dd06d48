//! The operations of a sequence.

use std::fmt;

use monotable::expression::{Condition, KeyTest, Path, Renderer, Update};
use monotable::request::ReturnValues;

use crate::conformance::words::Row;

/// One request, or all pages of a read.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    Put { item: Row, condition: Option<Condition>, values: ReturnValues },
    Update { key: Row, update: Update, condition: Option<Condition>, values: ReturnValues },
    Delete { key: Row, condition: Option<Condition>, values: ReturnValues },
    Get { key: Row, projection: Option<Vec<Path>> },
    Query(Query),
    Scan { of: View, filter: Option<Condition> },
}

/// All pages of a query.
#[derive(Clone, Debug)]
pub(super) struct Query {
    pub(super) of: View,
    pub(super) partition: &'static str,
    pub(super) test: Option<KeyTest>,
    pub(super) filter: Option<Condition>,
    pub(super) forward: bool,
    pub(super) limit: Option<u32>,
}

/// The table, or one of its indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    Table,
    /// `a` and `n`, with everything.
    Global,
    /// `PK` and `n`, with everything.
    Local,
    /// `n` alone, with keys alone.
    Keys,
}

impl View {
    pub(super) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Table => None,
            Self::Global => Some("global"),
            Self::Local => Some("local"),
            Self::Keys => Some("keys"),
        }
    }

    /// Partition key and sort key.
    pub(super) const fn keys(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Table => ("PK", Some("SK")),
            Self::Global => ("a", Some("n")),
            Self::Local => ("PK", Some("n")),
            Self::Keys => ("n", None),
        }
    }
}

impl Operation {
    /// Returns smaller versions of this operation.
    pub(super) fn simpler(&self) -> Vec<Self> {
        let mut simpler = Vec::new();
        let mut other = self.clone();
        match &mut other {
            Self::Put { condition, .. } | Self::Update { condition, .. } | Self::Delete { condition, .. } => {
                if condition.take().is_some() {
                    simpler.push(other);
                }
            }
            Self::Query(Query { filter, .. }) | Self::Scan { filter, .. } => {
                if filter.take().is_some() {
                    simpler.push(other);
                }
            }
            Self::Get { .. } => {}
        }
        match self {
            Self::Put { item, condition, values } => {
                for name in item.keys().filter(|name| !matches!(name.as_str(), "PK" | "SK")) {
                    let item = item.iter().filter(|(other, _)| *other != name).map(|(n, v)| (n.clone(), v.clone()));
                    simpler.push(Self::Put { item: item.collect(), condition: condition.clone(), values: *values });
                }
            }
            Self::Update { key, update, condition, values } => {
                let mut less = |change: &dyn Fn(&mut Update)| {
                    let mut update = update.clone();
                    change(&mut update);
                    simpler.push(Self::Update {
                        key: key.clone(),
                        update,
                        condition: condition.clone(),
                        values: *values,
                    });
                };
                for at in 0..update.set.len() {
                    less(&|update| drop(update.set.remove(at)));
                }
                for at in 0..update.remove.len() {
                    less(&|update| drop(update.remove.remove(at)));
                }
                for at in 0..update.add.len() {
                    less(&|update| drop(update.add.remove(at)));
                }
                for at in 0..update.delete.len() {
                    less(&|update| drop(update.delete.remove(at)));
                }
            }
            _ => {}
        }
        simpler
    }
}

/// With expressions as DynamoDB would see them.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut renderer = Renderer::new();
        match self {
            Self::Put { item, condition, values } => {
                write!(f, "put {item:?} {values:?}")?;
                if let Some(condition) = condition {
                    write!(f, " if {}", renderer.condition(condition))?;
                }
            }
            Self::Update { key, update, condition, values } => {
                write!(f, "update {key:?} {values:?} {}", renderer.update(update))?;
                if let Some(condition) = condition {
                    write!(f, " if {}", renderer.condition(condition))?;
                }
            }
            Self::Delete { key, condition, values } => {
                write!(f, "delete {key:?} {values:?}")?;
                if let Some(condition) = condition {
                    write!(f, " if {}", renderer.condition(condition))?;
                }
            }
            Self::Get { key, projection } => {
                write!(f, "get {key:?}")?;
                if let Some(paths) = projection {
                    write!(f, " only {}", renderer.projection(paths))?;
                }
            }
            Self::Query(query) => {
                let Query { of, partition, test, forward, limit, .. } = query;
                write!(f, "query {of:?} {partition} {test:?} forward={forward} limit={limit:?}")?;
                if let Some(filter) = &query.filter {
                    write!(f, " filter {}", renderer.condition(filter))?;
                }
            }
            Self::Scan { of, filter } => {
                write!(f, "scan {of:?}")?;
                if let Some(filter) = filter {
                    write!(f, " filter {}", renderer.condition(filter))?;
                }
            }
        }
        let placeholders = renderer.finish();
        for (placeholder, name) in placeholders.names() {
            write!(f, " {placeholder}={name}")?;
        }
        for (placeholder, value) in placeholders.values() {
            write!(f, " {placeholder}={:?}", monotable::Value::from(value))?;
        }
        Ok(())
    }
}
