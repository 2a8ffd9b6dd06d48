//! Rules 3, 8: a sort key that is a literal takes no condition, and every field that is a part has a method.
#![allow(unused)]
include!("../../ui/shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let profile = shop.query(Customer::of(&customer)).first();
    let profile = shop.get(Customer::key(&customer));
    let orders = shop.query(Order::of(&customer)).filter(|o| o.region.eq("eu"));
    let orders = shop.query(Order::by_carrier("dhl").region("eu"));
}

fn main() {}
