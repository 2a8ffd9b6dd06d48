//! Layout: a field that puts items into an index by the table's own key.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
#[gsi(ByUser, pk = [user], sk = table_pk)]
pub enum Shop {
    Order(Order),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
