//! Rule 10: an access pattern that another entity has.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Customer::by_status(Status::Open));
}

fn main() {}
