//! Rule 29: every option of an entity and of its attributes.
#![allow(unused)]
include!("../../ui/bare.rs");

fn nobody() -> String {
    "nobody".to_owned()
}

#[derive(Entity)]
#[entity(table = Shop, tag = "order", tag_alias("Order", "ORDER"), module = "orders", scan)]
#[entity(key = "id", at = "change", of = "all_of", edit = "changed")]
#[key(pk = "ORDER#{number}", sk = "{part}")]
pub struct Order {
    pub number: u64,
    #[attr(in_key)]
    pub part: u8,
    #[attr(rename = "amt", alias = "amount")]
    pub total: u32,
    #[attr(default)]
    pub pieces: u32,
    #[attr(default = nobody)]
    pub customer: String,
    #[attr(null)]
    pub note: Option<String>,
    #[attr(version)]
    pub version: u64,
    #[attr(rest)]
    pub rest: std::collections::HashMap<String, monotable::Value>,
}

fn case(shop: Store<Shop>, order: Order) {
    let found = shop.get(Order::id(7u64, 1u8));
    let update = shop.update(Order::change(7u64, 1u8).remove(|o| o.pieces));
    let update = shop.update(order.changed().set(|o| o.note, None));
    let orders: orders::AllOf = Order::all_of(7u64);
    let scan = shop.scan_for::<Order>();
}

fn main() {}
