//! Rule 13: a misspelt member of a nested struct.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer)).filter(|o| o.address.then(|a| a.town.eq("Bonn")));
}

fn main() {}
