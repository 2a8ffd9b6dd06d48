//! Rule 26: a part that is computed from who knows which fields.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop, part(day: String = |o| o.day()))]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_day: Gsi1, pk = "{day}", sk = "{id}")]
pub struct Order {
    pub id: String,
    pub at: Timestamp,
}

fn main() {}
