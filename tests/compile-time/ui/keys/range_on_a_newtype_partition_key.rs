//! Rule 7: a range on the partition key of the table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(customer..));
}

fn main() {}
