//! Rule 29: a table without a partition key.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(sk = "SK")]
pub enum Shop {
    Order(Order),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
}

fn main() {}
