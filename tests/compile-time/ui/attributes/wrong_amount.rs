//! Rule 14: an amount of another type.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").add(|o| o.pieces, "1"));
}

fn main() {}
