//! Rule 23: a scan for an entity that does not allow it.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.scan_for::<Order>();
}

fn main() {}
