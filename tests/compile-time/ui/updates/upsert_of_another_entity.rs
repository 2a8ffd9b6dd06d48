//! Rule 15: another entity to create.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").set(|o| o.pieces, 1)).or_new(&Customer { customer_id: customer, email: String::new() });
}

fn main() {}
