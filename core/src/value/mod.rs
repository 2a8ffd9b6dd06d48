//! Values and items: exact numbers (`number`), trees for dynamic use (`tree`), and the packed form that items rest in
//! (`packed`, `item`, `writer`). Open `item` first.

#[cfg(test)]
pub(crate) mod arbitrary;
mod hash;
mod item;
mod number;
pub(crate) mod packed;
#[cfg(test)]
mod tests;
mod tree;
mod writer;

pub use item::{Attributes, Item, PackedValue};
pub use number::{Number, NumberError};
pub use packed::{List, Map, Members, Type, ValueRef};
pub use tree::Value;
pub use writer::PackedWriter;
