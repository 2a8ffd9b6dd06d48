//! Rule 14: `None` for an attribute that is required.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").set(|o| o.pieces, None));
}

fn main() {}
