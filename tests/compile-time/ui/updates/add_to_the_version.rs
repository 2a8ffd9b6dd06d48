//! Rule 17: the version counted by hand.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").add(|o| o.version, 1));
}

fn main() {}
