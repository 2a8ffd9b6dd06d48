//! Rule 18: one of two parts of an index key set.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").set(|o| o.city, "Bonn"));
}

fn main() {}
