//! Rule 14: a value where an attribute or a sum stands.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = Order::at(&customer, time, "o1").set_to(|o| o.pieces, |o| 5);
}

fn main() {}
