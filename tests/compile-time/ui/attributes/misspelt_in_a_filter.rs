//! Rule 13: a misspelt attribute in a filter.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer)).filter(|o| o.totl.ge(Cents(5)));
}

fn main() {}
