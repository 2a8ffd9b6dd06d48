//! Rule 28: six local indexes.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK")]
#[lsi(Lsi1, sk = "LSI1SK")]
#[lsi(Lsi2, sk = "LSI2SK")]
#[lsi(Lsi3, sk = "LSI3SK")]
#[lsi(Lsi4, sk = "LSI4SK")]
#[lsi(Lsi5, sk = "LSI5SK")]
#[lsi(Lsi6, sk = "LSI6SK")]
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
