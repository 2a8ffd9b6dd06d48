//! Rule 27: optional parts in a sparse index.
#![allow(unused)]
include!("../../ui/bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_region: Gsi1, pk = "REGION#{region}", sk = "{id}", sparse)]
pub struct Order {
    pub id: String,
    pub region: Option<String>,
}

fn case(shop: Store<Shop>) {
    let orders = shop.query(Order::by_region("eu"));
    let update = shop.update(Order::at("o1").set(|o| o.region, None));
    let update = shop.update(Order::at("o1").remove(|o| o.region));
}

fn main() {}
