//! Rule 22: everything in a partition of an index that carries keys.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let items = shop.partition(Order::by_number("o1"));
}

fn main() {}
