//! Rule 8: a condition on a field that another index has.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::by_status(Status::Open).region("eu"));
}

fn main() {}
