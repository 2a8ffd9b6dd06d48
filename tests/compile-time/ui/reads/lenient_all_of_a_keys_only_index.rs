//! Rule 22: whole entities, all that can be read, of an index that carries keys.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::by_number("o1")).lenient().all();
}

fn main() {}
