//! Rule 29: an access pattern by the table's sort key, and a key without one.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
#[gsi(ByUser, pk = [user], sk = table_sk)]
pub enum Shop {
    Order(Order),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}")]
#[index(by_user: ByUser, pk = [user], sk = table_sk)]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
