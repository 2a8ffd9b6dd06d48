//! Rule 26: a stored key of a type without an order.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_status: ByStatus, pk = [status], sk = [placed_at])]
pub struct Order {
    pub id: String,
    pub status: Vec<String>,
    pub placed_at: Timestamp,
}

fn main() {}
