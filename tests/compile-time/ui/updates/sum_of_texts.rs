//! Rule 16: texts added.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = Order::at(&customer, time, "o1").set_to(|o| o.note, |o| o.city + o.region);
}

fn main() {}
