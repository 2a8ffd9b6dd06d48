//! Rule 1: a range on an enum whose texts do not sort as they are declared.
#![allow(unused)]
include!("../bare.rs");

#[derive(KeyPart, Clone)]
pub enum State {
    Ready,
    Blocked,
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "{state}")]
pub struct Order {
    pub id: String,
    pub state: State,
}

fn case(shop: Store<Shop>) {
    let orders = shop.query(Order::of("o1").state(State::Ready..));
}

fn main() {}
