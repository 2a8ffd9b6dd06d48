//! Rule 14: a comparison of two attributes of different types.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::of(&customer)).filter(|o| o.pieces.compare_with(Comparator::Lt, o.note));
}

fn main() {}
