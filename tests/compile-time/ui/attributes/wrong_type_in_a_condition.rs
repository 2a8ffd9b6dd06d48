//! Rule 14: a value of another type in the condition of a write.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, order: Order) {
    let put = shop.put(&order).when(|o| o.status.eq("Open"));
}

fn main() {}
