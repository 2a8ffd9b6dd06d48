//! Rule 5: a part behind a range.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer).placed_at(time..).order_id("o1"));
}

fn main() {}
