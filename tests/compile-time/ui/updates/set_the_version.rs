//! Rule 17: an update of the version, which the store counts.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").set(|o| o.version, 7u64));
}

fn main() {}
