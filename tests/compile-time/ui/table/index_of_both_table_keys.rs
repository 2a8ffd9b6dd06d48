//! Rule 29: an index both halves of which are the table's own keys.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
#[gsi(Reverse, pk = table_sk, sk = table_pk)]
pub enum Shop {
    Order(Order),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(reverse: Reverse)]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
