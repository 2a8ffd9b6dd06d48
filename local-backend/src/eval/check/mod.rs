//! What DynamoDB refuses before it reads any item: values, expressions, and expressions against the keys of a table.
//!
//! The checks of a request in process take whole trees, with the values in them and the length of the text that they stand for.
//! The parser of expressions has the text and the values apart: it calls the checks of single parts as it reads them.

mod condition;
mod keys;
mod paths;
mod projection;
mod update;
mod values;

pub(crate) use condition::{check_condition, check_condition_within};
pub(crate) use keys::{check_condition_into_keys, check_filter_into_keys, check_paths_into_keys, check_update_keys};
pub(crate) use projection::check_projection;
pub(crate) use update::{check_update, check_update_within, for_each_operand_path, is_too_deep};
pub(crate) use values::{MAX_DEPTH, check_value, depth, repeats};
pub use values::{MAX_TRANSACTED_DEPTH, check_item};

pub(crate) use condition::{MAX_LIST, check_operand, check_test};
pub(crate) use paths::{check_disjoint, check_path};
pub(crate) use update::{check_added, check_appended, check_deleted, check_summands};
pub(crate) use values::{check_name, check_value_within};

#[cfg(test)]
pub(crate) use {condition::check_condition_tree, projection::check_projection_tree, update::check_update_tree};

/// Operators of a condition, or operators and functions of an update.
pub(crate) const MAX_OPERATORS: usize = 300;
/// Bytes of the text of an expression.
pub(crate) const MAX_TEXT: usize = 4096;
/// No part of a tree renders to more than 24 bytes, placeholders and all, so that smaller trees need not be rendered to know
/// that they are short enough.
const SURELY_SHORT: usize = MAX_TEXT / 24;
