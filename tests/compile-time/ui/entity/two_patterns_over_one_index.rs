//! Rule 29: two access patterns over one index.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_id: Gsi1, pk = "{id}", sk = "A")]
#[index(by_number: Gsi1, pk = "N#{id}", sk = "A")]
pub struct Order {
    pub id: String,
}

fn main() {}
