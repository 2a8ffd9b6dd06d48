//! Rule 14: no value for an element of a list whose elements are values.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").set(|o| o.lines.at(0), None::<String>));
}

fn main() {}
