//! Rule 13: a misspelt attribute in the condition of a write.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, order: Order) {
    let put = shop.put(&order).when(|o| o.sttus.eq(Status::Open));
}

fn main() {}
