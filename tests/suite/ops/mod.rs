//! The typed operations on the engine. `fixture` is the shop they work on.

mod arbitrary;
mod fixture;
mod pages;
mod queries;
mod updates;
mod writes;
