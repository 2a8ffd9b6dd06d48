//! The key algebra: values become key texts that sort as their tuples do, and conditions on values become conditions on keys.
//!
//! Open `data` first for what a key is, then `part` for what can stand in one. `escape` is why texts sort as values do,
//! `bounds` turns ranges of values into ranges of keys, `below` compares keys with those that go on behind them, `overlap`
//! proves keys of two templates different. Everything generic
//! here renders and hands over; the work is done once, on texts.

mod below;
mod bound;
mod bounds;
mod class;
mod data;
mod digits;
mod error;
mod escape;
mod fold;
mod native;
pub(crate) mod order;
mod overlap;
mod part;
mod parts;
mod pattern;
mod range;
mod role;
mod shape;
mod sort;
mod template;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use below::before_delimiter;
pub(crate) use bound::end_of_prefix;
pub use bounds::KeyMatch;
pub use class::{CharClass, Fold};
pub use data::{KeyStyle, PartFormat, PartShape, Segment, Template};
pub use error::{KeyError, KeyErrorKind};
pub use fold::{Folds, TextForm};
pub use native::{native_match, native_value};
pub use overlap::{keys_overlap, prefix_overlaps, templates_overlap};
pub use part::{FixedWidth, KeyPart, KeyValue, OrderedPart, TextPart};
pub use parts::Reverse;
pub use range::{
    After, FromText, IntoPartRange, Many, One, PartRange, PartValue, RangeShape, StartsWith, ValueFor, after,
    starts_with,
};
pub use role::KeyRole;
pub use sort::SortCondition;
pub use template::max_len;
pub use write::KeyWriter;
