//! Rule 15: the cursor of a query, in a read of everything in its partition.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, cursor: monotable::Cursor<order::Of>) {
    let items = shop.partition(Order::of(customer)).after(cursor);
}

fn main() {}
