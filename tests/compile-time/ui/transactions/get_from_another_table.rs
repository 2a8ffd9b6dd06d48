//! Rule 30: a key of another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId) {
    let both = shop.transact_get((Customer::key(&customer), Post::key("p1")));
}

fn main() {}
