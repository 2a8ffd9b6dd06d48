//! Rule 22: one whole entity of an index that carries keys.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let order = shop.query(Order::by_number("o1")).first();
}

fn main() {}
