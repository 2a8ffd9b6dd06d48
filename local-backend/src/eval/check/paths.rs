//! Paths: their length, and whether two of them get into each other's way.

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
    for (at, two) in paths.iter().enumerate() {
        for one in &paths[..at] {
            if one.head == two.head {
                check_pair(kind, one, two)?;
            }
        }
    }
    Ok(())
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
