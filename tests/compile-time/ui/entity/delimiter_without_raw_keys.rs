//! Rule 29: a delimiter for keys that are not raw.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop, delimiter = "|")]
#[key(pk = "ORDER#{id}", sk = "ORDER")]
pub struct Order {
    pub id: String,
}

fn main() {}
