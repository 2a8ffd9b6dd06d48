//! Paths: their length, and whether two of them get into each other's way.

use std::collections::HashMap;

use monotable::Error;
use monotable::expression::{Path, Step};

use super::values::check_name;
use crate::error::{self, Expression};

/// Checks the names and the number of elements of a path.
pub(crate) fn check_path(kind: Expression, path: &Path) -> Result<(), Error> {
    check_name(path.head.as_bytes())?;
    for step in &path.steps {
        if let Step::Name(name) = step {
            check_name(name.as_bytes())?;
        }
    }
    let levels = path.steps.len() + 1;
    if levels > MAX_LEVELS { Err(error::path_too_deep(kind, levels)) } else { Ok(()) }
}

/// Checks that no path holds another, and that no value is taken for a map by one and for a list by another.
pub(crate) fn check_disjoint(kind: Expression, paths: &[&Path]) -> Result<(), Error> {
    if paths.len() > FEW {
        return check_many(kind, paths);
    }
    for (at, two) in paths.iter().enumerate() {
        for one in &paths[..at] {
            if one.head == two.head {
                check_pair(kind, one, two)?;
            }
        }
    }
    Ok(())
}

/// Checks the same in linear time: each path is held against the tree of those before it.
fn check_many(kind: Expression, paths: &[&Path]) -> Result<(), Error> {
    let mut places = HashMap::new();
    let mut nodes = vec![Node::default()];
    for (at, path) in paths.iter().enumerate() {
        let mut clash: Option<usize> = None;
        let mut note = |other: Option<usize>| clash = clash.into_iter().chain(other).min();
        let mut here = 0;
        for part in std::iter::once(Part::Name(&path.head)).chain(path.steps.iter().map(Part::of)) {
            note(nodes[here].end);
            let is_name = matches!(part, Part::Name(_));
            let (first, named) = *nodes[here].inner.get_or_insert((at, is_name));
            note((named != is_name).then_some(first));
            here = *places.entry((here, part)).or_insert_with(|| {
                nodes.push(Node { first: at, ..Node::default() });
                nodes.len() - 1
            });
        }
        note((nodes[here].first < at).then_some(nodes[here].first));
        nodes[here].end = Some(at);
        if let Some(clash) = clash {
            check_pair(kind, paths[clash], path)?;
        }
    }
    Ok(())
}

/// A place that some paths lead to; paths are known by their positions.
#[derive(Default)]
struct Node {
    /// The first path that leads to or through this place.
    first: usize,
    /// The path that ends here.
    end: Option<usize>,
    /// The first path that goes on from here, and whether it does so by a name.
    inner: Option<(usize, bool)>,
}

/// An element of a path.
#[derive(PartialEq, Eq, Hash)]
enum Part<'p> {
    Name(&'p str),
    Index(u32),
}

impl<'p> Part<'p> {
    fn of(step: &'p Step) -> Self {
        match step {
            Step::Name(name) => Self::Name(name),
            Step::Index(index) => Self::Index(*index),
        }
    }
}

/// Two paths of the same attribute.
fn check_pair(kind: Expression, one: &Path, two: &Path) -> Result<(), Error> {
    let parting = one.steps.iter().zip(&two.steps).find(|(a, b)| a != b);
    match parting {
        None => Err(error::overlap(kind, one, two)),
        Some((Step::Name(_), Step::Index(_)) | (Step::Index(_), Step::Name(_))) => Err(error::conflict(kind, one, two)),
        Some(_) => Ok(()),
    }
}

/// Elements of a path.
const MAX_LEVELS: usize = 32;
/// Up to so many paths it is cheaper to hold each against all before it.
const FEW: usize = 8;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path() -> impl Strategy<Value = Path> {
        let steps = proptest::collection::vec((0..10_u32, 0..6_u32), 0..4);
        (0..12_u32, steps).prop_map(|(head, steps)| {
            steps.into_iter().fold(Path::attribute(head.to_string()), |path, (kind, step)| match kind {
                0 => path.index(step),
                _ => path.name(step.to_string()),
            })
        })
    }

    proptest! {
        #[test]
        fn many_paths_clash_as_few_do(paths in proptest::collection::vec(path(), 0..14)) {
            let paths: Vec<&Path> = paths.iter().collect();
            let pairs = (0..paths.len()).flat_map(|two| (0..two).map(move |one| (one, two)));
            let first = pairs
                .filter(|(one, two)| paths[*one].head == paths[*two].head)
                .find_map(|(one, two)| check_pair(Expression::Update, paths[one], paths[two]).err());

            let many = check_many(Expression::Update, &paths).err();

            prop_assert_eq!(many.map(|error| error.to_string()), first.map(|error| error.to_string()));
        }
    }
}
