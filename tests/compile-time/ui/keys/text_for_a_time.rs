//! Rule 1: a text for a key part that is a time.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let key = Order::key(&customer, "2026-01-01", "o1");
}

fn main() {}
