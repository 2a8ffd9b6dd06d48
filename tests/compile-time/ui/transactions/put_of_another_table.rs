//! Rule 30: an operation on another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, blog: Store<Blog>, customer: Customer, post: Post) {
    let both = shop.transact((shop.put(&customer), blog.put(&post)));
}

fn main() {}
