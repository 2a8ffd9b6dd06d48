//! Rule 29: every option of a table, and a layout declared apart.
#![allow(unused)]
use monotable::{Binary, Entity, Item, Store, Table};

#[derive(Table)]
#[table(pk = "id": N, sk = "sort": B, ttl = "gone_at", tag = "kind")]
#[gsi(Gsi1, pk = "GSI1PK", sk = [day, "order-no": N], name = "gsi1-index", project = include("note"))]
#[lsi(Local, sk = [day], name = "local", project = keys_only)]
#[gsi(ByOwner, pk = [owner], sk = table_pk)]
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
#[index(owned_by: ByOwner, pk = [owner], sk = table_pk)]
pub struct Entry {
    pub id: u64,
    pub sort: Binary,
    pub owner: String,
}

fn case(log: Store<Log>) {
    let everything = log.scan();
    let owned_by = log.query(Entry::owned_by("ann").id(3..));
}

fn main() {}
