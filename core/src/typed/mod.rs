//! Traits that the derives implement, and the typed view of an entity's attributes.
//!
//! `traits` holds layout, table, entity and attribute; `field` what closures such as `|o| o.total` pick, `condition` what is
//! said about it; `key` whole primary keys, `stored` what a store puts, `op` an operation of a transaction, `operand` and `sums` what an update computes, `codec` the way between entities and items.
//! `collection` is how structs are read from partitions. `reach` holds the rules that the compiler speaks, with their words.

pub(crate) mod codec;
pub(crate) mod collection;
mod condition;
mod field;
mod key;
mod op;
mod operand;
pub mod reach;
pub(crate) mod sealed;
mod stored;
mod sums;
mod traits;

pub use collection::Collection;
pub use condition::Cond;
pub use field::{Field, NestedField, Place, Size};
pub use key::{Key, KeyFor};
pub use op::Op;
pub use operand::{Computed, Sum, SumOfThree};
pub use traits::{AccessPattern, Attr, Entity, IndexAt, Layout, NestedFields, Storable, Table, ToStore, VersionOf};
