//! Rule 4: a part before the part in front of it.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer).order_id("o1"));
}

fn main() {}
