//! Rules 17, 18: index keys that are written whole, by every part of them, by what is given, or from a loaded entity.
#![allow(unused)]
include!("../../ui/shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp, order: Order) {
    let both = shop.update(Order::at(&customer, time, "o1").set(|o| o.region, "eu").set(|o| o.city, "Bonn"));
    let given = shop.update(Order::at(&customer, time, "o1").given(|o| o.region, "eu").set(|o| o.city, "Bonn"));
    let loaded = shop.update(order.edit().set(|o| o.city, "Bonn"));
    let alone = shop.update(Order::at(&customer, time, "o1").set(|o| o.carrier, "dhl"));
    let native =
        shop.update(Order::at(&customer, time, "o1").set(|o| o.status, Status::Paid).add(|o| o.total, Cents(1)));
    let other = shop.update(Order::at(&customer, time, "o1").set(|o| o.pieces, 3));
}

fn main() {}
