//! Rule 30: the key of an entity of another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let post = shop.get(Post::key("p1"));
}

fn main() {}
