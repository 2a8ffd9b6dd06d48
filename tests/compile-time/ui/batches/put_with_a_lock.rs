//! Rule 32: a batch puts without conditions.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, orders: Vec<Order>) {
    let puts = shop.batch_write().put_all(&orders);
}

fn main() {}
