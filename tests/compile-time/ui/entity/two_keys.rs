//! Rule 29: an entity with two keys.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[key(pk = "{id}")]
pub struct Order {
    pub id: String,
}

fn main() {}
