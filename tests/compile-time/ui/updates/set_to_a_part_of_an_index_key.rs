//! Rule 16: a part of an index key computed.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = Order::at(&customer, time, "o1").set_to(|o| o.carrier, |o| o.order_id);
}

fn main() {}
