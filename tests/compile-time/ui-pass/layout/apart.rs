//! Rule 24: entities whose keys differ by a literal, by a type, or by the number of parts, each with a tag of its own.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
pub enum Shop {
    Order(Order),
    Invoice(Invoice),
    Total(Total),
    Draft(Draft),
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer}", sk = "ORDER#{number}")]
pub struct Order {
    pub customer: String,
    pub number: u32,
}

#[derive(Entity)]
#[entity(table = Shop, tag = "bill", tag_alias = "Bill")]
#[key(pk = "CUSTOMER#{customer}", sk = "INVOICE#{number}")]
pub struct Invoice {
    pub customer: String,
    pub number: u32,
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer}", sk = "ORDER#TOTAL")]
pub struct Total {
    pub customer: String,
}

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "CUSTOMER#{customer}", sk = "ORDER#{number}#DRAFT")]
pub struct Draft {
    pub customer: String,
    pub number: u32,
}

fn main() {}
