//! Rule 29: a local index whose sort key is the table's.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
#[lsi(Same, sk = table_sk)]
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
