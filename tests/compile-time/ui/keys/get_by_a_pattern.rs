//! Rule 2: an access pattern where one item is asked for.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let order = shop.get(Order::of(&customer));
}

fn main() {}
