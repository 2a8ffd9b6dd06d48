//! Conditions, updates and projections as plain trees.
//!
//! These cross the [`Backend`](crate::Backend) trait: an engine evaluates them, the AWS backend renders them to expression
//! text with placeholders (`render`). `path` says what they act on; open `condition` first.

mod condition;
mod path;
mod render;
mod update;

pub use condition::{Comparator, Condition, KeyCondition, KeyTest, Operand};
pub use path::{Name, Path, Step};
pub use render::{Rendered, Renderer};
pub use update::{SetOperand, SetValue, Update};
