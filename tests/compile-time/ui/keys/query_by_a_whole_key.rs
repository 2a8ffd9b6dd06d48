//! Rule 2: a whole key where an access pattern is asked for.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::key(&customer, time, "o1"));
}

fn main() {}
