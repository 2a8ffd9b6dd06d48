//! Rule 32: a batch puts without conditions.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, order: Order) {
    let puts = shop.batch_write().put(&order);
}

fn main() {}
