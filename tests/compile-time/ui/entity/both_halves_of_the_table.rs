//! Rule 29: an access pattern both halves of whose key are the table's own.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
#[inverted(Reverse)]
pub enum Shop {
    Order(Order),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(reverse: Reverse, pk = table_sk, sk = table_pk)]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
