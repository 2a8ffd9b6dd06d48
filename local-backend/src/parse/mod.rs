//! Expressions as text, and the parameters that were there before expressions: both become the trees of `monotable`.
//!
//! Open `placeholders` first, which is what a request calls. An expression goes through `lexer`, which cuts it into tokens,
//! `syntax`, which puts it into postfix order and finds what is wrong with its form, and `build`, which walks that from left to
//! right, fills in the placeholders and checks each part. `keys` makes key conditions of conditions, `legacy` is apart from
//! all these.
//!
//! Nothing here recurses over text: neither parentheses nor functions can exhaust the stack, however deep they are. The trees
//! that come out are at most as deep as the number of operators that DynamoDB allows.

mod build;
mod expressions;
mod keys;
pub mod legacy;
mod lexer;
mod placeholders;
mod reserved;
mod syntax;
#[cfg(test)]
mod tests;

pub use keys::key_conditions;
pub use placeholders::{MOST_PLACED, Placeholders, check_used_by_some, refuse_mix};
