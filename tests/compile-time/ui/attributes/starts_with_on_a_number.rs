//! Rule 16: `starts_with` on a number.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer)).filter(|o| o.pieces.starts_with("1"));
}

fn main() {}
