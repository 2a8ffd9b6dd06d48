//! Rule 1: a number for a key part that is a newtype around a text.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(7));
}

fn main() {}
