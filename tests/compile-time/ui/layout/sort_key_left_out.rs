//! Layout: an entity without the sort key that its table has.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}")]
pub struct Order {
    pub id: String,
}

fn main() {}
