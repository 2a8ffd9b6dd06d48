//! Rule 30: an access pattern of an entity of another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let posts = shop.query(Post::of("p1"));
}

fn main() {}
