//! Rule 24: two entities with one tag.
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
#[key(pk = "ORDER#{number}", sk = "ORDER")]
pub struct Order {
    pub number: u32,
}

#[derive(Entity)]
#[entity(table = Shop, tag = "Order")]
#[key(pk = "INVOICE#{number}", sk = "INVOICE")]
pub struct Invoice {
    pub number: u32,
}

fn main() {}
