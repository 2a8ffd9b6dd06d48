//! Rule 30: an operation on another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: Customer) {
    let both = shop.transact((shop.put(&customer), Post::at("p1").set(|p| p.title, "new")));
}

fn main() {}
