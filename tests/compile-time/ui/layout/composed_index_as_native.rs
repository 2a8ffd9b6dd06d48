//! Layout: stored fields over an index with composed keys.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_region: Gsi1, pk = [region], sk = "{id}")]
pub struct Order {
    pub id: String,
    pub region: String,
}

fn main() {}
