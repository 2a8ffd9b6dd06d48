//! Rule 29: an access pattern with the name of a generated function.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(of: Gsi1, pk = "{id}", sk = "A")]
pub struct Order {
    pub id: String,
}

fn main() {}
