//! Rule 29: two access patterns of one name.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_id: Gsi1, pk = "{id}", sk = "A")]
#[index(by_id: Swapped)]
pub struct Order {
    pub id: String,
}

fn main() {}
