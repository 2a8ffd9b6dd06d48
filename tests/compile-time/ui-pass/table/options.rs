//! Rule 29: every option of a table, and a layout declared apart.
#![allow(unused)]
use monotable::{Binary, Entity, Item, Store, Table};

#[derive(Table)]
#[table(pk = "id": N, sk = "sort": B, ttl = "gone_at", tag = "kind")]
#[gsi(Gsi1, pk = "GSI1PK", sk = [day, "order-no": N], name = "gsi1-index", project = include("note"))]
#[lsi(Local, sk = [day], name = "local", project = keys_only)]
#[inverted(Swapped, name = "swapped", project = all)]
pub struct Layout;

#[derive(Table)]
#[table(layout = Layout, scan)]
pub enum Log {
    Entry(Entry),
    #[table(other)]
    Other(Item),
}

#[derive(Entity)]
#[entity(table = Layout)]
#[key(pk = [id], sk = [sort])]
pub struct Entry {
    pub id: u64,
    pub sort: Binary,
}

fn case(log: Store<Log>) {
    let everything = log.scan();
}

fn main() {}
