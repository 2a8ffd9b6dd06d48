//! Rule 10: an access pattern that the entity does not have.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::by_region("eu"));
}

fn main() {}
