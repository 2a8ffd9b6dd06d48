//! Rules 13, 14, 16: changes that fit the types of their attributes.
#![allow(unused)]
include!("../../ui/shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp, red: HashSet<String>) {
    let update = Order::at(&customer, time, "o1")
        .set(|o| o.total, Cents(5))
        .set(|o| o.status, &Status::Paid)
        .set(|o| o.note, "late")
        .set(|o| o.address.then(|a| a.zip), None)
        .set_if_missing(|o| o.note, "new".to_owned())
        .add(|o| o.pieces, -1)
        .add(|o| o.tags, red.clone())
        .delete(|o| o.tags, red)
        .append(|o| o.lines, ["book"])
        .remove(|o| o.lines.at(3));
    let update = shop.update(update).when(|o| o.pieces.ge(1u32));
}

fn main() {}
