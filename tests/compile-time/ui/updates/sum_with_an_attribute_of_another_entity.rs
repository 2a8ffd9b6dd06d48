//! Rule 15: an operand of another entity.
#![allow(unused)]
include!("../shop.rs");

fn case(shop: Store<Shop>, customer: CustomerId, time: Timestamp) {
    let update = Order::at(&customer, time, "o1").set_to(|o| o.note, |_| Post::fields::<monotable::reach::AnyUse>().title);
}

fn main() {}
