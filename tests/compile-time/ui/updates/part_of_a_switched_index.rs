//! Rule 18: a part of an index that a field switches on, while the field is not known.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(open: Gsi1, pk = "OPEN#{region}", sk = "{id}", only_if = open)]
pub struct Order {
    pub id: String,
    pub region: String,
    pub open: bool,
}

fn case(shop: Store<Shop>) {
    let update = shop.update(Order::at("o1").set(|o| o.region, "eu"));
}

fn main() {}
