//! Rule 29: an index without a name for its access pattern.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(Gsi1, pk = "{id}", sk = "A")]
pub struct Order {
    pub id: String,
}

fn main() {}
