//! Rule 15: a cursor of another access pattern.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, cursor: monotable::Cursor<order::ByStatus>) {
    let next = shop.query(Order::of(&customer)).after(cursor);
}

fn main() {}
