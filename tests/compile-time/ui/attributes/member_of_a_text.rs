//! Rule 16: a member of what is no struct.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer)).filter(|o| o.note.then(|n| n.city.eq("Bonn")));
}

fn main() {}
