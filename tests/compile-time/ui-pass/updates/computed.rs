//! Rules 14, 15, 16, 18: attributes set to what DynamoDB computes, updates built in steps, and entities that an update creates.
#![allow(unused)]
include!("../../ui/shop.rs");

fn computed(customer: CustomerId, time: Timestamp) {
    let sum = Order::at(&customer, time, "o1").set_to(|o| o.pieces, |o| o.pieces + o.pieces);
    let value = Order::at(&customer, time, "o1").set_to(|o| o.pieces, |o| o.pieces - 1);
    let fallback = Order::at(&customer, time, "o1").set_to(|o| o.pieces, |o| o.pieces.or(1) + o.pieces.or(o.pieces));
    let newtype = Order::at(&customer, time, "o1").set_to(|o| o.total, |o| o.total + Cents(5));
    let copy = Order::at(&customer, time, "o1").set_to(|o| o.note, |o| o.city);
    let nested = Order::at(&customer, time, "o1").set_to(|o| o.address.then(|a| a.city), |o| o.city.or("Bonn"));
    let lists = Order::at(&customer, time, "o1").set_to(|o| o.lines, |o| o.lines.concat(o.lines));
    let front = Order::at(&customer, time, "o1").prepend(|o| o.lines, ["first"]);
}

fn in_steps(shop: Store<Shop>, customer: CustomerId, time: Timestamp, city: Option<String>, pieces: Option<u32>) {
    let mut update =
        Order::at(&customer, time, "o1").set_some(|o| o.pieces, pieces).set_some(|o| o.carrier, Some("dhl"));
    if let Some(pieces) = pieces {
        update = update.set(|o| o.pieces, pieces).set(|o| o.carrier, "post");
    }
    let update = shop.update(update);
    let mut update = Order::at(&customer, time, "o1").checked().set_some(|o| o.region, city.as_deref());
    if let Some(city) = city.clone() {
        update = update.set(|o| o.city, city);
    }
    let update = shop.update(update);
}

fn created(shop: Store<Shop>, customer: CustomerId, time: Timestamp, order: Order) {
    let update = shop.update(Order::at(&customer, time, "o1").set(|o| o.pieces, 1)).or_new(&order);
    let update = update.when(|o| o.pieces.lt(3)).returning_old();
    let one = shop.update(order.edit().touch()).returning(|o| o.pieces);
    let operation = monotable::Op::<Shop>::from(shop.update(order.edit()).or_new(&order));
}

fn main() {}
