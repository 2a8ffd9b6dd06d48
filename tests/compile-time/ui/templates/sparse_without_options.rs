//! Rule 27: a sparse index that leaves nothing out.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_region: Gsi1, pk = "REGION#{region}", sk = "{id}", sparse)]
pub struct Order {
    pub id: String,
    pub region: String,
}

fn main() {}
