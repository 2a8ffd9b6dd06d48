//! Rule 1: a text as condition on a part that is a time.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer).placed_at("2026-01-01"));
}

fn main() {}
