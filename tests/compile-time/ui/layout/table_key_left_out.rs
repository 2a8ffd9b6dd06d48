//! Layout: no sort key where the index takes the table's own key.
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
#[index(by_user: ByUser, pk = [user])]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
