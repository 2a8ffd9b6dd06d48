//! Rule 29: an entity that is stored in attributes of others too, with the options of both derives.
#![allow(unused)]
use std::collections::BTreeMap;
use std::marker::PhantomData;

use monotable::{Attribute, Entity, Table, Value};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
enum Shop {
    Order(Order),
    Basket(Basket),
}

#[derive(Entity, Attribute, Clone)]
#[entity(table = Shop, rename_all = "camelCase")]
#[attr(rename_all = "camelCase")]
#[key(pk = "ORDER#{order_id}", sk = "ORDER")]
struct Order {
    #[attr(in_key)]
    order_id: String,
    #[attr(rename = "amt", alias = "amount", default)]
    total: u64,
    #[attr(version)]
    lock: u64,
    #[attr(rest)]
    more: BTreeMap<String, Value>,
    kind: PhantomData<u8>,
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "BASKET#{id}", sk = "BASKET")]
struct Basket {
    id: String,
    last: Order,
}

fn main() {}
