//! Rule 11: a consistent read of a global index.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::by_status(Status::Open)).consistent();
}

fn main() {}
