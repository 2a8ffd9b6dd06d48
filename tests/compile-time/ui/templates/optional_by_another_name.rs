//! Rule 27: an optional field by an alias of its type.
#![allow(unused)]
include!("../bare.rs");

type Region = Option<String>;

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id}", sk = "{region}")]
pub struct Order {
    pub id: String,
    pub region: Region,
}

fn main() {}
