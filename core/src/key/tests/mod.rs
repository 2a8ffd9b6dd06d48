//! Tests of the key algebra: exhaustive over a small alphabet (`exhaustive`, `limits`, `raw`), with generated values of every
//! type (`types`, `native`), and of the proofs of overlap.

mod exhaustive;
mod limits;
mod model;
mod native;
mod overlap;
mod place;
mod raw;
mod requests;
mod types;
