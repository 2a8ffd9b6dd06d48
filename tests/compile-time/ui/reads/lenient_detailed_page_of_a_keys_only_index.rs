//! Rule 22: whole entities, with what is unreadable and the costs, of an index that carries keys.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::by_number("o1")).lenient().detailed();
}

fn main() {}
