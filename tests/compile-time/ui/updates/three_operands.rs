//! Rule 16: a sum of three operands.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = Order::at(&customer, time, "o1").set_to(|o| o.pieces, |o| o.pieces + o.pieces + 1);
}

fn main() {}
