//! Rule 28: as many indexes and attributes as DynamoDB takes.
#![allow(unused)]
use monotable::{Entity, Table};

#[derive(Table)]
#[table(pk = "PK", sk = "SK", max_gsis = 21)]
#[lsi(Lsi1, sk = "LSI1SK")]
#[lsi(Lsi2, sk = "LSI2SK")]
#[lsi(Lsi3, sk = "LSI3SK")]
#[lsi(Lsi4, sk = "LSI4SK")]
#[lsi(Lsi5, sk = "LSI5SK")]
#[gsi(Gsi1, pk = "GSI1PK")]
#[gsi(Gsi2, pk = "GSI2PK")]
#[gsi(Gsi3, pk = "GSI3PK")]
#[gsi(Gsi4, pk = "GSI4PK")]
#[gsi(Gsi5, pk = "GSI5PK")]
#[gsi(Gsi6, pk = "GSI6PK")]
#[gsi(Gsi7, pk = "GSI7PK")]
#[gsi(Gsi8, pk = "GSI8PK")]
#[gsi(Gsi9, pk = "GSI9PK")]
#[gsi(Gsi10, pk = "GSI10PK")]
#[gsi(Gsi11, pk = "GSI11PK")]
#[gsi(Gsi12, pk = "GSI12PK")]
#[gsi(Gsi13, pk = "GSI13PK")]
#[gsi(Gsi14, pk = "GSI14PK")]
#[gsi(Gsi15, pk = "GSI15PK")]
#[gsi(Gsi16, pk = "GSI16PK")]
#[gsi(Gsi17, pk = "GSI17PK")]
#[gsi(Gsi18, pk = "GSI18PK")]
#[gsi(Gsi19, pk = "GSI19PK")]
#[gsi(Wide, pk = [a, b, c, d], sk = [e, f, g, h])]
#[gsi(Narrow, pk = "NarrowPK", project = include("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "a12", "a13", "a14", "a15", "a16", "a17", "a18", "a19", "a20"))]
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
