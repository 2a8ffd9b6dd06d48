//! Rule 30: an entity of another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, posts: Vec<Post>) {
    let puts = shop.batch_write().put_all(&posts);
}

fn main() {}
