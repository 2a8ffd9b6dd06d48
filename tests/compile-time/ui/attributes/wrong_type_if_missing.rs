//! Rule 14: a value of another type where there is none yet.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").set_if_missing(|o| o.pieces, "1"));
}

fn main() {}
