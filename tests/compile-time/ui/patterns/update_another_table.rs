//! Rule 30: an update of an entity of another table.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Post::at("p1").set(|p| p.title, "new"));
}

fn main() {}
