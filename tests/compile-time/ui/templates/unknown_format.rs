//! Rule 26: a format that does not exist.
#![allow(unused)]
include!("../bare.rs");

#[derive(Entity)]
#[entity(table = Shop)]
#[key(pk = "ORDER#{id:x}", sk = "ORDER")]
pub struct Order {
    pub id: u32,
}

fn main() {}
