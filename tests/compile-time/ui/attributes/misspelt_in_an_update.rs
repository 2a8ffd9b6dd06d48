//! Rule 13: a misspelt attribute in an update.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").set(|o| o.totl, Cents(5)));
}

fn main() {}
