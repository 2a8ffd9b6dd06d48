//! Rule 29: an index on a variant.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK")]
enum Shop { #[gsi(ByTotal, pk = [total: N])] Order(Order) }

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}")]
struct Order { id: String, total: u64 }

fn main() {}
