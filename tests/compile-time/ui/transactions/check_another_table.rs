//! Rule 30: a key of another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>) {
    let check = shop.check(Post::key("p1"));
}

fn main() {}
