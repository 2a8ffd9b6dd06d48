//! Rule 5: two conditions on one part.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer).placed_at(time..).placed_at(..time));
}

fn main() {}
