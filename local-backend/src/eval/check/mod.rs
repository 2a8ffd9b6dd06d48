//! What DynamoDB refuses before it reads any item: values, expressions, and expressions against the keys of a table.
//!
//! Each kind of expression has two checks. The one of a request in process takes a whole tree, with the values in it and the
//! length of the text that it stands for. The one of a tree that was parsed from text (`.._tree`) leaves these to the parser,
//! which has the text and the values apart.

mod condition;
mod keys;
mod paths;
mod projection;
mod update;
mod values;

pub(crate) use condition::{check_condition, check_condition_tree};
pub(crate) use keys::{check_paths_into_keys, check_update_keys};
pub(crate) use projection::{check_projection, check_projection_tree};
pub(crate) use update::{check_update, check_update_tree};
pub(crate) use values::{MAX_DEPTH, check_item, check_value, depth};

/// Operators of a condition, or operators and functions of an update.
const MAX_OPERATORS: usize = 300;
/// Bytes of the text of an expression.
const MAX_TEXT: usize = 4096;
/// No part of a tree renders to more than 24 bytes, placeholders and all, so that smaller trees need not be rendered to know
/// that they are short enough.
const SURELY_SHORT: usize = MAX_TEXT / 24;
