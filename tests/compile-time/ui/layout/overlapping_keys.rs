//! Rule 24: two entities that can have the same key.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
pub enum Shop {
    Order(Order),
    Invoice(Invoice),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer}", sk = "{number}#{line}")]
pub struct Order {
    pub customer: String,
    pub number: String,
    pub line: u32,
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer}", sk = "INVOICE#{number}")]
pub struct Invoice {
    pub customer: String,
    pub number: u32,
}

fn main() {}
