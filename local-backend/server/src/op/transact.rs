//! What the transactions have in common.

use monotable_local::__server::op;

use crate::members::{Constrained, Members};

/// The constraints on the table and the key of an action.
pub(super) fn constrain_target(constraints: &mut Constrained, path: &str, action: &Members<'_>) {
    constrain_table(constraints, path, action);
    if action.key.is_none() {
        constraints.missing(&format!("{path}.key"));
    }
}

/// The constraints on the table of an action.
pub(super) fn constrain_table(constraints: &mut Constrained, path: &str, action: &Members<'_>) {
    match action.table.as_deref() {
        None => constraints.missing(&format!("{path}.tableName")),
        Some(given) => constraints.name(format_args!("{path}.tableName"), op::name_in(given), 1),
    }
}
