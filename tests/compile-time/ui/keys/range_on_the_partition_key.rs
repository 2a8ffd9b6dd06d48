//! Rule 7: a range on a partition key.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::by_carrier("a".."b"));
}

fn main() {}
