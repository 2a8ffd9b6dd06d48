//! The parser, from text to tree and to what is wrong with a text.
//!
//! Cases are data: `tests/data/expressions.toml` of the repository, which `cases` reads. `print` has the form in which trees
//! stand there.

mod cases;
mod depth;
mod legacy;
mod print;
mod properties;
