//! Rule 30: an entity of another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, post: Post) {
    let put = shop.put(&post);
}

fn main() {}
