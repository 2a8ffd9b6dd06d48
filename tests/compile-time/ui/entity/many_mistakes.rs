//! Rule 29: four mistakes of one declaration, in one compile, and none behind them.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop, colour = "red")]
#[key(pk = "ORDER#{idd}", sk = "ORDER")]
#[index(by_total: Gsi1, pk = "{total}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    pub total: Option<u32>,
    #[attr(version)]
    pub version: i32,
}

fn case(shop: Store<Shop>) {
    let orders = shop.query(Order::by_total(5)).filter(|o| o.total.ge(5));
    let order = shop.get(Order::key("o1"));
}

fn main() {}
