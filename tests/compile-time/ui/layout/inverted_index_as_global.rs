//! Layout: a pattern with keys over an inverted index.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_number: Swapped, pk = "ORDER", sk = "{id}")]
pub struct Order {
    pub id: String,
}

fn main() {}
