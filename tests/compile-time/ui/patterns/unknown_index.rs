//! Rule 9: an index that the layout does not have.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_region: ByRegion, pk = "REGION#{region}", sk = "{id}")]
pub struct Order {
    pub id: String,
    pub region: String,
}

fn main() {}
