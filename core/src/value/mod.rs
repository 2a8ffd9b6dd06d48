//! Values and items: exact numbers (`number`), trees for dynamic use (`tree`), and the packed form that items rest in
//! (`packed`, `item`, `writer`). Open `item` first.

#[cfg(test)]
pub(crate) mod arbitrary;
mod attribute;
mod binary;
mod equal;
mod error;
mod hash;
mod item;
mod number;
pub(crate) mod packed;
mod read_write;
mod row_reader;
#[cfg(test)]
mod tests;
mod tree;
mod writer;

pub use attribute::Attribute;
pub use binary::Binary;
pub use error::{DecodeError, EncodeError};
pub use item::{Attributes, Item, PackedValue};
pub use number::{Number, NumberError};
pub use packed::{List, Map, Members, Type, ValueRef};
pub use read_write::{Reader, SetKind, Writer};
pub use row_reader::RowReader;
pub use tree::Value;
pub use writer::PackedWriter;
