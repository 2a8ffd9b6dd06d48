//! Rule 18: a part of an index key beside others, set where there is a value.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = Order::at(&customer, time, "o1").set_some(|o| o.city, Some("Bonn"));
}

fn main() {}
