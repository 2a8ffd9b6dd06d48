//! Rule 29: an access pattern with the table's key and nothing else.
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
#[index(by_user: ByUser, sk = table_pk)]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
