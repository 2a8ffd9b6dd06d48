//! Rule 31: a field stored in the partition key of the table.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
    #[attr(rename = "PK")]
    pub pk: String,
}

fn main() {}
