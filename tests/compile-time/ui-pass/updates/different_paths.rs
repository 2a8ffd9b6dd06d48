//! Rules 19, 20: different attributes, different members of one, and what can be missing removed.
#![allow(unused)]
include!("../../ui/shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = Order::at(&customer, time, "o1")
        .set(|o| o.address.then(|a| a.city), "Bonn")
        .set(|o| o.address.then(|a| a.zip), "53111".to_owned())
        .set(|o| o.pieces, 2)
        .remove(|o| o.note)
        .remove(|o| o.tags)
        .remove(|o| o.expires_at);
    let update = shop.update(update);
}

fn main() {}
