//! Which types can hold what the fields of an entity do not name.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use crate::value::Value;

/// A map of attributes by their names, whatever their types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the attributes that no field names",
    label = "expected a `BTreeMap<String, Value>` or a `HashMap<String, Value>`",
    note = "`#[attr(rest)]` keeps what other programs store beside the fields, of any type, so its values are `monotable::Value`"
)]
pub trait RestOfItem: Default {
    /// The type itself.
    type Itself: RestOfItem;
    /// Adds an attribute.
    fn put(&mut self, name: String, value: Value);
    /// Returns the attributes.
    fn entries(&self) -> impl Iterator<Item = (&String, &Value)>;
}

impl RestOfItem for BTreeMap<String, Value> {
    type Itself = Self;

    fn put(&mut self, name: String, value: Value) {
        self.insert(name, value);
    }

    fn entries(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.iter()
    }
}

impl<H: BuildHasher + Default> RestOfItem for HashMap<String, Value, H> {
    type Itself = Self;

    fn put(&mut self, name: String, value: Value) {
        self.insert(name, value);
    }

    fn entries(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.iter()
    }
}
