//! Rule 6: a start of a text for a part that is none.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer).placed_at(starts_with("2026-")));
}

fn main() {}
