//! Rule 14: members of another type for a set.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").delete(|o| o.tags, [7u8]));
}

fn main() {}
