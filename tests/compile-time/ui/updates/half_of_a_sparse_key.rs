//! Rule 18: the part that decides about a sparse index, without the other half of the key.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_region: Gsi1, pk = "{region}", sk = "{city}", sparse)]
pub struct Order {
    pub id: String,
    pub region: Option<String>,
    pub city: String,
}

fn case(shop: Store<Shop>) {
    let update = shop.update(Order::at("o1").set(|o| o.region, "eu"));
}

fn main() {}
