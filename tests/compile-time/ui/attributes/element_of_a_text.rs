//! Rule 16: an element of what is no list.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer)).filter(|o| o.note.at(0).eq("a"));
}

fn main() {}
