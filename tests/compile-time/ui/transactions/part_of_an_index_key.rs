//! Rule 18: a part of a composed index key.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp, other: Customer) {
    let both = shop.transact((shop.put(&other), Order::at(&customer, time, "o1").set(|o| o.city, "Bonn")));
}

fn main() {}
