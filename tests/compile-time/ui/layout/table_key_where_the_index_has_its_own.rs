//! Layout: the table's key where the index has an attribute of its own.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
#[gsi(Gsi1, pk = "GSI1PK", sk = "GSI1SK")]
pub enum Shop {
    Order(Order),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
#[index(by_user: Gsi1, pk = "USER#{user}", sk = table_pk)]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
