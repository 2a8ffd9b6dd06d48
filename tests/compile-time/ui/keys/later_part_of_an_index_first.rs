//! Rule 4: a part of an index before the part in front of it.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::by_carrier("dhl").city("Bonn"));
}

fn main() {}
