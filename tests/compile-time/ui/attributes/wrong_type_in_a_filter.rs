//! Rule 14: a value of another type in a filter.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer)).filter(|o| o.total.ge("5"));
}

fn main() {}
