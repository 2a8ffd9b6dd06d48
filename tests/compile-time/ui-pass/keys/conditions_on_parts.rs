//! Rules 1, 4, 5, 6, 7: parts from left to right, values first and one range at the end.
#![allow(unused)]
include!("../../ui/shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let one = shop.query(Order::of(&customer).placed_at(time).order_id("o1"));
    let from = shop.query(Order::of(&customer).placed_at(time..));
    let until = shop.query(Order::of(&customer).placed_at(..time));
    let between = shop.query(Order::of(&customer).placed_at(time..=time));
    let all = shop.query(Order::of(&customer).placed_at(..));
    let later = shop.query(Order::of(&customer).placed_at(after(time)));
    let last = shop.query(Order::of(&customer).placed_at(time).order_id("a".."b"));
    let start = shop.query(Order::of(&customer).placed_at(time).order_id(starts_with("2026-")));
    let native = shop.query(Order::by_status(Status::Open).placed_at(time).order_id(after("o1")));
    let index = shop.query(Order::by_carrier("dhl").region("eu").city(starts_with("B")));
    let narrowed = shop.query(Order::of(&customer).placed_at(Some(time)));
    let optional = shop.query(Order::by_carrier("dhl").region("eu").city(None::<std::ops::RangeTo<&str>>));
    let totals = shop.query(Order::by_total(&customer).total(Cents(1)..Cents(9)));
}

fn main() {}
