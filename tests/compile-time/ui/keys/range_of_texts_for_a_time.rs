//! Rule 1: a range of another type than the part has.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer).placed_at("2026-01-01"..));
}

fn main() {}
