//! Rule 26: a part that has no attribute, where attributes are indexed.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop, part(status: u8 = |o| o.state))]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_status: ByStatus, pk = [status], sk = [placed_at])]
pub struct Order {
    pub id: String,
    pub state: u8,
    pub placed_at: Timestamp,
}

fn main() {}
