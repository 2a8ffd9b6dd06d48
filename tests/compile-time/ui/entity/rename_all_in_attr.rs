//! Rule 29: an option of another derive on an entity.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK")]
enum Shop { Order(Order) }

#[derive(Entity)]
#[entity(table = Shop)]
#[attr(rename_all = "camelCase")]
#[key(pk = "ORDER#{order_id}")]
struct Order { order_id: String, total: u64 }

fn main() {}
