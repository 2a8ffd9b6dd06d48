//! Rule 26: keys that other programs write may glue parts together.
#![allow(unused)]
include!("../../ui/bare.rs");

#[derive(Entity)]
#[entity(table = Shop, keys = "raw", delimiter = "|")]
#[key(pk = "US$|{id}", sk = "v{number:06}")]
pub struct Order {
    pub id: String,
    pub number: u32,
}

fn main() {}
