//! Rule 16: an order on a set.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer)).filter(|o| o.tags.lt(HashSet::new()));
}

fn main() {}
