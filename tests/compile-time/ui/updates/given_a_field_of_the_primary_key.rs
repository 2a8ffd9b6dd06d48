//! Rule 17: a field of the primary key supplied.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").given(|o| o.order_id, "o1"));
}

fn main() {}
