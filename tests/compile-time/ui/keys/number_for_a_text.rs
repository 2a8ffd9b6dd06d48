//! Rule 1: a number for a key part that is a text.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let key = Order::key(&customer, time, 17);
}

fn main() {}
