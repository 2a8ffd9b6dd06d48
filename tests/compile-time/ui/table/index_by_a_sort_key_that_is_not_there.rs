//! Rule 29: an index by the table's sort key, which the table does not have.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK")]
#[gsi(ByUser, pk = [user], sk = table_sk)]
pub enum Shop {
    Order(Order),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}")]
#[index(by_user: ByUser, pk = [user])]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
