//! Rule 16: `add` to a list.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").add(|o| o.lines, 1));
}

fn main() {}
