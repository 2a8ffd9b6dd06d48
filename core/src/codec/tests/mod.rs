//! Standard types as attributes: what they are written as and what is read back (`types`), and where decoding says it
//! failed (`errors`).

mod errors;
mod types;
