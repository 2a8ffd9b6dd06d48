//! Rule 17: a field of the primary key removed.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").remove(|o| o.order_id));
}

fn main() {}
