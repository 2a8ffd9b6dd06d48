//! Rule 5: a part after one that may have no condition.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Option<Timestamp>) {
    let query = Order::of(&customer).placed_at(time).order_id("o1");
}

fn main() {}
