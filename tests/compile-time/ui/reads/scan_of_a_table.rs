//! Rule 23: a scan of a table that does not allow it.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let items = shop.scan();
}

fn main() {}
