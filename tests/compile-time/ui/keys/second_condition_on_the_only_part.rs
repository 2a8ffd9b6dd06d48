//! Rule 5: two conditions on the only part of a sort key.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let orders = shop.query(Order::by_total(&customer).total(Cents(1)..).total(..Cents(9)));
}

fn main() {}
