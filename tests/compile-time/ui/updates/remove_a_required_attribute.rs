//! Rule 20: a required attribute removed.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").remove(|o| o.pieces));
}

fn main() {}
