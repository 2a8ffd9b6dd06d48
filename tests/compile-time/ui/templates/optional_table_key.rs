//! Rule 27: an optional field in a table key.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "{region}")]
pub struct Order {
    pub id: String,
    pub region: Option<String>,
}

fn main() {}
