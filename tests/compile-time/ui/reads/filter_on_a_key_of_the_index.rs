//! Rule 12: a filter on a key attribute of the queried index.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::by_status(Status::Open)).filter(|o| o.order_id.starts_with("2026"));
}

fn main() {}
