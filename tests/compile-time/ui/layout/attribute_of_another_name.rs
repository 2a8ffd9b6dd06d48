//! Layout: a stored field that the index does not have.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_status: ByStatus, pk = [state], sk = [placed_at])]
pub struct Order {
    pub id: String,
    pub state: String,
    pub placed_at: Timestamp,
}

fn main() {}
