//! Layout: a pattern with a partition key over a local index.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_total: ByTotal, pk = [id], sk = [total])]
pub struct Order {
    pub id: String,
    pub total: u32,
}

fn main() {}
