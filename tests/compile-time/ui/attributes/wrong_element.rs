//! Rule 14: an element of another type for a list.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").append(|o| o.lines, [1]));
}

fn main() {}
