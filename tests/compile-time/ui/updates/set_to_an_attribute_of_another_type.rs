//! Rule 14: an attribute set to one of another type.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = Order::at(&customer, time, "o1").set_to(|o| o.note, |o| o.pieces);
}

fn main() {}
