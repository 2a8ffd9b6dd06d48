//! Rule 16: members taken out of what is no set.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = shop.update(Order::at(&customer, time, "o1").delete(|o| o.lines, ["a".to_owned()]));
}

fn main() {}
