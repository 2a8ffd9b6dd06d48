//! Rule 33: what is no operation of a transaction.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId) {
    let found = shop.transact_get(Customer::key(&customer));
}

fn main() {}
