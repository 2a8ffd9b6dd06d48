//! Rule 29: a misspelt attribute beside the derive.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[idnex(by_id: Gsi1, pk = "{id}", sk = "A")]
pub struct Order {
    pub id: String,
}

fn main() {}
