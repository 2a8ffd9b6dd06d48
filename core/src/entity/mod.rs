//! The traits that the derives implement, and the typed view of an entity's attributes.
//!
//! `traits` holds layout, table and entity; `field` the attributes that closures such as `|o| o.total` pick, `condition` what
//! is said about them. The words of the compiler's messages are in `reach`.

mod condition;
mod field;
mod traits;

pub use condition::Cond;
pub use field::{Attr, Field, NestedField, Place, Size};
pub use traits::{AccessPattern, Entity, IndexAt, Layout, NestedFields, Table, VersionOf};
