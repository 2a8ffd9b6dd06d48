//! Rule 28: more global indexes than the quota that is declared.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK", max_gsis = 2)]
#[gsi(Gsi1, pk = "GSI1PK")]
#[gsi(Gsi2, pk = "GSI2PK")]
#[gsi(Gsi3, pk = "GSI3PK")]
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
