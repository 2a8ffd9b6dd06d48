//! Rule 2: a key with a part left out.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let order = shop.get(Order::key(&customer, time));
}

fn main() {}
