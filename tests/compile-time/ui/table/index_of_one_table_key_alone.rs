//! Rule 29: an index that has the table's sort key and nothing else.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
#[gsi(Reverse, pk = table_sk)]
pub enum Shop {
    Order(Order),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(reverse: Reverse, pk = table_sk)]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
