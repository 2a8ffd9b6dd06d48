//! Projections.

use monotable::Error;
use monotable::expression::{Path, Renderer};

use super::paths::{check_disjoint, check_path};
use super::{MAX_TEXT, SURELY_SHORT};
use crate::error::{self, Expression};

/// Checks a projection of a request in process.
pub(crate) fn check_projection(paths: &[Path]) -> Result<(), Error> {
    let parts: usize = paths.iter().map(|path| 1 + path.steps.len()).sum();
    if parts > SURELY_SHORT {
        let size = Renderer::new().projection(paths).len();
        if size > MAX_TEXT {
            return Err(error::too_long(Expression::Projection, size));
        }
    }
    check_projection_tree(paths)
}

/// Checks a projection: it selects something, no path is too long, and none is part of another.
pub(crate) fn check_projection_tree(paths: &[Path]) -> Result<(), Error> {
    if paths.is_empty() {
        return Err(error::expression(Expression::Projection, error::EMPTY_EXPRESSION));
    }
    paths.iter().try_for_each(|path| check_path(Expression::Projection, path))?;
    let paths: Vec<&Path> = paths.iter().collect();
    check_disjoint(Expression::Projection, &paths)
}
