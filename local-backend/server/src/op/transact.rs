//! What the transactions have in common.

use monotable_local::__server::error::{self, Texts};
use monotable_local::__server::op;

use crate::body::Body;
use crate::echo::{self, Shape};
use crate::members::{Constrained, Members};

/// The constraint on how many actions there are, of which `actions` is the text.
pub(super) fn constrain_count(
    constraints: &mut Constrained,
    texts: &Texts,
    count: usize,
    actions: Option<Body<'_>>,
    shape: &Shape,
) {
    match actions {
        Some(actions) if texts.echoes && !(1..=op::MAX_ACTIONS).contains(&count) => {
            let broken = if count == 0 { error::at_least_long(1) } else { error::at_most_long(op::MAX_ACTIONS) };
            constraints.broken("transactItems", echo::java(actions, shape), broken);
        }
        _ => constraints.count("TransactItems", count, op::MAX_ACTIONS),
    }
}

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
