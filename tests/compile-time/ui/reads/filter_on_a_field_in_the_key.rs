//! Rule 12: a filter on a field that the key alone holds.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "{line}")]
pub struct Order {
    pub id: String,
    #[attr(in_key)]
    pub line: u32,
}

fn case(shop: Store<Shop>) {
    let orders = shop.query(Order::of("o1")).filter(|o| o.line.gt(3u32));
}

fn main() {}
