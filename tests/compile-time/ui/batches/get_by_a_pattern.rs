//! Rule 2: an access pattern is not a whole key.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId) {
    let orders = shop.batch_get([Order::of(&customer)]);
}

fn main() {}
