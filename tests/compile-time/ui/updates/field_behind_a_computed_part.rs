//! Rule 18: one of two fields that a part is computed from.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop, part(size: String = |o| format!("{}x{}", o.width, o.height)))]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_size: Gsi1, pk = "SIZE#{size}", sk = "{id}")]
pub struct Order {
    pub id: String,
    pub width: u8,
    pub height: u8,
}

fn case(shop: Store<Shop>) {
    let update = shop.update(Order::at("o1").set(|o| o.width, 3u8));
}

fn main() {}
