//! Rule 3: a condition on a sort key that is a literal.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let profile = shop.query(Customer::of(&customer).email("a@b.c"));
}

fn main() {}
