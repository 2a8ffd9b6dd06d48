//! Rule 29: names of attributes in another case, with keys, an index, a filter and an update over them.
#![allow(unused)]
use monotable::{Entity, Store, Table};

#[derive(Table)]
#[table(pk = "PK", ttl = "expiresAt")]
#[gsi(ByTotal, pk = [totalPrice: N])]
enum Shop {
    Order(Order),
    #[table(other)]
    Other(monotable::Item),
}

#[derive(Entity)]
#[entity(table = Shop, rename_all = "camelCase")]
#[key(pk = "ORDER#{order_id}")]
#[index(by_total: ByTotal, pk = [total_price])]
struct Order {
    order_id: String,
    total_price: u64,
    #[attr(rename = "city_name")]
    city_name: String,
    #[attr(version)]
    lock_version: u64,
    expires_at: Option<monotable::Ttl>,
}

fn case(shop: &Store<Shop>) {
    let query = shop.query(Order::by_total(5_u64)).filter(|o| o.city_name.eq("Bonn"));
    let update = shop.update(Order::at("o1").set(|o| o.total_price, 7));
}

fn main() {}
