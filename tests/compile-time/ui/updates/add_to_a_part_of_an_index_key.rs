//! Rule 18: an atomic change of a part of an index key.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_rank: Gsi1, pk = "ORDERS", sk = "{rank}")]
pub struct Order {
    pub id: String,
    pub rank: u32,
}

fn case(shop: Store<Shop>) {
    let update = shop.update(Order::at("o1").add(|o| o.rank, 1));
}

fn main() {}
