//! Rule 27: a number does not say whether an item is in an index.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(open: Gsi1, pk = "OPEN", sk = "{id}", only_if = left)]
pub struct Order {
    pub id: String,
    pub left: u32,
}

fn main() {}
