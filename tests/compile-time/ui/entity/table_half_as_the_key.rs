//! Rule 29: the word for the table's key in the key itself.
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
#[key(pk = table_pk, sk = "ORDER")]
#[index(by_user: ByUser, pk = [user], sk = table_pk)]
pub struct Order {
    pub id: String,
    pub user: String,
}

fn main() {}
