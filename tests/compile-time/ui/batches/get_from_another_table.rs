//! Rule 30: keys of another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>) {
    let posts = shop.batch_get([Post::key("p1")]);
}

fn main() {}
