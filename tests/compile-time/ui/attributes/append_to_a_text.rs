//! Rule 16: `append` to what is no list.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").append(|o| o.note, ["more"]));
}

fn main() {}
