//! Layout: a pattern without a partition key over a global index.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_number: Gsi1, sk = "ORDER#{id}")]
pub struct Order {
    pub id: String,
}

fn main() {}
