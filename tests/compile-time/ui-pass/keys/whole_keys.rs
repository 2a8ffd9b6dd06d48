//! Rules 1, 2: every part of the key, each by a value of its type, in all the forms that there are.
#![allow(unused)]
include!("../../ui/shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp, order: Order) {
    let owned = shop.get(Order::key(customer.clone(), time, "o1".to_owned()));
    let borrowed = shop.get(Order::key(&customer, &time, &order.order_id));
    let text = shop.get(Order::key(&customer, time, "o1")).consistent();
    let loaded = shop.get(&order);
    let gone = shop.delete(Order::key(&customer, time, "o1"));
    let update = shop.update(Order::at(&customer, time, "o1").set(|o| o.pieces, 2));
    let kept: Key<Order> = Order::key(&customer, time, "o1");
    let again = shop.get(&kept);
    let orders = shop.query(Order::of(&customer));
}

fn main() {}
