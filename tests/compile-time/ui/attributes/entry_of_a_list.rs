//! Rule 16: an entry of what is no map.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer)).filter(|o| o.lines.entry("a").eq("b"));
}

fn main() {}
