//! Rule 27: attributes that stay cannot be left out of an index.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_status: ByStatus, pk = [status], sk = [placed_at], only_if = open)]
pub struct Order {
    pub id: String,
    pub status: String,
    pub placed_at: Timestamp,
    pub open: bool,
}

fn main() {}
