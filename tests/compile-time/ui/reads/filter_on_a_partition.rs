//! Rule 15: a filter by one kind of items on a partition, which holds several.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let items = shop.partition(Order::of(customer)).filter(|o| o.pieces.ge(1));
}

fn main() {}
