//! Rule 30: keys of another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId) {
    let found = shop.batch_get([Customer::key(&customer)]).and([Post::key("p1")]);
}

fn main() {}
