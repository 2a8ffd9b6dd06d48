//! Rule 29: a helper attribute on a field.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK")]
enum Shop { Order(Order) }

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}")]
struct Order { #[key(pk = "id")] id: String, total: u64 }

fn main() {}
