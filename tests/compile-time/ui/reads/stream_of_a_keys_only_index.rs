//! Rule 22: a stream of whole entities of an index that carries keys.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let order = shop.query(Order::by_number("o1")).stream();
}

fn main() {}
