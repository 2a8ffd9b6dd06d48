//! Rule 1: the inner type for a key part that is a newtype.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of("c1"));
}

fn main() {}
