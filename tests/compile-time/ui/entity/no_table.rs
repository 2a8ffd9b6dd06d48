//! Rule 29: an entity without a table.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(tag = "order")]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
}

fn main() {}
