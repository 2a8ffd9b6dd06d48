//! Layout: fewer stored fields than the index has.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_status: ByStatus, pk = [status])]
pub struct Order {
    pub id: String,
    pub status: String,
}

fn main() {}
