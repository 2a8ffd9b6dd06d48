//! Rule 33: what is no operation of a transaction.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: Customer) {
    let both = shop.transact((customer, shop.check(Customer::key(CustomerId("c1".into())))));
}

fn main() {}
