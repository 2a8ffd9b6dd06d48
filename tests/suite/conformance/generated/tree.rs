//! Places in trees: finding, changing and picking out what is there.

use std::collections::BTreeMap;

use monotable::Value;
use monotable::expression::{Path, Step};

use crate::conformance::words::Row;

/// Returns the value at a path.
pub(super) fn find<'r>(row: &'r Row, path: &Path) -> Option<&'r Value> {
    path.steps.iter().try_fold(row.get(&*path.head)?, |value, step| match (value, step) {
        (Value::M(map), Step::Name(name)) => map.get(&**name),
        (Value::L(list), Step::Index(index)) => list.get(*index as usize),
        _ => None,
    })
}

/// Returns whether something can be put at a path.
pub(super) fn has_parent(row: &Row, path: &Path) -> bool {
    let Some((last, parents)) = path.steps.split_last() else { return true };
    let parent = Path { head: path.head.clone(), steps: parents.to_vec() };
    matches!((find(row, &parent), last), (Some(Value::M(_)), Step::Name(_)) | (Some(Value::L(_)), Step::Index(_)))
}

/// Puts values at paths and takes away what is at others; all indexes are those of the lists as they were.
pub(super) fn change(row: &mut Row, mut changes: Vec<(Path, Option<Value>)>) {
    // Values are put first, in the order of their indexes: what is past the end then lands in that order behind the old
    // elements, and these keep their places. After that, elements are taken away from the back.
    changes.sort_by_key(|(path, _)| path.steps.iter().map(place).collect::<Vec<_>>());
    let (put, mut take): (Vec<_>, Vec<_>) = changes.into_iter().partition(|(_, value)| value.is_some());
    take.reverse();
    for (path, value) in put.into_iter().chain(take) {
        let Some((last, parents)) = path.steps.split_last() else {
            match value {
                Some(value) => drop(row.insert(path.head.into_owned(), value)),
                None => drop(row.remove(&*path.head)),
            }
            continue;
        };
        let mut parent = row.get_mut(&*path.head).unwrap();
        for step in parents {
            parent = match (parent, step) {
                (Value::M(map), Step::Name(name)) => map.get_mut(&**name).unwrap(),
                (Value::L(list), Step::Index(index)) => &mut list[*index as usize],
                _ => panic!("the parent was looked for before"),
            };
        }
        match (parent, last, value) {
            (Value::M(map), Step::Name(name), Some(value)) => drop(map.insert(name.to_string(), value)),
            (Value::M(map), Step::Name(name), None) => drop(map.remove(&**name)),
            (Value::L(list), Step::Index(index), Some(value)) => match list.get_mut(*index as usize) {
                Some(element) => *element = value,
                None => list.push(value),
            },
            (Value::L(list), Step::Index(index), None) => {
                if (*index as usize) < list.len() {
                    list.remove(*index as usize);
                }
            }
            _ => panic!("the parent was looked for before"),
        }
    }
}

/// Names have no order that matters.
fn place(step: &Step) -> u32 {
    match step {
        Step::Index(index) => *index,
        Step::Name(_) => 0,
    }
}

/// Returns the values at these paths, within their structure.
pub(super) fn pick(row: &Row, paths: &[&Path]) -> Row {
    let mut root = Node::Map(BTreeMap::new());
    for path in paths {
        if let Some(value) = find(row, path) {
            let head = Step::Name(path.head.clone());
            std::iter::once(&head).chain(&path.steps).fold(&mut root, Node::inner).put(value.clone());
        }
    }
    match root.into_value() {
        Value::M(row) => row,
        other => panic!("a row is a map: {other:?}"),
    }
}

/// A tree of which only some places are known.
enum Node {
    New,
    Leaf(Value),
    Map(BTreeMap<String, Node>),
    List(BTreeMap<u32, Node>),
}

impl Node {
    fn inner(&mut self, step: &Step) -> &mut Self {
        if matches!(self, Self::New) {
            *self = match step {
                Step::Name(_) => Self::Map(BTreeMap::new()),
                Step::Index(_) => Self::List(BTreeMap::new()),
            };
        }
        match (self, step) {
            (Self::Map(map), Step::Name(name)) => map.entry(name.to_string()).or_insert(Self::New),
            (Self::List(list), Step::Index(index)) => list.entry(*index).or_insert(Self::New),
            _ => panic!("paths are apart"),
        }
    }

    fn put(&mut self, value: Value) {
        *self = Self::Leaf(value);
    }

    fn into_value(self) -> Value {
        match self {
            Self::New => panic!("a node is made for a value"),
            Self::Leaf(value) => value,
            Self::Map(map) => Value::M(map.into_iter().map(|(name, node)| (name, node.into_value())).collect()),
            Self::List(list) => Value::L(list.into_values().map(Self::into_value).collect()),
        }
    }
}
