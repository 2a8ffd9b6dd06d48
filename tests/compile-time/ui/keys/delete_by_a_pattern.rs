//! Rule 2: an access pattern where one item is deleted.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let gone = shop.delete(Order::of(&customer).placed_at(time));
}

fn main() {}
