//! Rule 27: an optional field in an index key that is not sparse.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_region: Gsi1, pk = "REGION#{region}", sk = "{id}")]
pub struct Order {
    pub id: String,
    pub region: Option<String>,
}

fn main() {}
