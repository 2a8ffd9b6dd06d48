//! The parser, from text to tree and to what is wrong with a text.

mod depth;
