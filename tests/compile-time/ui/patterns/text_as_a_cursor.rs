//! Rule 15: a text as a cursor, which parses it first.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let next = shop.query(Order::of(&customer)).after("abc");
}

fn main() {}
