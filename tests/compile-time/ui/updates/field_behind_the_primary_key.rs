//! Rule 17: a field that the primary key is computed from.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop, part(day: String = |o| o.at.to_string()))]
#[key(pk = "ORDER#{day}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    pub at: Timestamp,
}

fn case(shop: Store<Shop>, at: Timestamp) {
    let update = shop.update(Order::at("2024-05-01").set(|o| o.at, at));
}

fn main() {}
