//! Rule 17: an update of a field of the primary key.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").set(|o| o.order_id, "o2"));
}

fn main() {}
