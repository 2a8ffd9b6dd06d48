//! What DynamoDB makes of values and expressions, apart from where items lie.
//!
//! Open `condition` and `update` first: they evaluate trees on packed rows. `check` refuses values and expressions before
//! any item is read, `keys` does so for keys, `project` cuts paths out of items, `compare` is the order of values,
//! `canonical` the form in which values rest, `position` writes key values as bytes that sort like them, `path` finds values,
//! `rebuild` writes what an update makes of an item.

mod canonical;
mod charge;
mod check;
mod compare;
mod condition;
mod keys;
mod path;
mod position;
mod project;
mod rebuild;
mod update;

#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "tables of cases read better without borrows")]
mod tests;

pub(crate) use charge::written_size;
pub(crate) use check::{
    MAX_DEPTH, MAX_LIST, MAX_OPERATORS, MAX_TEXT, check_added, check_appended, check_deleted, check_disjoint,
    check_name, check_operand, check_path, check_summands, check_test, check_value_within,
};
pub use check::{MAX_TRANSACTED_DEPTH, check_item};
pub(crate) use check::{
    check_condition, check_condition_into_keys, check_condition_within, check_filter_into_keys, check_paths_into_keys,
    check_projection, check_update, check_update_keys, check_update_within, check_value, is_too_deep, repeats,
};
#[cfg(test)]
pub(crate) use check::{check_condition_tree, check_projection_tree, check_update_tree};
pub(crate) use compare::order;
pub(crate) use condition::holds;
pub(crate) use keys::{
    MAX_HASH, MAX_RANGE, check_index_keys, check_key, check_put_keys, check_updated_index_keys, empty_index_key,
    empty_key, empty_updated_index_key,
};
pub(crate) use position::{key_bytes, prefix_bytes};
pub(crate) use project::{project, updated};
pub(crate) use update::apply;
