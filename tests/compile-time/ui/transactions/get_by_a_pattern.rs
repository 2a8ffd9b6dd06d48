//! Rule 2: an access pattern is not a whole key.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId) {
    let found = shop.transact_get((Customer::key(&customer), Order::of(&customer)));
}

fn main() {}
