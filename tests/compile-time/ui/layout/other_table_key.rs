//! Layout: the table's sort key where the index takes its partition key.
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
#[index(by_user: ByUser, pk = [user], sk = table_sk)]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
