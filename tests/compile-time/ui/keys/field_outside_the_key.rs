//! Rule 8: a condition on a field that is not in the key.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer).region("eu"));
}

fn main() {}
