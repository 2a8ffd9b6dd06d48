//! Rule 26: a part of a type without an order.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "{tags}")]
pub struct Order {
    pub id: String,
    pub tags: Vec<String>,
}

fn main() {}
