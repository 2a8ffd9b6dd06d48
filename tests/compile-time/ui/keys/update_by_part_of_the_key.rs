//! Rule 2: an update with a part of the key left out.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time).set(|o| o.pieces, 2));
}

fn main() {}
