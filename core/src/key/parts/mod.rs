//! The standard library's types as key parts, and [`Reverse`].

mod numbers;
mod reverse;
mod text;

pub use reverse::Reverse;
