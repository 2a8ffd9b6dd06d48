//! Rule 33: what is no operation of a transaction.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: Customer) {
    let both = shop.transact((shop.put(&customer), shop.get(&customer)));
}

fn main() {}
